package simulator

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAForgeryIsWrongInOneThingOnly(t *testing.T) {
	s, _ := newSimulator(t, nil)
	m := Text(alice, "你好")
	q, _, err := s.Forge(m, "a digit moved")
	require.NoError(t, err)
	require.Equal(t, signature(testToken, q.Get("timestamp"), q.Get("nonce")), q.Get("signature"), "what was signed is right")
	require.Len(t, q.Get("timestamp"), 11)

	key := s.sides[Official].key
	for _, how := range []string{"padding wrong but for its end", "length beyond the end", "another app inside", "another key", "a block missing", "half a block", "nothing inside"} {
		q, body, err := s.Forge(m, how)
		require.NoError(t, err)
		var e sealedAnswer
		require.NoError(t, s.sides[Official].parse(body, &e))
		require.Equal(t, signature(testToken, q.Get("timestamp"), q.Get("nonce"), e.Encrypt), q.Get("msg_signature"), "%s: it is signed", how)
		_, err = unseal(key, e.Encrypt, testApp)
		require.Error(t, err, "%s: and does not open", how)
	}
}

func TestAPlainAccountKnowsNoForgeryOfEncryption(t *testing.T) {
	safe, _ := newSimulator(t, nil)
	plain, _ := newSimulator(t, nil, func(o *Options) { o.Official.AESKey = "" })
	all, _ := safe.Forgeries(Official)
	some, odd := plain.Forgeries(Official)
	require.Greater(t, len(all), len(some))
	require.Subset(t, all, some)
	require.True(t, odd["deep inside"])
	for _, how := range all {
		_, _, err := safe.Forge(Text(alice, "你好"), how)
		require.NoError(t, err, how)
	}
	for _, how := range []string{"another key", "no such thing"} {
		_, _, err := plain.Forge(Text(alice, "你好"), how)
		require.Error(t, err, how)
	}
}
