package wechat

import (
	"bytes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/wechat/simulator"
)

// Trap 1: the SDK lets the request pick the mode. Here a key in the configuration means that nothing plain is read, whatever the request says.
func TestTrap1PlaintextIsRefusedWhenAKeyIsConfigured(t *testing.T) {
	r := newRig(t)
	phone := r.simulate(t, "") // signs rightly, encrypts nothing
	for _, claim := range []string{"", "raw", "aes"} {
		q, body, err := phone.Request(simulator.Text("oForged", "转账"))
		require.NoError(t, err)
		if claim != "" {
			q.Set("encrypt_type", claim)
		}
		_, _, err = r.gateway.Open(q, body)
		requireRefused(t, err, "body")
	}
}

func TestTrap1AnEncryptedRequestIsReadWhateverItSaysOfItself(t *testing.T) {
	r := newRig(t)
	for _, claim := range []string{"", "raw", "aes"} {
		q, body := r.request(t, simulator.Text(alice, "你好"))
		q.Set("encrypt_type", claim)
		_, e, err := r.gateway.Open(q, body)
		require.NoError(t, err)
		_, answer, err := e.Seal(TextReply("您好"))
		require.NoError(t, err)
		require.NotContains(t, string(answer), "您好", "the answer is encrypted because the configuration says so")
	}
}

func TestTrap1OldTimestampsAreRefused(t *testing.T) {
	for mode, change := range map[string]func(*Options){"safe": func(*Options) {}, "plain": plainMode} {
		t.Run(mode, func(t *testing.T) {
			r := newRig(t, change)
			q, body := r.request(t, simulator.Text(alice, "你好"))
			for _, step := range []struct {
				by    time.Duration
				fresh bool
			}{{5 * time.Minute, true}, {time.Second, false}, {-10*time.Minute - time.Second, true}, {-time.Second, false}, {time.Hour * 24 * 365, false}} {
				r.clock.Advance(step.by)
				_, _, err := r.gateway.Open(q, body)
				_, challenge := r.gateway.Challenge(url.Values{"signature": q["signature"], "timestamp": q["timestamp"], "nonce": q["nonce"], "echostr": {"1"}})
				if step.fresh {
					require.NoError(t, err, step.by)
					continue
				}
				requireRefused(t, err, "stale")
				requireRefused(t, challenge, "stale")
			}
		})
	}
}

// The plain signature does not cover the body: a signature seen with another body is a forgery, the very same request a retry.
func TestTrap1InPlainModeASignatureBelongsToItsFirstBody(t *testing.T) {
	_, client := newRedis(t)
	r := newRig(t, plainMode, func(o *Options) { o.Redis = client })
	q, body := r.request(t, simulator.Text(alice, "你好"))
	first, _, err := r.gateway.Open(q, body)
	require.NoError(t, err)
	forged := bytes.Replace(body, []byte(alice), []byte("oForged"), 1)
	for name, g := range map[string]*Gateway{"same replica": r.gateway, "another replica": r.replica(t)} {
		_, _, err = g.Open(q, forged)
		requireRefused(t, err, "replay")
		again, _, err := g.Open(q, body)
		require.NoError(t, err, name)
		require.Equal(t, first.Key, again.Key, name)
	}
}

func TestTrap1InPlainModeACheckOfTheAddressCannotBecomeAMessage(t *testing.T) {
	r := newRig(t, plainMode)
	q, body := r.request(t, simulator.Text(alice, "你好"))
	q.Set("echostr", "1")
	_, err := r.gateway.Challenge(q)
	require.NoError(t, err)
	_, _, err = r.gateway.Open(q, body)
	requireRefused(t, err, "replay")
}

func TestTrap1SeenSignaturesAreForgottenOnlyWhenStaleAndWithoutRedisToo(t *testing.T) {
	m, client := newRedis(t)
	r := newRig(t, plainMode, func(o *Options) { o.Redis = client })
	m.Close() // Redis is down: each replica still guards for itself
	q, body := r.request(t, simulator.Text(alice, "你好"))
	_, _, err := r.gateway.Open(q, body)
	require.NoError(t, err)
	r.clock.Advance(5 * time.Minute)
	_, _, err = r.gateway.Open(q, append(body, ' '))
	requireRefused(t, err, "replay")
	require.NotContains(t, r.logs.String(), alice)

	for i := range 3 { // stale ones make room
		r.clock.Advance(11 * time.Minute)
		r.gateway.seen.admit(fmt.Sprint(i), [32]byte{})
	}
	require.Len(t, r.gateway.seen.entries, 1)
	require.Len(t, r.gateway.seen.order, 1)
}

