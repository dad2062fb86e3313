package simulator

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// answering is an answer to alice as a right program makes it, with what it says in XML.
func answering(inside string) string {
	return "<xml><ToUserName><![CDATA[" + alice + "]]></ToUserName><FromUserName><![CDATA[gh_simulator]]></FromUserName><CreateTime>1795399200</CreateTime>" + inside + "</xml>"
}

func saying(words string) string {
	return answering("<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[" + words + "]]></Content>")
}

func cards(n int, said string) string {
	one := "<item><Title>题</Title><Description>述</Description><PicUrl>p</PicUrl><Url>u</Url></item>"
	return answering("<MsgType>news</MsgType><ArticleCount>" + said + "</ArticleCount><Articles>" + strings.Repeat(one, n) + "</Articles>")
}

// What Tencent checks in an answer. Whoever breaks it has the person read that the account cannot provide service.
func TestAnswersAreCheckedAsTencentDoes(t *testing.T) {
	good := saying("您好")
	for name, c := range map[string]struct {
		m      Message
		answer string
		works  bool
	}{
		"right":                   {Text(alice, "你好"), good, true},
		"declared":                {Text(alice, "你好"), `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + good + "\n", true},
		"time in milliseconds":    {Text(alice, "你好"), strings.Replace(good, "1795399200", "1795399200123", 1), true},
		"a human at their desk":   {Text(alice, "你好"), answering("<MsgType>transfer_customer_service</MsgType>"), true},
		"a picture":               {Text(alice, "你好"), answering("<MsgType>image</MsgType><Image><MediaId>m</MediaId></Image>"), true},
		"2048 bytes":              {Text(alice, "你好"), saying(strings.Repeat("a", 2048)), true},
		"2049 bytes":              {Text(alice, "你好"), saying(strings.Repeat("a", 2046) + "好"), false},
		"no words":                {Text(alice, "你好"), saying(""), false},
		"names not swapped":       {Text(alice, "你好"), strings.NewReplacer(alice, "gh_simulator", "gh_simulator", alice).Replace(good), false},
		"from another account":    {Text(alice, "你好"), strings.Replace(good, "gh_simulator", "gh_other", 1), false},
		"to somebody else":        {Text(alice, "你好"), strings.Replace(good, alice, "oOther", 1), false},
		"no CreateTime":           {Text(alice, "你好"), strings.Replace(good, "<CreateTime>1795399200</CreateTime>", "", 1), false},
		"empty CreateTime":        {Text(alice, "你好"), strings.Replace(good, "1795399200", "", 1), false},
		"CreateTime in words":     {Text(alice, "你好"), strings.Replace(good, "1795399200", "2026-11-23", 1), false},
		"no MsgType":              {Text(alice, "你好"), strings.Replace(good, "<MsgType><![CDATA[text]]></MsgType>", "", 1), false},
		"another MsgType":         {Text(alice, "你好"), strings.Replace(good, "[text]", "[poem]", 1), false},
		"another root":            {Text(alice, "你好"), strings.NewReplacer("<xml>", "<html>", "</xml>", "</html>").Replace(good), false},
		"two answers":             {Text(alice, "你好"), good + good, false},
		"cut":                     {Text(alice, "你好"), good[:len(good)-4], false},
		"json":                    {Text(alice, "你好"), `{"MsgType":"text","Content":"您好"}`, false},
		"a page":                  {Text(alice, "你好"), "<!DOCTYPE html><html><body>502</body></html>", false},
		"one card":                {Text(alice, "你好"), cards(1, "1"), true},
		"two cards":               {Text(alice, "你好"), cards(2, "2"), false},
		"eight cards for a click": {Click(alice, "human"), cards(8, "8"), true},
		"nine cards for a click":  {Click(alice, "human"), cards(9, "9"), false},
		"no card":                 {Click(alice, "human"), cards(0, "0"), false},
		"cards miscounted":        {Click(alice, "human"), cards(2, "3"), false},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := newSimulator(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, c.answer) }, func(o *Options) { o.Official.AESKey = "" })
			_, err := s.Push(t.Context(), c.m)
			if c.works {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, ErrNoService)
			require.NotEmpty(t, s.Exchanges(0)[0].Trouble, "a developer reads why")
		})
	}
}

// sealedIn is an answer in the envelope of a format.
func sealedIn(t *testing.T, s *Simulator, asJSON bool, key []byte, inner string) string {
	t.Helper()
	encrypted, err := seal(key, []byte(inner), s.sides[Official].ID)
	require.NoError(t, err)
	signed := signature(testToken, "1795399200", "n1", encrypted)
	if asJSON {
		return `{"Encrypt":"` + encrypted + `","MsgSignature":"` + signed + `","TimeStamp":1795399200,"Nonce":"n1"}`
	}
	return "<xml><Encrypt>" + encrypted + "</Encrypt><MsgSignature>" + signed + "</MsgSignature><TimeStamp>1795399200</TimeStamp><Nonce>n1</Nonce></xml>"
}

func TestAnswersComeInTheModeAndFormatOfTheAccount(t *testing.T) {
	const inJSON = `{"ToUserName":"` + alice + `","FromUserName":"gh_simulator","CreateTime":1795399200,"MsgType":"text","Content":"您好"}`
	plain := map[bool]string{false: saying("您好"), true: inJSON}
	for _, asJSON := range []bool{false, true} {
		for mode, takes := range map[Mode]struct{ plain, sealed bool }{ModePlain: {true, false}, ModeCompatible: {true, true}, ModeSafe: {false, true}} {
			var answer string
			s, _ := newSimulator(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) }, func(o *Options) {
				o.Official.Mode, o.Official.JSON = mode, asJSON
			})
			key, err := decodeKey(testKey)
			require.NoError(t, err)
			for said, good := range map[string]bool{
				plain[asJSON]: takes.plain, plain[!asJSON]: false,
				sealedIn(t, s, asJSON, key, plain[asJSON]): takes.sealed, sealedIn(t, s, !asJSON, key, plain[asJSON]): false, sealedIn(t, s, asJSON, key, plain[!asJSON]): false,
				"success": true, " success\n": true, "": true,
			} {
				answer = said
				_, err := s.Push(t.Context(), Text(alice, "你好"))
				require.Equal(t, good, err == nil, "mode %d, JSON %t: %s", mode, asJSON, said)
			}
		}
	}
}

func TestWhileAKeyIsChangedMessagesComeWithBoth(t *testing.T) {
	const next = "ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210zyxwvut"
	var with func(r *http.Request) []byte // the key that the program answers with
	var s *Simulator
	s, _ = newSimulator(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, sealedIn(t, s, false, with(r), saying("您好")))
	})
	before, err := decodeKey(testKey)
	require.NoError(t, err)
	after, err := decodeKey(next)
	require.NoError(t, err)
	var used []string
	with = func(r *http.Request) []byte {
		body, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		encrypted := strings.Split(strings.Split(string(body), "<Encrypt><![CDATA[")[1], "]]>")[0]
		if _, err := unseal(before, encrypted, testApp); err == nil {
			used = append(used, "old")
			return before
		}
		_, err = unseal(after, encrypted, testApp)
		require.NoError(t, err)
		used = append(used, "new")
		return after
	}
	push := func(times int) {
		used = nil
		for range times {
			d, err := s.Push(t.Context(), Text(alice, "你好"))
			require.NoError(t, err)
			require.Equal(t, "您好", d.Text())
		}
	}
	push(2)
	require.Equal(t, []string{"old", "old"}, used)
	require.NoError(t, s.RotateKey(Official, next))
	push(4)
	require.Equal(t, []string{"new", "old", "new", "old"}, used)
	s.FinishRotation(Official)
	push(2)
	require.Equal(t, []string{"new", "new"}, used)

	with = func(*http.Request) []byte { return before }
	_, err = s.Push(t.Context(), Text(alice, "你好"))
	require.ErrorIs(t, err, ErrNoService, "the old key is over")
	require.Error(t, s.RotateKey(Official, "short"))
	require.Error(t, s.RotateKey(Mini, next), "there is none")
}

func TestSealedMessagesOpenWithTheirKeyOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "key")
		message := rapid.SliceOf(rapid.Byte()).Draw(t, "message")
		app := rapid.StringMatching(`wx[0-9a-f]{16}`).Draw(t, "app")
		text, err := seal(key, message, app)
		require.NoError(t, err)
		opened, err := unseal(key, text, app)
		require.NoError(t, err)
		require.Equal(t, append([]byte{}, message...), append([]byte{}, opened...))
		_, err = unseal(key, text, app+"0")
		require.Error(t, err)
		other := append([]byte{}, key...)
		other[rapid.IntRange(0, 31).Draw(t, "byte")] ^= 1
		_, err = unseal(other, text, app)
		require.Error(t, err)
	})
}

// FuzzAnswer: whatever a program answers, in any mode and format, is read or refused; what is read has what a phone needs.
func FuzzAnswer(f *testing.F) {
	key, err := decodeKey(testKey)
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"success", "", saying("您好"), cards(1, "1"), `{"MsgType":"text"}`, "<xml>", `{"Encrypt":1}`, "<xml><Encrypt>AAAA</Encrypt></xml>", "\xef\xbb\xbf<xml/>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		inside, err := seal(key, body, testApp)
		if err != nil {
			t.Fatal(err)
		}
		envelope := "<xml><Encrypt>" + inside + "</Encrypt><MsgSignature>" + signature(testToken, "1", "2", inside) + "</MsgSignature><TimeStamp>1</TimeStamp><Nonce>2</Nonce></xml>"
		for _, mode := range []Mode{ModePlain, ModeCompatible, ModeSafe} {
			for _, asJSON := range []bool{false, true} {
				a := &side{App: App{ID: testApp, Token: testToken, Mode: mode, JSON: asJSON, Account: "gh_simulator"}, key: key}
				for _, answer := range [][]byte{body, []byte(envelope)} {
					reply, _, err := a.open(answer, key)
					if err == nil && reply != nil && (reply.Kind == "" || reply.To == "" || reply.From == "" || len(reply.Text) > maxText) {
						t.Fatalf("%+v was read", reply)
					}
				}
			}
		}
	})
}
