package simulator

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestDevelopersSeeEveryCallAndNoSecret(t *testing.T) {
	d := newDesk(t)
	code, phone := d.Code(alice), d.PhoneCode(alice)
	login := d.send(http.MethodGet, "/sns/jscode2session?grant_type=authorization_code&appid="+testMini+"&secret="+testMiniSecret+"&js_code="+code, "", "")
	require.NotEmpty(t, login.text("session_key"))
	d.call(Mini, "/wxa/business/getuserphonenumber", write(map[string]string{"code": phone}))
	d.Touch(Text(alice, "你好"))
	d.call(Official, customPath, textTo(alice, "您好"))
	d.call(Official, customPath, textTo(alice, testMiniSecret+" 不该在这里 "+strings.Repeat("长", maxShown)))
	d.send(http.MethodGet, "/cgi-bin/token?grant_type=client_credential&appid="+testMini+"&secret=wrong-"+testMiniSecret, "", "")

	list := d.Exchanges(0)
	require.Len(t, list, 8)
	var all strings.Builder
	for _, x := range list {
		require.False(t, x.Push)
		require.Positive(t, x.Seq)
		require.LessOrEqual(t, len(x.Request), maxShown+len("…"))
		require.True(t, utf8.ValidString(x.Request))
		all.WriteString(x.Path + x.Request + x.Response)
	}
	for _, secret := range []string{testMiniSecret, code, phone, login.text("session_key"), d.token(Official), d.token(Mini)} {
		require.NotContains(t, all.String(), secret)
	}
	said := list[len(list)-4]
	require.Equal(t, Exchange{
		Seq: said.Seq, At: d.clock.Now(), OpenID: alice, Method: "POST", Path: customPath, Try: 1, Request: textTo(alice, "您好"),
		Response: `{"errcode":0,"errmsg":"ok"}`, Status: 200, Took: said.Took,
	}, said)
	require.Positive(t, said.Took)
	require.Equal(t, Mini, list[0].Side)
}

func TestFilesAreOnlyCounted(t *testing.T) {
	d := newDesk(t)
	h := d.upload(Official, "image", "a.png", picture)
	d.call(Official, "/cgi-bin/media/get?media_id="+h.text("media_id"), "")
	list := d.Exchanges(0)
	require.Regexp(t, `^multipart/form-data, \d+ bytes$`, list[1].Request)
	require.Equal(t, "image/png, 8 bytes", list[len(list)-1].Response)
}