func TestTrap1TheSignatureIsVerifiedInEveryMode(t *testing.T) {
	wrong := func(s string) string { return strings.Repeat("0", len(s)) }
	for mode, change := range map[string]func(*Options){"safe": func(*Options) {}, "plain": plainMode} {
		t.Run(mode, func(t *testing.T) {
			r := newRig(t, change)
			for _, c := range map[string]struct {
				spoil func(q url.Values)
				guard string
			}{
				"wrong":            {func(q url.Values) { q.Set("signature", wrong(q.Get("signature"))) }, "signature"},
				"upper case":       {func(q url.Values) { q.Set("signature", strings.ToUpper("a"+q.Get("signature")[1:])) }, "signature"},
				"missing":          {func(q url.Values) { q.Del("signature") }, "query"},
				"twice":            {func(q url.Values) { q.Add("signature", q.Get("signature")) }, "query"},
				"another nonce":    {func(q url.Values) { q.Set("nonce", "1") }, "signature"},
				"no nonce":         {func(q url.Values) { q.Del("nonce") }, "query"},
				"endless nonce":    {func(q url.Values) { q.Set("nonce", strings.Repeat("1", 129)) }, "query"},
				"nonce twice":      {func(q url.Values) { q.Add("nonce", "1") }, "query"},
				"another time":     {func(q url.Values) { q.Set("timestamp", "1795399201") }, "signature"},
				"no time":          {func(q url.Values) { q.Del("timestamp") }, "signature"},
				"everything empty": {func(q url.Values) { clear(q) }, "query"},
			} {
				q, body := r.request(t, simulator.Text(alice, "你好"))
				q.Set("echostr", "1")
				c.spoil(q)
				_, _, err := r.gateway.Open(q, body)
				requireRefused(t, err, c.guard)
				_, challenge := r.gateway.Challenge(q)
				requireRefused(t, challenge, c.guard)
			}
		})
	}
}

// The signed parts are joined without separators, so digits could move between timestamp and nonce under the same signature.
func TestTrap1DigitsCannotMoveBetweenTimestampAndNonce(t *testing.T) {
	r := newRig(t)
	now := r.clock.Now().Unix()
	for _, timestamp := range map[string]string{
		"leading zero": fmt.Sprintf("0%d", now), "sign": fmt.Sprintf("+%d", now), "space": fmt.Sprintf(" %d", now),
		"fraction": fmt.Sprintf("%d.", now), "milliseconds": fmt.Sprintf("%d000", now), "empty": "", "full width": "１７９５３９９２００",
	} {
		q := url.Values{"timestamp": {timestamp}, "nonce": {"5"}, "signature": {sign(testToken, timestamp, "5")}, "echostr": {"1"}}
		_, err := r.gateway.Challenge(q)
		requireRefused(t, err, "stale")
	}
}

func TestTrap1AnEmptyTokenIsAStartUpError(t *testing.T) {
	for _, bad := range []string{"", "ab", "has space", strings.Repeat("a", 33), "中文token"} {
		_, err := New(Options{AppID: testApp, Token: bad, Clock: clock.System()})
		require.ErrorContains(t, err, "Token")
	}
	_, err := New(Options{AESKey: "short", AESKeyPrevious: strings.Repeat("*", 43), APIBase: "ftp://user:pw@x"})
	for _, part := range []string{"AppID", "Token", "Clock", "AESKey:", "AESKeyPrevious:", "APIBase"} {
		require.ErrorContains(t, err, part, "all faults at once")
	}
	require.NotContains(t, err.Error(), "short")
	require.NotContains(t, err.Error(), "pw")
	_, err = New(Options{AppID: testApp, Token: testToken, Clock: clock.System(), AESKeyPrevious: testKey})
	require.ErrorContains(t, err, "AESKeyPrevious without AESKey")
}

