package wechat

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/silenceper/wechat/v2/util"
)

const (
	apiHost     = "api.weixin.qq.com"
	maxResponse = 1 << 20 // bytes; the SDK would read whatever comes
)

// The SDK has one HTTP client per process, without a time-out, and hardly a call of it takes a context. So its client goes through the switchboard:
// what the SDK is given as access token (or secret) is only a ticket, and the switchboard looks up whose call that is, follows that caller's deadline,
// goes to that gateway's API base, puts the real token in, and bounds and reads the answer. A request without a ticket goes nowhere. Neither the
// token nor the secret is ever in the SDK's hands, so its errors, which quote whole URLs, cannot hold them.
var sdkCalls = &switchboard{}

func init() { //nolint:gochecknoinits // the SDK's client is process-wide
	util.DefaultHTTPClient = &http.Client{Transport: sdkCalls, CheckRedirect: noRedirect, Timeout: time.Minute}
}

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func newHTTPClient(timeout time.Duration) *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // the standard library's own
	t.MaxIdleConnsPerHost = 8
	return &http.Client{Transport: t, CheckRedirect: noRedirect, Timeout: timeout}
}

// call is one call of the API in progress.
type call struct {
	ctx    context.Context //nolint:containedctx // the very point: the SDK does not carry it
	g      *Gateway
	ticket string
	token  string
	status int
	answer apiAnswer
}

// apiAnswer is what all answers of the API share.
type apiAnswer struct {
	Code    int    `json:"errcode"`
	Message string `json:"errmsg"`
}

type switchboard struct{ calls sync.Map }

func (s *switchboard) begin(ctx context.Context, g *Gateway, token string) *call {
	c := &call{ctx: ctx, g: g, ticket: "ticket" + rand.Text(), token: token}
	s.calls.Store(c.ticket, c)
	return c
}

func (s *switchboard) end(c *call) { s.calls.Delete(c.ticket) }

// find tells whose call a request of the SDK's is, by the ticket in its query.
func (s *switchboard) find(q url.Values) (c *call, name string) {
	for _, name := range []string{"access_token", "secret"} {
		if v := q[name]; len(v) == 1 {
			if c, ok := s.calls.Load(v[0]); ok {
				return c.(*call), name //nolint:forcetypeassert // begin stores nothing else
			}
		}
	}
	return nil, ""
}

// RoundTrip implements http.RoundTripper.
func (s *switchboard) RoundTrip(r *http.Request) (*http.Response, error) {
	q := r.URL.Query()
	c, name := s.find(q)
	if c == nil || !strings.HasSuffix(r.URL.Hostname(), ".weixin.qq.com") {
		return nil, errors.New("wechat: SDK call outside a gateway")
	}
	for _, v := range q {
		if len(v) > 1 { // an unescaped value brought a parameter along
			return nil, errors.New("wechat: SDK call with a parameter twice")
		}
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(c.ctx, cancel)()
	q.Set(name, map[string]string{"access_token": c.token, "secret": c.g.o.Secret}[name])
	out := r.Clone(ctx)
	out.URL = c.g.base.JoinPath(r.URL.Path) // #nosec G125 -- the SDK's own path, on a base from the configuration
	out.URL.RawQuery = q.Encode()
	out.Host = out.URL.Host
	response, err := c.g.http.Transport.RoundTrip(out)
	if err != nil {
		return nil, c.failure(err)
	}
	if err := c.read(response); err != nil {
		return nil, err
	}
	return response, nil
}

// failure is a transport's error without its address: the deadline if that was it, else only that WeChat was not reached.
func (c *call) failure(err error) error {
	if cause := c.ctx.Err(); cause != nil {
		return cause
	}
	return fmt.Errorf("wechat: not reached: %s", redact(err, c.token, c.g.o.Secret))
}

// read takes the whole answer, bounded, notes its errcode and gives the SDK a copy.
func (c *call) read(response *http.Response) error {
	body, err := readBounded(response.Body)
	if err != nil {
		return c.failure(err)
	}
	c.status = response.StatusCode
	if trimmed := bytes.TrimSpace(body); len(trimmed) > 0 && trimmed[0] == '{' {
		_ = json.Unmarshal(trimmed, &c.answer)
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

func readBounded(r io.ReadCloser) ([]byte, error) {
	defer func() { _ = r.Close() }()
	body, err := io.ReadAll(io.LimitReader(r, maxResponse+1))
	if err == nil && len(body) > maxResponse {
		err = errors.New("answer is too large")
	}
	return body, err
}
