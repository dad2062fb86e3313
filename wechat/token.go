package wechat

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	tokenMargin = 5 * time.Minute  // a token is renewed this long before it ends; WeChat lets the old one live on as long
	lockHold    = 10 * time.Second // a replica that died while it refreshed blocks the others this long at most
	lockPoll    = 50 * time.Millisecond
)

// heldToken is a token and when it ends.
type heldToken struct {
	Value string `json:"value"`
	Ends  int64  `json:"ends"` // Unix seconds
}

// tokens gives the API's access token: from this process, else from Redis, else from WeChat. One replica asks WeChat for all, under a lock in Redis;
// when Redis is down each asks for itself, which stable_token allows: it gives everybody the same token until that nears its end.
type tokens struct {
	g      *Gateway
	shared redisCache
	turn   chan struct{} // holds one: who takes it may read and write current
	cur    heldToken
	bad    string // the token that WeChat refused last
}

func newTokens(g *Gateway) *tokens {
	t := &tokens{g: g, shared: redisCache{redis: g.o.Redis}, turn: make(chan struct{}, 1)}
	t.turn <- struct{}{}
	return t
}

func (t *tokens) key() string  { return "wechat:token:" + t.g.o.AppID }
func (t *tokens) lock() string { return "wechat:token-lock:" + t.g.o.AppID }

// get is a token that is good as far as we know.
func (t *tokens) get(ctx context.Context) (string, error) {
	if err := t.take(ctx); err != nil {
		return "", unavailable("stable_token", err)
	}
	defer t.give()
	if t.good(t.cur) {
		return t.cur.Value, nil
	}
	if t.fromRedis(ctx) {
		return t.cur.Value, nil
	}
	release, waited := t.lockAll(ctx)
	defer release()
	if waited && t.fromRedis(ctx) {
		return t.cur.Value, nil
	}
	if err := t.refresh(ctx); err != nil {
		return "", err
	}
	return t.cur.Value, nil
}

// invalidate marks a token that WeChat refused: it is good no more wherever it is found, here or in Redis. A newer one in its place stays.
func (t *tokens) invalidate(ctx context.Context, used string) {
	if t.take(ctx) != nil {
		return
	}
	defer t.give()
	if t.cur.Value == used {
		t.cur = heldToken{}
	}
	t.bad = used
}

func (t *tokens) take(ctx context.Context) error {
	select {
	case <-t.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *tokens) give() { t.turn <- struct{}{} }

func (t *tokens) good(h heldToken) bool {
	return h.Value != "" && h.Value != t.bad && t.g.o.Clock.Now().Add(tokenMargin).Before(time.Unix(h.Ends, 0))
}

func (t *tokens) fromRedis(ctx context.Context) bool {
	text, _ := t.shared.GetContext(ctx, t.key()).(string)
	var h heldToken
	if json.Unmarshal([]byte(text), &h) != nil || !t.good(h) {
		return false
	}
	t.cur = h
	return true
}

var unlock = redis.NewScript(`if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0`)

// lockAll takes the lock of all replicas. It waits for another's refresh, but not for a Redis that is down or a replica that died: then it goes ahead
// without. waited tells that somebody else may have put a token into Redis.
func (t *tokens) lockAll(ctx context.Context) (release func(), waited bool) {
	release = func() {}
	if t.g.o.Redis == nil {
		return release, false
	}
	mine := rand.Text()
	for deadline := lockHold; deadline > 0; deadline -= lockPoll {
		call, cancel := context.WithTimeout(ctx, redisBudget)
		ok, err := t.g.o.Redis.SetNX(call, t.lock(), mine, lockHold).Result()
		cancel()
		if err != nil {
			return release, waited
		}
		if ok {
			return func() {
				call, cancel := context.WithTimeout(context.WithoutCancel(ctx), redisBudget)
				defer cancel()
				_ = unlock.Run(call, t.g.o.Redis, []string{t.lock()}, mine).Err()
			}, true
		}
		waited = true
		if t.fromRedis(ctx) || pause(ctx, lockPoll) != nil {
			return release, waited
		}
	}
	return release, waited
}

// refresh asks WeChat: for the token of the day, and if that is the one it refused, for a new one by force.
func (t *tokens) refresh(ctx context.Context) error {
	h, err := t.fetch(ctx, false)
	if err == nil && h.Value == t.bad {
		h, err = t.fetch(ctx, true)
	}
	if err != nil {
		return err
	}
	t.cur = h
	text, _ := json.Marshal(h) //nolint:errchkjson // a string and a number
	life := time.Unix(h.Ends, 0).Sub(t.g.o.Clock.Now())
	if err := t.shared.SetContext(ctx, t.key(), string(text), life); err != nil {
		t.g.o.Log.Warn("wechat: token is not shared", "error", "redis does not answer") // and still a token
	}
	return nil
}

// fetch calls stable_token by ourselves: the secret goes in the body, never into an address, and the errcode stays a number.
func (t *tokens) fetch(ctx context.Context, force bool) (heldToken, error) {
	const api = "stable_token"
	body, _ := json.Marshal(map[string]any{ //nolint:errchkjson // strings and a bool
		"grant_type": "client_credential", "appid": t.g.o.AppID, "secret": t.g.o.Secret, "force_refresh": force,
	})
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.g.base.JoinPath("/cgi-bin/stable_token").String(), bytes.NewReader(body))
	if err != nil {
		return heldToken{}, unavailable(api, errors.New("bad address"))
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	response, err := t.g.http.Do(r)
	if err != nil {
		return heldToken{}, unavailable(api, err, t.g.o.Secret)
	}
	text, err := readBounded(response.Body)
	if err != nil {
		return heldToken{}, unavailable(api, err, t.g.o.Secret)
	}
	var answer struct {
		apiAnswer
		Token string `json:"access_token"`
		Life  int64  `json:"expires_in"` // seconds
	}
	if err := json.Unmarshal(text, &answer); err != nil || (answer.Code == 0 && answer.Token == "") {
		return heldToken{}, unavailable(api, fmt.Errorf("status %d, answer is not understood", response.StatusCode))
	}
	if answer.Code != 0 {
		return heldToken{}, &APIError{API: api, Code: answer.Code, Message: redact(errors.New(answer.Message), t.g.o.Secret)}
	}
	return heldToken{Value: answer.Token, Ends: t.g.o.Clock.Now().Unix() + answer.Life}, nil
}
