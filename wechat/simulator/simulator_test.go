package simulator

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
)

const (
	testApp   = "wxb11529c136998cb6"
	testToken = "AAAAA"
	testKey   = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	alice     = "oAAAA1234567890abcdefghijklm"
)

func newSimulator(t *testing.T, callback http.HandlerFunc, change ...func(*Options)) (*Simulator, *clock.Movable) {
	t.Helper()
	now := clock.Stopped(time.Date(2026, 11, 23, 10, 0, 0, 0, clock.Shanghai))
	o := Options{Official: App{ID: testApp, Secret: "secret", Token: testToken, AESKey: testKey}, Clock: now, Timeout: time.Second, Every: time.Millisecond}
	if callback != nil {
		server := httptest.NewServer(callback)
		t.Cleanup(server.Close)
		o.Official.Callback = server.URL
	}
	for _, c := range change {
		c(&o)
	}
	s, err := New(o)
	require.NoError(t, err)
	return s, now
}

func TestCipherMeetsThePublishedVector(t *testing.T) {
	key, err := decodeKey(testKey)
	require.NoError(t, err)
	message, err := unseal(key, "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==", testApp)
	require.NoError(t, err)
	require.Equal(t, "我是中文abcd123", string(message))
	require.Equal(t, "f464b24fc39322e44b38aa78f5edd27bd1441696", signature("AAAAA", "1714036504", "1514711492"))
	for _, bad := range []string{"***", "", "AAAA", strings.Repeat("A", 43) + "="} {
		_, err := unseal(key, bad, testApp)
		require.Error(t, err)
	}
}

func TestPushReadsWhatTheCallbackAnswers(t *testing.T) {
	answers := map[string]struct {
		body    func(s *Simulator) string
		status  int
		text    string
		service bool
	}{
		"success":      {func(*Simulator) string { return "success" }, 200, "", true},
		"empty":        {func(*Simulator) string { return "" }, 200, "", true},
		"words":        {func(s *Simulator) string { return sealed(t, s, alice, "您好") }, 200, "您好", true},
		"not for them": {func(s *Simulator) string { return sealed(t, s, "oOther", "您好") }, 200, "您好", false},
		"forged": {func(s *Simulator) string {
			return strings.Replace(sealed(t, s, alice, "您好"), "<Nonce>", "<Nonce>1", 1)
		}, 200, "", false},
		"plain":  {func(*Simulator) string { return "<xml><Content>您好</Content></xml>" }, 200, "", false},
		"no xml": {func(*Simulator) string { return "您好" }, 200, "", false},
		"403":    {func(*Simulator) string { return "" }, 403, "", false},
	}
	for name, a := range answers {
		t.Run(name, func(t *testing.T) {
			var s *Simulator
			s, _ = newSimulator(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(a.status)
				_, _ = io.WriteString(w, a.body(s))
			})
			d, err := s.Push(t.Context(), Text(alice, "你好"))
			require.Equal(t, a.service, err == nil, err)
			if !a.service {
				require.ErrorIs(t, err, ErrNoService)
			}
			require.Equal(t, a.text, d.Text())
			require.Equal(t, 1, d.Attempts)
			require.Equal(t, a.status, d.Status)
		})
	}
}

func TestPushTriesAgainWithTheSameMessage(t *testing.T) {
	var got []string
	var nonces []string
	s, _ := newSimulator(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, string(body))
		nonces = append(nonces, r.URL.Query().Get("nonce"))
		if len(got) < 3 {
			w.WriteHeader(http.StatusBadGateway)
		}
	}, func(o *Options) { o.Retries, o.Official.AESKey = 3, "" })
	d, err := s.Push(t.Context(), Text(alice, "你好"))
	require.NoError(t, err)
	require.Equal(t, 3, d.Attempts)
	require.Equal(t, []string{got[0], got[0]}, got[1:], "the message keeps its id and time")
	require.NotEqual(t, nonces[0], nonces[1])
}

func TestPushHangsUp(t *testing.T) {
	s, _ := newSimulator(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}, func(o *Options) { o.Timeout, o.Retries = 20*time.Millisecond, 1 })
	d, err := s.Push(t.Context(), Text(alice, "你好"))
	require.ErrorIs(t, err, ErrNoService)
	require.Equal(t, 2, d.Attempts)
}

