package session

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
)

// Rules say how the logins of one kind of people behave. As everywhere here the clock decides, and Redis's own expiry only collects garbage.
type Rules struct {
	Space   string                  // one word; keeps the keys and seals of citizens and of staff apart
	Idle    time.Duration           // without a request, after which a login is over
	Life    time.Duration           // in all
	Step    time.Duration           // between two notes of when it was used: not every request writes
	Most    int                     // logins a person; the one that logged in first makes room
	Expired error                   // what a request is told whose login does not hold
	Away    func(cause error) error // and what while Redis is away
}

// Held is one login: whose it is, what was kept with it, and since when.
type Held struct {
	ID       string    // names it to its owner in a list; it is no token, and lets nobody in
	Owner    seal.Text // who logged in, by the name that whoever issues tokens gives people
	Device   string    // in words of ours, never what a client sent
	Payload  []byte    // what else is to be known; it is sealed
	SignedIn time.Time
	Used     time.Time // to Rules.Step
}

// Tokens keeps who is logged in, in Redis and nowhere else: another process would not know of a login in this one's memory, nor that somebody
// logged out. While Redis is away a login can be neither believed nor refused, and that is what people are told.
//
// All logins of a person stand under one key, so that deleting him deletes them in one step.
type Tokens struct {
	client  redis.UniversalClient
	keys    Sealer
	prefix  string
	rules   Rules
	clock   clock.Clock
	breaker *breaker
}

// NewTokens keeps logins by those rules in c.
func NewTokens(c redis.UniversalClient, keys Sealer, clk clock.Clock, log *slog.Logger, r Rules) *Tokens {
	return &Tokens{client: c, keys: keys, prefix: Prefix(keys) + r.Space + ":", rules: r, clock: clk, breaker: newBreaker(clk, log, "logins cannot be looked up")}
}

// Ends is when a login is over, however much it is used.
func (r Rules) Ends(h Held) time.Time { return h.SignedIn.Add(r.Life) }

// Expires is when a login is over if it is not used any more.
func (r Rules) Expires(h Held) time.Time {
	if idle := h.Used.Add(r.Idle); idle.Before(r.Ends(h)) {
		return idle
	}
	return r.Ends(h)
}

// Issue begins a login of owner and gives its token, which is not kept: whoever reads Redis cannot log in with what he finds there.
func (t *Tokens) Issue(ctx context.Context, owner seal.Text, device string, payload []byte) (seal.Text, Held, error) {
	now := t.now()
	token, at := t.newToken(owner)
	h := Held{ID: at.id(), Owner: owner, Device: device, Payload: payload, SignedIn: now, Used: now}
	sealed, err := t.seal(h, at)
	if err != nil {
		return "", Held{}, err
	}
	err = t.ask(ctx, func(ctx context.Context) error {
		there, err := t.client.HGetAll(ctx, at.person).Result()
		if err != nil {
			return err
		}
		p := t.client.TxPipeline()
		if drop := t.surplus(there, at.person, now); len(drop) > 0 {
			p.HDel(ctx, at.person, drop...)
		}
		p.HSet(ctx, at.person, at.field, sealed)
		p.PExpire(ctx, at.person, t.rules.Life)
		_, err = p.Exec(ctx)
		return err
	})
	if err != nil {
		return "", Held{}, err
	}
	return token, h, nil
}

// Find is the login that a token stands for. Using it is what keeps it alive.
func (t *Tokens) Find(ctx context.Context, token seal.Text) (Held, error) {
	at, ok := t.placeOf(token)
	if !ok {
		return Held{}, t.rules.Expired
	}
	var sealed []byte
	err := t.ask(ctx, func(ctx context.Context) (err error) {
		sealed, err = t.client.HGet(ctx, at.person, at.field).Bytes()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return Held{}, t.rules.Expired
	}
	if err != nil {
		return Held{}, err
	}
	now := t.now()
	found, ok := t.open(sealed, at)
	if !ok || !now.Before(t.rules.Expires(found)) {
		return Held{}, t.rules.Expired // it makes room at the next login, or ends with the key
	}
	if now.Sub(found.Used) >= t.rules.Step {
		return t.touch(ctx, found, at, sealed, now)
	}
	return found, nil
}

// touch notes that a login was used, if nobody ended it meanwhile. Where that fails the login holds as it is.
func (t *Tokens) touch(ctx context.Context, found Held, at place, sealed []byte, now time.Time) (Held, error) {
	used := found
	used.Used = now
	value, err := t.seal(used, at)
	if err != nil {
		return Held{}, err
	}
	if t.ask(ctx, func(ctx context.Context) error {
		return swapScript.Run(ctx, t.client, []string{at.person}, at.field, sealed, value).Err()
	}) != nil {
		return found, nil //nolint:nilerr // see above
	}
	return used, nil
}

// surplus are the logins that are over or cannot be read, and the first ones where there would be too many.
func (t *Tokens) surplus(there map[string]string, person string, now time.Time) (drop []string) {
	alive, dead := t.sort(there, person, now)
	for _, h := range alive[:max(0, len(alive)-t.rules.Most+1)] {
		dead = append(dead, h.field)
	}
	return dead
}

// standing is a login and where it stands.
type standing struct {
	Held
	field string
}

// sort tells the logins that hold, the first first, from the fields of those that are over or cannot be read.
func (t *Tokens) sort(there map[string]string, person string, now time.Time) (alive []standing, dead []string) {
	for field, sealed := range there {
		if h, ok := t.open([]byte(sealed), place{person, field}); ok && now.Before(t.rules.Expires(h)) {
			alive = append(alive, standing{h, field})
			continue
		}
		dead = append(dead, field)
	}
	slices.SortFunc(alive, func(a, b standing) int { return cmp.Or(a.SignedIn.Compare(b.SignedIn), cmp.Compare(a.ID, b.ID)) })
	return alive, dead
}

func (t *Tokens) now() time.Time { return t.clock.Now().Truncate(time.Microsecond) }

// ask makes a round trip. Failing it is told as the rules have it.
func (t *Tokens) ask(ctx context.Context, fn func(context.Context) error) error {
	err := t.breaker.ask(ctx, fn)
	if err == nil || errors.Is(err, redis.Nil) {
		return err
	}
	return t.rules.Away(err)
}
