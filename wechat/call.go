package wechat

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/silenceper/wechat/v2/officialaccount/config"
	sdk "github.com/silenceper/wechat/v2/officialaccount/context"
)

const busyTries = 3 // asks of a WeChat that says -1, in all

// ticketHandle implements the SDK's credential interface: it hands out the call's ticket in place of the token.
type ticketHandle string

// GetAccessToken implements credential.AccessTokenHandle.
func (t ticketHandle) GetAccessToken() (string, error) { return string(t), nil }

// GetAccessTokenContext implements credential.AccessTokenContextHandle.
func (t ticketHandle) GetAccessTokenContext(context.Context) (string, error) { return string(t), nil }

// do makes one call through the SDK: within the deadline, with a token, once more with a new token when WeChat refuses this one, and again after a
// pause when WeChat is busy. Errors are *APIError or faults, redacted.
func (g *Gateway) do(ctx context.Context, api string, fn func(*sdk.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, g.o.HTTPTimeout)
	defer cancel()
	renewed := false
	for try := 1; ; try++ {
		token, err := g.token.get(ctx)
		if err != nil {
			return err
		}
		err = g.once(ctx, api, token, fn)
		refusal, ok := errors.AsType[*APIError](err)
		switch {
		case ok && refusal.Class() == ClassToken && !renewed:
			renewed = true
			g.token.invalidate(ctx, token)
		case ok && refusal.Code == -1 && try < busyTries:
			if err := pause(ctx, g.o.Backoff*time.Duration(try)); err != nil {
				return unavailable(api, err)
			}
		default:
			return err
		}
	}
}

// once is a single attempt. It returns when the context ends, and a panic of the SDK is an error.
func (g *Gateway) once(ctx context.Context, api, token string, fn func(*sdk.Context) error) (err error) {
	c := sdkCalls.begin(ctx, g, token)
	defer sdkCalls.end(c)
	defer func() {
		if p := recover(); p != nil {
			err = unavailable(api, fmt.Errorf("the SDK panicked (%T)", p))
		}
	}()
	failed := fn(&sdk.Context{Config: &config.Config{AppID: g.o.AppID}, AccessTokenHandle: ticketHandle(c.ticket)})
	switch {
	case c.answer.Code != 0: // read by ourselves: the SDK gives some of them as text only
		return &APIError{API: api, Code: c.answer.Code, Message: redact(errors.New(c.answer.Message), token, g.o.Secret)}
	case c.status != 0 && c.status != http.StatusOK:
		return unavailable(api, fmt.Errorf("status %d", c.status))
	case failed != nil && ctx.Err() != nil:
		return unavailable(api, ctx.Err())
	case failed != nil:
		return unavailable(api, failed, token, g.o.Secret)
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