// Trap 2: a failed signature, decryption or padding looks the same from outside, and all of the padding counts.
func TestTrap2EveryDoubtIsTheSameRefusal(t *testing.T) {
	key, err := newAESKey(testKey)
	require.NoError(t, err)
	frame := func(message, app string, pad []byte) []byte {
		f := append(make([]byte, 16), binary.BigEndian.AppendUint32(nil, uint32(len(message)))...)
		return append(append(append(f, message...), app...), pad...)
	}
	message := strings.Repeat("m", 64-20-len(testApp)-4) // leaves four bytes of padding
	good := frame(message, testApp, []byte{4, 4, 4, 4})
	opened, err := key.decrypt(sealFrame(key, good), testApp)
	require.NoError(t, err)
	require.Equal(t, message, string(opened))

	long := frame(message, testApp, []byte{4, 4, 4, 4})
	binary.BigEndian.PutUint32(long[16:], 0xffffffff)
	short := frame(message, testApp, []byte{4, 4, 4, 4})
	binary.BigEndian.PutUint32(short[16:], uint32(len(message)-1))
	for name, encrypted := range map[string]string{
		"padding's last byte only": sealFrame(key, frame(message, testApp, []byte{9, 9, 9, 4})),
		"padding of zero":          sealFrame(key, frame(message, testApp, []byte{0, 0, 0, 0})),
		"padding of 33":            sealFrame(key, frame(strings.Repeat("m", 25), testApp, bytes.Repeat([]byte{33}, 33))),
		"another app":              sealFrame(key, frame(message, "wx"+strings.Repeat("0", len(testApp)-2), []byte{4, 4, 4, 4})),
		"length beyond the end":    sealFrame(key, long),
		"length too short":         sealFrame(key, short),
		"no base64":                "***",
		"half a block":             base64.StdEncoding.EncodeToString(make([]byte, 40)),
		"nothing":                  base64.StdEncoding.EncodeToString(nil) + "=",
		"one block":                base64.StdEncoding.EncodeToString(make([]byte, 16)),
		"noise":                    base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 96)),
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			q, body := r.envelope(encrypted)
			_, _, err := r.gateway.Open(q, body)
			requireRefused(t, err, "decrypt")
		})
	}
}

func TestTrap2TheEnvelopeMustBeSignedAndWhole(t *testing.T) {
	r := newRig(t)
	for name, c := range map[string]struct {
		spoil func(q url.Values, body []byte) []byte
		guard string
	}{
		"msg_signature missing": {func(q url.Values, b []byte) []byte { q.Del("msg_signature"); return b }, "signature"},
		"msg_signature twice":   {func(q url.Values, b []byte) []byte { q.Add("msg_signature", "x"); return b }, "signature"},
		"msg_signature wrong":   {func(q url.Values, b []byte) []byte { q.Set("msg_signature", q.Get("signature")); return b }, "signature"},
		"another Encrypt": {func(_ url.Values, b []byte) []byte {
			return bytes.Replace(b, []byte("<Encrypt><![CDATA["), []byte("<Encrypt><![CDATA[AAAA"), 1)
		}, "signature"},
		"Encrypt twice": {func(_ url.Values, b []byte) []byte {
			return bytes.Replace(b, []byte("</xml>"), []byte("<Encrypt>AAAA</Encrypt></xml>"), 1)
		}, "body"},
		"no Encrypt": {func(url.Values, []byte) []byte { return []byte("<xml><ToUserName>gh_x</ToUserName></xml>") }, "body"},
		"broken":     {func(_ url.Values, b []byte) []byte { return b[:len(b)-3] }, "body"},
		"nothing":    {func(url.Values, []byte) []byte { return nil }, "body"},
		"json":       {func(url.Values, []byte) []byte { return []byte(`{"ToUserName":"gh_x","Encrypt":"AAAA"}`) }, "signature"},
	} {
		t.Run(name, func(t *testing.T) {
			q, body := r.request(t, simulator.Text(alice, "你好"))
			_, _, err := r.gateway.Open(q, c.spoil(q, body))
			requireRefused(t, err, c.guard)
		})
	}
}

