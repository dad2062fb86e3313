// Package wechat is the gateway to WeChat: it turns what arrives at the callback into our own types once it is proven to be Tencent's, seals what
// goes back, and calls WeChat's API. It is the only importer of the SDK, and closes the holes that the SDK leaves open.
package wechat

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"shuangyong/models/clock"
)

// Options is everything that a gateway is told. Which mode it works in follows from AESKey alone, never from a request: with a key every message
// must be encrypted (WeChat's safe mode and, ignoring the plain copy, its compatible mode), without one every message is plain.
type Options struct {
	AppID          string
	Secret         string // of the API; may be empty for a gateway that only receives
	Token          string // of the callback, 3 to 32 letters and digits
	AESKey         string // 43 characters, or empty for plain mode
	AESKeyPrevious string // still accepted while keys are being changed
	Account        string // the account's original id (gh_…); when set, messages to another are refused
	APIBase        string // default https://api.weixin.qq.com; a proxy or the simulator
	Clock          clock.Clock
	Redis          redis.UniversalClient // shared token and, in plain mode, seen signatures; nil for a single process
	Log            *slog.Logger
	MaxBody        int64         // bytes of a callback's body; default 64 KiB
	Freshness      time.Duration // how far a timestamp may be from now, either way; default 5 minutes
	HTTPTimeout    time.Duration // for one call of the API with its retry; default 5 s
	Backoff        time.Duration // before asking a busy WeChat again; default 200 ms
}

// Gateway is one Official Account (or mini-program) of ours. It is safe for concurrent use.
type Gateway struct {
	o     Options
	keys  []*aesKey // current first; empty in plain mode
	seen  *memory
	base  *url.URL
	http  *http.Client
	token *tokens
}

var tokenForm = regexp.MustCompile(`^[A-Za-z0-9]{3,32}$`)

// New checks the options and names every fault in them at once, without repeating a secret.
func New(o Options) (*Gateway, error) {
	o = o.withDefaults()
	g := &Gateway{o: o, seen: newMemory(o)}
	var errs []error
	if o.AppID == "" {
		errs = append(errs, errors.New("wechat: AppID is empty"))
	}
	if !tokenForm.MatchString(o.Token) { // an empty token would let anybody sign
		errs = append(errs, errors.New("wechat: Token must be 3 to 32 letters and digits"))
	}
	if o.Clock == nil {
		errs = append(errs, errors.New("wechat: Clock is missing"))
	}
	if o.AESKey == "" && o.AESKeyPrevious != "" {
		errs = append(errs, errors.New("wechat: AESKeyPrevious without AESKey"))
	}
	for _, k := range []struct{ name, text string }{{"AESKey", o.AESKey}, {"AESKeyPrevious", o.AESKeyPrevious}} {
		if k.text == "" {
			continue
		}
		key, err := newAESKey(k.text)
		if err != nil {
			errs = append(errs, fmt.Errorf("wechat: %s: %w", k.name, err))
			continue
		}
		g.keys = append(g.keys, key)
	}
	base, err := parseBase(o.APIBase)
	if err != nil {
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	g.base = base
	g.http = newHTTPClient(o.HTTPTimeout)
	g.token = newTokens(g)
	return g, nil
}

// Close drops idle connections to the API.
func (g *Gateway) Close() { g.http.CloseIdleConnections() }

// Format implements fmt.Formatter: a gateway holds secrets.
func (g *Gateway) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "wechat.Gateway(%s)", g.o.AppID) }

// Format implements fmt.Formatter: options hold secrets.
func (o Options) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "wechat.Options(%s)", o.AppID) }

// LogValue implements slog.LogValuer for the same reason.
func (o Options) LogValue() slog.Value { return slog.StringValue("wechat.Options(" + o.AppID + ")") }

// Encrypted tells whether messages must be encrypted: the configured mode.
func (g *Gateway) Encrypted() bool { return len(g.keys) > 0 }

// AppID is the account's id at WeChat.
func (g *Gateway) AppID() string { return g.o.AppID }

func (o Options) withDefaults() Options {
	if o.APIBase == "" {
		o.APIBase = "https://" + apiHost
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.MaxBody <= 0 {
		o.MaxBody = 64 << 10
	}
	if o.Freshness <= 0 {
		o.Freshness = 5 * time.Minute
	}
	if o.HTTPTimeout <= 0 {
		o.HTTPTimeout = 5 * time.Second
	}
	if o.Backoff <= 0 {
		o.Backoff = 200 * time.Millisecond
	}
	return o
}

func parseBase(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("wechat: APIBase must be an absolute http(s) address without user, query or fragment")
	}
	u.Path = strings.TrimSuffix(u.Path, "/") + "/" // JoinPath keeps a relative path relative
	return u, nil
}
