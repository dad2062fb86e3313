package session

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
)

// CounterLife is how long a code for the counter is good. As everywhere here the clock decides, and Redis's own expiry only collects garbage.
const CounterLife = 5 * time.Minute

// ErrNoCode is that a code is none of ours, was used, was replaced by a newer one or is too old: all are answered alike.
var ErrNoCode = fault.New(fault.NotFound, "counter.code", "这个到站码用不了：可能过了5分钟，或者已经用过。请来访的同志刷新一下再扫。")

// errCounterAway sends people to what always works: their papers and their name.
func errCounterAway(cause error) error {
	return fault.Wrap(cause, fault.Unavailable, "counter.away", "到站码这会儿出不来，不耽误办事：请出示证件、报姓名，由工作人员直接登记。").
		ToStaff("到站码这会儿读不出来，不耽误办事：请看证件，按姓名或证件号查到档案直接办。")
}

// CounterCodes keeps the short codes by which a clerk finds the account of whoever stands before him: in Redis, sealed, good once and for five minutes, one an
// account. Another process would not know of one in this one's memory, so while Redis is away there are none, and people are told what to do without.
type CounterCodes struct {
	client  redis.UniversalClient
	keys    Sealer
	prefix  string
	clock   clock.Clock
	breaker *breaker
}

// NewCounterCodes keeps codes in c.
func NewCounterCodes(c redis.UniversalClient, keys Sealer, clk clock.Clock, log *slog.Logger) *CounterCodes {
	return &CounterCodes{client: c, keys: keys, prefix: Prefix(keys) + "c:", clock: clk, breaker: newBreaker(clk, log, "there are no codes for the counter")}
}

// coded is what stands under a code.
type coded struct {
	Account string `json:"a"`
	Until   int64  `json:"u"` // microseconds
}

// place is where a code stands. The braces keep all of them in one slot of a cluster, so that one step can replace the other.
func (c *CounterCodes) place(code string) string {
	return c.prefix + "{c}" + string(c.keys.Index("session.counter", "."+code))[:32]
}

func (c *CounterCodes) owner(account string) string {
	return c.prefix + "{c}o" + string(c.keys.Index("session.counter.owner", "."+account))[:32]
}

// takeCode hands over what stands under a code, once.
var takeCode = redis.NewScript(`
local v = redis.call('GET', KEYS[1])
if v then redis.call('DEL', KEYS[1]) end
return v`)

// putCode takes the account's older code back and puts the new one in place, unless another account has it.
var putCode = redis.NewScript(`
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
local old = redis.call('GET', KEYS[1])
if old then redis.call('DEL', old) end
redis.call('SET', KEYS[1], KEYS[2], 'PX', ARGV[2])
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return 1`)

// codeTries bounds how often another number is drawn when one is taken, which hardly ever happens once.
const codeTries = 5

var errNoFreeCode = errors.New("session: no code was free")

// Put keeps a code for an account, drawn by draw, in place of the one it had. It gives the code and until when it is good.
func (c *CounterCodes) Put(ctx context.Context, account string, draw func() string) (string, time.Time, error) {
	until := c.clock.Now().Truncate(time.Microsecond).Add(CounterLife)
	for range codeTries {
		code := draw()
		place := c.place(code)
		plain, err := json.Marshal(coded{account, until.UnixMicro()})
		if err != nil {
			return "", time.Time{}, err
		}
		sealed, err := c.keys.Seal(plain, "session.counter:"+place)
		if err != nil {
			return "", time.Time{}, err
		}
		put := 0
		err = c.ask(ctx, func(ctx context.Context) (err error) {
			put, err = putCode.Run(ctx, c.client, []string{c.owner(account), place}, sealed, CounterLife.Milliseconds()).Int()
			return err
		})
		if err != nil {
			return "", time.Time{}, err
		}
		if put == 1 {
			return code, until, nil
		}
	}
	return "", time.Time{}, errCounterAway(errNoFreeCode)
}

// Take gives the account that a code was made for. From then on the code is nobody's.
func (c *CounterCodes) Take(ctx context.Context, code string) (string, error) {
	place, sealed := c.place(code), ""
	err := c.ask(ctx, func(ctx context.Context) (err error) {
		sealed, err = takeCode.Run(ctx, c.client, []string{place}).Text()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return "", ErrNoCode
	}
	if err != nil {
		return "", err
	}
	var kept coded
	plain, err := c.keys.Open([]byte(sealed), "session.counter:"+place)
	if err != nil || json.Unmarshal(plain, &kept) != nil || !c.clock.Now().Before(time.UnixMicro(kept.Until)) {
		return "", ErrNoCode
	}
	return kept.Account, nil
}

// ask makes a round trip; while it fails people are told what to do without.
func (c *CounterCodes) ask(ctx context.Context, fn func(context.Context) error) error {
	err := c.breaker.ask(ctx, fn)
	if err == nil || errors.Is(err, redis.Nil) {
		return err
	}
	return errCounterAway(err)
}