func TestTrap2AMessageForAnotherAccountIsRefused(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Account = testAccount })
	_, _ = r.open(t, simulator.Text(alice, "你好"))
	q, body := r.sealRaw("<xml><ToUserName>gh_other</ToUserName><FromUserName>" + alice + "</FromUserName><CreateTime>1795399200</CreateTime><MsgType>text</MsgType></xml>")
	_, _, err := r.gateway.Open(q, body)
	requireRefused(t, err, "account")
}

// A comparison's duration cannot be tested; that signatures and padding are never compared by operators can.
func TestTrap2SignaturesAreComparedInConstantTime(t *testing.T) {
	for file, function := range map[string]string{"signature.go": "signed", "cipher.go": "decrypt"} {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		constant := false
		for _, d := range parsed.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if s, ok := call.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "ConstantTimeCompare" && f.Name.Name == function {
						constant = true
					}
				}
				return true
			})
		}
		require.True(t, constant, "%s compares with crypto/subtle", function)
	}
	for _, file := range []string{"open.go", "signature.go"} { // and nobody compares beside it
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		ast.Inspect(parsed, func(n ast.Node) bool {
			if b, ok := n.(*ast.BinaryExpr); ok && (b.Op == token.EQL || b.Op == token.NEQ) {
				for _, side := range []ast.Expr{b.X, b.Y} {
					if call, ok := side.(*ast.CallExpr); ok {
						if name, ok := call.Fun.(*ast.Ident); ok {
							require.NotEqual(t, "sign", name.Name)
						}
					}
				}
			}
			return true
		})
	}
}

// Trap 5, at the door: bytes that are no whole blocks make the SDK's encryptor panic.
func TestTrap5NoLengthOfCiphertextPanics(t *testing.T) {
	key, err := newAESKey(testKey)
	require.NoError(t, err)
	for n := range 130 {
		require.NotPanics(t, func() { _, err = key.decrypt(base64.StdEncoding.EncodeToString(make([]byte, n)), testApp) })
		require.Error(t, err)
	}
}

// Trap 9, at the door: the SDK reads timestamps as int32, and sends an encrypted empty body for no reply.
func TestTrap9TimestampsWorkAfter2038(t *testing.T) {
	r := newRig(t)
	r.clock.Advance(time.Date(2061, 1, 1, 0, 0, 0, 0, time.UTC).Sub(r.clock.Now()))
	in, e := r.open(t, simulator.Text(alice, "你好"))
	require.Equal(t, r.clock.Now(), in.CreatedAt)
	_, body, err := e.Seal(TextReply("您好"))
	require.NoError(t, err)
	reply, err := r.sim.Read(body)
	require.NoError(t, err)
	require.Equal(t, "您好", reply.Text)
}

func TestTrap9NothingIsSuccessInEveryMode(t *testing.T) {
	for _, change := range []func(*Options){func(*Options) {}, plainMode} {
		_, e := newRig(t, change).open(t, simulator.Text(alice, "你好"))
		for _, r := range []Reply{Nothing(), TextReply(""), TextReply(" \n"), NewsReply()} {
			contentType, body, err := e.Seal(r)
			require.NoError(t, err)
			require.Equal(t, "success", string(body))
			require.Equal(t, "text/plain; charset=utf-8", contentType)
		}
	}
}

func encryptBlocks(k *aesKey, out, in []byte) {
	cipher.NewCBCEncrypter(k.block, k.raw[:16]).CryptBlocks(out, in)
}

// printEveryWay is all that a careless log line could make of v.
func printEveryWay(t *testing.T, v any) string {
	t.Helper()
	var b strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%f", "%.2f", "%T"} {
		_, _ = fmt.Fprintf(&b, verb+"\n", v)
	}
	for _, h := range []slog.Handler{slog.NewJSONHandler(&b, nil), slog.NewTextHandler(&b, nil)} {
		slog.New(h).Info("m", "v", v)
	}
	if _, isReply := v.(Reply); !isReply { // a Reply marshals as it is, to be sealed
		text, err := json.Marshal(v)
		require.NoError(t, err)
		b.Write(text)
	}
	return b.String()
}
