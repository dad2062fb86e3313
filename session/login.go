package session

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

// How long a citizen's login lasts.
const (
	LoginIdle = 7 * 24 * time.Hour  // without a request
	LoginLife = 30 * 24 * time.Hour // in all
	loginStep = time.Hour           // between two notes of when it was used
	loginsMax = 10                  // devices a person
)

var errSignedOut = fault.New(fault.Unauthenticated, "login.expired", "登录已经过期。请退出小程序再打开一次，就会重新登录，办过的事都在。")

func loginsAway(cause error) error {
	return fault.Wrap(cause, fault.Unavailable, "login.store_away", "系统暂时认不出您的登录，不是您操作的问题。请过一两分钟再试，不用重新登录。")
}

func loginRules() Rules {
	return Rules{
		Space: "login", Idle: LoginIdle, Life: LoginLife, Step: loginStep, Most: loginsMax, Expired: errSignedOut, Away: loginsAway,
	}
}

// Login is somebody whom WeChat named to us in the mini-program. It holds what came from WeChat, SessionKey too, and none of that leaves the server.
type Login struct {
	ID         string // names it in the list of his logins
	OpenID     seal.Text
	UnionID    seal.Text // "" where WeChat gave none
	SessionKey seal.Text
	Device     string // in words of ours
	SignedIn   time.Time
	Used       time.Time // to the hour
}

// Ends is when the login is over, however much it is used.
func (l Login) Ends() time.Time { return loginRules().Ends(l.held()) }

// Expires is when the login is over if it is not used any more.
func (l Login) Expires() time.Time { return loginRules().Expires(l.held()) }

func (l Login) held() Held { return Held{SignedIn: l.SignedIn, Used: l.Used} }

// Logins keeps who is logged in at the mini-program, as Tokens.
type Logins struct{ tokens *Tokens }

// NewLogins keeps logins in c.
func NewLogins(c redis.UniversalClient, keys Sealer, clk clock.Clock, log *slog.Logger) *Logins {
	return &Logins{NewTokens(c, keys, clk, log, loginRules())}
}

// given is what WeChat gave beside the openid.
type given struct {
	UnionID    string `json:"u,omitempty"`
	SessionKey string `json:"k"`
}

// SignIn begins a login and gives its token, which is not kept.
func (l *Logins) SignIn(ctx context.Context, who Login) (seal.Text, Login, error) {
	payload, err := json.Marshal(given{who.UnionID.Reveal(), who.SessionKey.Reveal()}) // #nosec G117 -- Tokens seals it
	if err != nil {
		return "", Login{}, err
	}
	token, h, err := l.tokens.Issue(ctx, who.OpenID, who.Device, payload)
	if err != nil {
		return "", Login{}, err
	}
	who.ID, who.SignedIn, who.Used = h.ID, h.SignedIn, h.Used
	return token, who, nil
}

// Find is the login that a token stands for. Using it is what keeps it alive.
func (l *Logins) Find(ctx context.Context, token seal.Text) (Login, error) {
	h, err := l.tokens.Find(ctx, token)
	if err != nil {
		return Login{}, err
	}
	found := loginOf(h)
	var g given
	if json.Unmarshal(h.Payload, &g) != nil {
		return Login{}, errSignedOut
	}
	found.UnionID, found.SessionKey = seal.Text(g.UnionID), seal.Text(g.SessionKey)
	return found, nil
}

func loginOf(h Held) Login {
	return Login{ID: h.ID, OpenID: h.Owner, Device: h.Device, SignedIn: h.SignedIn, Used: h.Used}
}

// List is every login of a person, the first first, without what WeChat gave.
func (l *Logins) List(ctx context.Context, openid seal.Text) ([]Login, error) {
	held, err := l.tokens.List(ctx, openid)
	list := make([]Login, len(held))
	for i, h := range held {
		list[i] = loginOf(h)
	}
	return list, err
}

// SignOut ends a login. One that is over already, or never was, is no error.
func (l *Logins) SignOut(ctx context.Context, token seal.Text) error { return l.tokens.End(ctx, token) }

// End ends the login of a person that has the ID; false when he has none.
func (l *Logins) End(ctx context.Context, openid seal.Text, id string) (bool, error) {
	return l.tokens.EndOne(ctx, openid, id)
}

// EndOthers ends every login of a person but the one with the ID keep.
func (l *Logins) EndOthers(ctx context.Context, openid seal.Text, keep string) error {
	return l.tokens.EndOthers(ctx, openid, keep)
}

// Forget ends every login of a person, and with them what WeChat gave us of him goes.
func (l *Logins) Forget(ctx context.Context, openid seal.Text) error {
	return l.tokens.EndAll(ctx, openid)
}
