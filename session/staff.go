package session

import (
	"context"
	"encoding/binary"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

// How a login at the desk ends where the settings say nothing else.
const (
	StaffIdle = 30 * time.Minute
	StaffLife = 12 * time.Hour
	staffStep = time.Minute
	staffMax  = 5 // desks a member
)

var errStaffOut = fault.New(fault.Unauthenticated, "staff.expired", "登录已经过期，请重新登录。没提交的内容要重新填。")

func staffAway(cause error) error {
	return fault.Wrap(cause, fault.Unavailable, "staff.store_away", "系统暂时认不出您的登录，不是您操作的问题。请过一两分钟再试，不用重新登录。")
}

// StaffLogin is a member of staff who logged in at the desk, by key. Epoch is the account's at that time: whoever asks compares it with what it is now.
type StaffLogin struct {
	ID       string // names it in the list of his logins
	Member   string
	Epoch    int64
	SignedIn time.Time
	Used     time.Time
	Expires  time.Time // if it is not used any more
	Ends     time.Time // however much it is used
}

// StaffLogins keeps who is logged in at the desk, as Tokens.
type StaffLogins struct {
	tokens *Tokens
	rules  Rules
}

// NewStaffLogins keeps them in c; a login is over after idle without a request, and after life in all.
func NewStaffLogins(c redis.UniversalClient, keys Sealer, clk clock.Clock, log *slog.Logger, idle, life time.Duration) *StaffLogins {
	r := Rules{Space: "staff", Idle: idle, Life: life, Step: min(staffStep, idle/2), Most: staffMax, Expired: errStaffOut, Away: staffAway}
	return &StaffLogins{NewTokens(c, keys, clk, log, r), r}
}

// SignIn begins a login and gives its token, which is not kept.
func (l *StaffLogins) SignIn(ctx context.Context, member string, epoch int64) (seal.Text, StaffLogin, error) {
	token, h, err := l.tokens.Issue(ctx, seal.Text(member), "", binary.BigEndian.AppendUint64(nil, uint64(epoch)))
	if err != nil {
		return "", StaffLogin{}, err
	}
	return token, l.of(h), nil
}

// Find is the login that a token stands for. Using it is what keeps it alive.
func (l *StaffLogins) Find(ctx context.Context, token seal.Text) (StaffLogin, error) {
	h, err := l.tokens.Find(ctx, token)
	if err != nil {
		return StaffLogin{}, err
	}
	return l.of(h), nil
}

func (l *StaffLogins) of(h Held) StaffLogin {
	s := StaffLogin{ID: h.ID, Member: h.Owner.Reveal(), Epoch: -1, SignedIn: h.SignedIn, Used: h.Used, Expires: l.rules.Expires(h), Ends: l.rules.Ends(h)}
	if len(h.Payload) == 8 {
		s.Epoch = int64(binary.BigEndian.Uint64(h.Payload))
	}
	return s
}

// List is every login of a member that holds, the first first.
func (l *StaffLogins) List(ctx context.Context, member string) ([]StaffLogin, error) {
	held, err := l.tokens.List(ctx, seal.Text(member))
	list := make([]StaffLogin, len(held))
	for i, h := range held {
		list[i] = l.of(h)
	}
	return list, err
}

// SignOut ends a login. One that is over already, or never was, is no error.
func (l *StaffLogins) SignOut(ctx context.Context, token seal.Text) error {
	return l.tokens.End(ctx, token)
}

// End ends the login of a member that has the ID; false when he has none.
func (l *StaffLogins) End(ctx context.Context, member, id string) (bool, error) {
	return l.tokens.EndOne(ctx, seal.Text(member), id)
}

// Forget ends every login of a member.
func (l *StaffLogins) Forget(ctx context.Context, member string) error {
	return l.tokens.EndAll(ctx, seal.Text(member))
}

// ErrStaffOut is the refusal of a login that does not hold, for whoever finds that the account has changed since.
func ErrStaffOut() error { return errStaffOut }
