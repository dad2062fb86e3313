package session

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

// How long a login lasts. As everywhere here the clock decides, and Redis's own expiry only collects garbage.
const (
	LoginIdle = 7 * 24 * time.Hour  // without a request
	LoginLife = 30 * 24 * time.Hour // in all
	loginStep = time.Hour           // between two notes of when it was used: not every request writes
	loginsMax = 10                  // devices a person; the one that logged in first makes room
)

// What a request is told whose login does not hold.
var (
	errSignedOut  = fault.New(fault.Unauthenticated, "login.expired", "登录已经过期。请退出小程序再打开一次，就会重新登录，办过的事都在。")
	errLoginsAway = errors.New("redis failed a moment ago")
)

func loginsAway(cause error) error {
	return fault.Wrap(cause, fault.Unavailable, "login.store_away", "系统暂时认不出您的登录，不是您操作的问题。请过一两分钟再试，不用重新登录。")
}

// Login is somebody whom WeChat named to us in the mini-program. It holds what came from WeChat, SessionKey too, and none of that leaves the server.
type Login struct {
	OpenID     seal.Text
	UnionID    seal.Text // "" where WeChat gave none
	SessionKey seal.Text
	SignedIn   time.Time
	Used       time.Time // to the hour
}

// Ends is when the login is over, however much it is used.
func (l Login) Ends() time.Time { return l.SignedIn.Add(LoginLife) }

// Expires is when the login is over if it is not used any more.
func (l Login) Expires() time.Time {
	if idle := l.Used.Add(LoginIdle); idle.Before(l.Ends()) {
		return idle
	}
	return l.Ends()
}

// Logins keeps who is logged in, in Redis and nowhere else: another process would not know of a login in this one's memory, nor that somebody
// logged out. While Redis is away a login can be neither believed nor refused, and that is what people are told.
//
// All logins of a person stand under one key, so that deleting him deletes them in one step.
type Logins struct {
	client    redis.UniversalClient
	keys      Sealer
	prefix    string
	clock     clock.Clock
	log       *slog.Logger
	awaySince atomic.Int64 // microseconds; 0 = Redis answers
}

// NewLogins keeps logins in c.
func NewLogins(c redis.UniversalClient, keys Sealer, clk clock.Clock, log *slog.Logger) *Logins {
	return &Logins{client: c, keys: keys, prefix: Prefix(keys) + "l:", clock: clk, log: log}
}

// SignIn begins a login and gives its token, which is not kept: whoever reads Redis cannot log in with what he finds there.
func (l *Logins) SignIn(ctx context.Context, who Login) (seal.Text, Login, error) {
	now := l.clock.Now().Truncate(time.Microsecond)
	who.SignedIn, who.Used = now, now
	token, place := l.newToken(who.OpenID)
	sealed, err := l.seal(who, place)
	if err != nil {
		return "", Login{}, err
	}
	err = l.ask(ctx, func(ctx context.Context) error {
		there, err := l.client.HGetAll(ctx, place.person).Result()
		if err != nil {
			return err
		}
		p := l.client.TxPipeline()
		if drop := l.surplus(there, place.person, now); len(drop) > 0 {
			p.HDel(ctx, place.person, drop...)
		}
		p.HSet(ctx, place.person, place.field, sealed)
		p.PExpire(ctx, place.person, LoginLife)
		_, err = p.Exec(ctx)
		return err
	})
	if err != nil {
		return "", Login{}, err
	}
	return token, who, nil
}

// Find is the login that a token stands for. Using it is what keeps it alive.
func (l *Logins) Find(ctx context.Context, token seal.Text) (Login, error) {
	place, ok := l.placeOf(token)
	if !ok {
		return Login{}, errSignedOut
	}
	var sealed []byte
	err := l.ask(ctx, func(ctx context.Context) (err error) {
		sealed, err = l.client.HGet(ctx, place.person, place.field).Bytes()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return Login{}, errSignedOut
	}
	if err != nil {
		return Login{}, err
	}
	now := l.clock.Now().Truncate(time.Microsecond)
	found, ok := l.open(sealed, place)
	if !ok || !now.Before(found.Expires()) {
		return Login{}, errSignedOut // it makes room at the next login, or ends with the key
	}
	if now.Sub(found.Used) >= loginStep {
		return l.touch(ctx, found, place, sealed, now)
	}
	return found, nil
}

// touch notes that a login was used, if nobody ended it meanwhile. Where that fails the login holds as it is.
func (l *Logins) touch(ctx context.Context, found Login, at place, sealed []byte, now time.Time) (Login, error) {
	used := found
	used.Used = now
	value, err := l.seal(used, at)
	if err != nil {
		return Login{}, err
	}
	if l.ask(ctx, func(ctx context.Context) error {
		return swapScript.Run(ctx, l.client, []string{at.person}, at.field, sealed, value).Err()
	}) != nil {
		return found, nil //nolint:nilerr // see above
	}
	return used, nil
}

// SignOut ends a login. One that is over already, or never was, is no error.
func (l *Logins) SignOut(ctx context.Context, token seal.Text) error {
	place, ok := l.placeOf(token)
	if !ok {
		return nil
	}
	return l.ask(ctx, func(ctx context.Context) error { return l.client.HDel(ctx, place.person, place.field).Err() })
}

// Forget ends every login of a person, and with them what WeChat gave us of him goes.
func (l *Logins) Forget(ctx context.Context, openid seal.Text) error {
	person := l.person(l.locator(openid))
	return l.ask(ctx, func(ctx context.Context) error { return l.client.Del(ctx, person).Err() })
}

// surplus are the logins that are over or cannot be read, and the first ones where there would be too many.
func (l *Logins) surplus(there map[string]string, person string, now time.Time) (drop []string) {
	type kept struct {
		field string
		since time.Time
	}
	var alive []kept
	for field, sealed := range there {
		if found, ok := l.open([]byte(sealed), place{person, field}); ok && now.Before(found.Expires()) {
			alive = append(alive, kept{field, found.SignedIn})
			continue
		}
		drop = append(drop, field)
	}
	slices.SortFunc(alive, func(a, b kept) int { return a.since.Compare(b.since) })
	for _, k := range alive[:max(0, len(alive)-loginsMax+1)] {
		drop = append(drop, k.field)
	}
	return drop
}

// ask makes a round trip within patience, whether or not whoever asked is still there. After a failure Redis is left alone for a moment: a hung one
// would hold up every request.
func (l *Logins) ask(ctx context.Context, fn func(context.Context) error) error {
	now := l.clock.Now().UnixMicro()
	at := l.awaySince.Load()
	if at != 0 && now >= at && now < at+pause.Microseconds() || at != 0 && !l.awaySince.CompareAndSwap(at, max(now, 1)) {
		return loginsAway(errLoginsAway)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	err := fn(ctx)
	if err == nil || errors.Is(err, redis.Nil) {
		l.awaySince.Store(0)
		return err
	}
	if l.awaySince.Swap(max(now, 1)) == 0 {
		l.log.Warn("redis does not answer, logins cannot be looked up", "error", err.Error())
	}
	return loginsAway(err)
}
