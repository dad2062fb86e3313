package wechat

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
)

const vectorA = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="

func TestPublishedVectorOfTheCipher(t *testing.T) {
	key, err := newAESKey(testKey)
	require.NoError(t, err)
	message, err := key.decrypt(vectorA, testApp)
	require.NoError(t, err)
	require.Equal(t, "我是中文abcd123", string(message))
	require.Equal(t, vectorA, key.encryptWith([]byte("aaaabbbbccccdddd"), []byte("我是中文abcd123"), testApp))
}

func TestPublishedVectorOfTheAddressCheck(t *testing.T) {
	g, err := New(Options{AppID: testApp, Token: "AAAAA", Clock: clock.Stopped(time.Unix(1714036504, 0))})
	require.NoError(t, err)
	echo, err := g.Challenge(url.Values{
		"timestamp": {"1714036504"}, "nonce": {"1514711492"}, "signature": {"f464b24fc39322e44b38aa78f5edd27bd1441696"}, "echostr": {"4375120948345356249"},
	})
	require.NoError(t, err)
	require.Equal(t, "4375120948345356249", echo)
}