func TestChallengeWantsItsEcho(t *testing.T) {
	for answer, good := range map[string]bool{"": true, "x": false} {
		s, _ := newSimulator(t, func(w http.ResponseWriter, r *http.Request) {
			q := r.URL.Query()
			require.Equal(t, signature(testToken, q.Get("timestamp"), q.Get("nonce")), q.Get("signature"))
			_, _ = io.WriteString(w, q.Get("echostr")+answer)
		})
		require.Equal(t, good, s.Challenge(t.Context(), Official) == nil)
	}
}

func TestAPIDemandsAGoodToken(t *testing.T) {
	s, now := newSimulator(t, nil)
	api := httptest.NewServer(s.Handler())
	t.Cleanup(api.Close)
	post := func(path, body string) map[string]any {
		r, err := http.Post(api.URL+path, "application/json", strings.NewReader(body)) //nolint:noctx // a test
		require.NoError(t, err)
		defer func() { _ = r.Body.Close() }()
		var out map[string]any
		require.NoError(t, json.NewDecoder(r.Body).Decode(&out))
		return out
	}
	token := func(force string) string {
		got, _ := post("/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"`+testApp+`","secret":"secret","force_refresh":`+force+`}`)["access_token"].(string)
		return got
	}
	send := func(token string) any {
		return post("/cgi-bin/message/custom/send?access_token="+token, `{"touser":"`+alice+`","msgtype":"text","text":{"content":"您好"}}`)["errcode"]
	}
	require.EqualValues(t, 40125, post("/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"`+testApp+`","secret":"x"}`)["errcode"])
	require.EqualValues(t, 40001, send("made-up"))
	s.Touch(Text(alice, "你好"))
	first := token("false")
	require.Equal(t, first, token("false"), "everybody gets the same")
	require.EqualValues(t, 0, send(first))
	require.Equal(t, []Sent{{Seq: s.Sent(alice)[0].Seq, OpenID: alice, Kind: "text", Text: "您好", At: now.Now()}}, s.Sent(alice))

	now.Advance(tokenLife - tokenOverlap)
	second := token("false")
	require.NotEqual(t, first, second)
	require.EqualValues(t, 0, send(first), "the old one lives on for a while")
	now.Advance(tokenOverlap)
	require.EqualValues(t, 42001, send(first))
	third := token("true")
	require.EqualValues(t, 40001, send(second), "a forced one replaces at once")
	require.EqualValues(t, 0, send(third))
}

func TestNewRefusesHalfAnAccount(t *testing.T) {
	_, err := New(Options{})
	require.Error(t, err)
	_, err = New(Options{Official: App{ID: testApp, Token: testToken, AESKey: "short"}, Clock: clock.System()})
	require.Error(t, err)
}

func TestXMLIsWellFormedWhateverIsSaid(t *testing.T) {
	s, _ := newSimulator(t, nil, func(o *Options) { o.Official.AESKey = "" })
	_, body, err := s.Request(Text(alice, "a ]]> <b> & 你"))
	require.NoError(t, err)
	var m struct{ FromUserName, Content string }
	require.NoError(t, xml.NewDecoder(bytes.NewReader(body)).Decode(&m))
	require.Equal(t, "a ]]> <b> & 你", m.Content)
	require.Equal(t, alice, m.FromUserName)
}

// sealed is an answer as a right callback makes it.
func sealed(t *testing.T, s *Simulator, to, text string) string {
	encrypted, err := seal(s.sides[Official].key, []byte("<xml><ToUserName>"+to+"</ToUserName><FromUserName>gh_simulator</FromUserName><CreateTime>1795399200</CreateTime><MsgType>text</MsgType><Content>"+text+"</Content></xml>"), testApp)
	require.NoError(t, err)
	return "<xml><Encrypt>" + encrypted + "</Encrypt><MsgSignature>" + signature(testToken, "1", "2", encrypted) + "</MsgSignature><TimeStamp>1</TimeStamp><Nonce>2</Nonce></xml>"
}
