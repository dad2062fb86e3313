package mini_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/handlers/mini"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/session"
)

// revoke does what the door for WeChat's pushes does when somebody takes his authorisation back: first the database, then the logins.
func (h *house) revoke(at time.Time) error {
	ctx := context.WithoutCancel(h.t.Context())
	err := h.db.InTx(ctx, func(tx db.Tx) error {
		a, ok, err := h.people.Leave(tx, person.MiniProgram, openid, at)
		if err != nil || !ok {
			return err
		}
		return h.people.Forget(tx, clerk, person.MiniProgram, a.OpenIDIndex)
	})
	return errors.Join(err, h.logins.Forget(ctx, openid))
}

func (h *house) loginsLeft() int {
	h.t.Helper()
	list, err := h.logins.List(h.t.Context(), openid)
	require.NoError(h.t, err)
	return len(list)
}

func TestALoginOpensOneAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.signIn()
		first := h.account()
		whole, err := h.people.AccountByID(t.Context(), first.ID)
		require.NoError(t, err)
		require.Equal(t, unionid, whole.UnionID.Reveal())
		h.clock.Advance(time.Hour)
		h.signIn()
		require.Equal(t, first, h.account())
		h.wechatSays(`{"openid":"` + openid + `","session_key":"k"}`)
		h.signIn()
		require.Equal(t, first, h.account(), "a unionid that is not told once is not forgotten")
	})
}

// At the first login the person is known at once, whom the Official Account knows.
func TestALoginKnowsWhomTheOfficialAccountKnows(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.registered()
		h.commit(func(tx db.Tx) error {
			return person.InsertAccounts(tx, []person.Account{{App: person.OfficialAccount, OpenID: "oOfficial", UnionID: unionid, PersonID: &p.ID, Assurance: person.Seen}})
		})
		a := h.call("GET", "/api/v1/me", h.signIn(), "")
		require.Equal(t, []any{"seen", true, "欧***"}, []any{a.body["assurance"], a.body["joined"], a.body["name"]})
	})
}

// A late unionid: WeChat told none at the first login, and does at a later one.
func TestALateUnionIDJoinsAtTheNextLogin(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.registered()
		h.commit(func(tx db.Tx) error {
			return person.InsertAccounts(tx, []person.Account{{App: person.OfficialAccount, OpenID: "oOfficial", UnionID: unionid, PersonID: &p.ID, Assurance: person.Seen}})
		})
		h.wechatSays(`{"openid":"` + openid + `","session_key":"k"}`)
		token := h.signIn()
		require.Equal(t, 200, h.call("PATCH", "/api/v1/me", token, `{"name":"欧阳守田"}`).status)
		half := *h.account().PersonID
		h.wechatSays(`{"openid":"` + openid + `","session_key":"k","unionid":"` + unionid + `"}`)
		h.signIn()
		require.Equal(t, p.ID, *h.account().PersonID)
		one, err := h.people.ByID(t.Context(), half)
		require.NoError(t, err)
		require.Equal(t, p.ID, one.ID, "the record he made leads to the bureau's")
		require.Equal(t, "seen", h.call("GET", "/api/v1/me", token, "").body["assurance"], "in the login that he had before, too")
	})
}

// Many logins at once on several replicas: one account, and each has a login of his own.
func TestLoggingInAtOnceOpensOneAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const n = 6
		tokens := make([]string, n)
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				a := h.call("POST", "/api/v1/login", "", `{"code":"`+code+`"}`)
				if a.status == 200 {
					tokens[i] = a.body["token"].(string)
				}
			})
		}
		wg.Wait()
		seen := map[string]bool{}
		for _, token := range tokens {
			require.Equal(t, 200, h.call("GET", "/api/v1/me", token, "").status)
			seen[token] = true
		}
		require.Len(t, seen, n)
	})
}

// stopping is a session.Logins that stops before or after the login is made, for somebody to leave in between.
type stopping struct {
	*session.Logins
	before, after func()
}

func (s stopping) SignIn(ctx context.Context, who session.Login) (seal.Text, session.Login, error) {
	s.before()
	defer s.after()
	return s.Logins.SignIn(ctx, who)
}

var _ mini.Logins = stopping{}

// Whoever takes his authorisation back while he logs in is not logged in afterwards, at whichever moment that happens, and nothing of WeChat's is left.
func TestTakingTheAuthorisationBackInTheMiddleOfALogin(t *testing.T) {
	nothing := func() {}
	for _, known := range []bool{false, true} {
		for _, moment := range []string{"while WeChat answers", "before the login is made", "after it is made"} {
			t.Run(moment, func(t *testing.T) {
				each(t, func(t *testing.T, h *house) {
					if known {
						h.signIn()
						h.clock.Advance(time.Minute)
					}
					leaves := func() { require.NoError(t, h.revoke(h.clock.Now().Truncate(time.Second))) }
					s := stopping{h.logins, nothing, nothing}
					answer := *h.answer.Load()
					switch moment {
					case "before the login is made":
						s.before = leaves
					case "after it is made":
						s.after = leaves
					default:
						h.wechatDoes(func(w http.ResponseWriter, r *http.Request) {
							leaves()
							answer(w, r)
						})
					}
					h.opens(h.base, s)
					a := h.call("POST", "/api/v1/login", "", `{"code":"`+code+`"}`)
					h.requireProblem(a, 409, "login.revoked", "收回了授权")
					require.Zero(t, h.loginsLeft())
					_, ok, err := h.people.AccountOf(t.Context(), person.MiniProgram, openid)
					require.NoError(t, err)
					require.False(t, ok)
					h.requireSilent(a.raw)

					h.wechatDoes(answer)
					h.opens(h.base, h.logins)
					h.clock.Advance(time.Second)
					h.signIn()
					require.Equal(t, 1, h.loginsLeft(), "who comes back is welcome")
				})
			})
		}
	}
}

// The same with real overlap: whatever the order turns out to be, after both are done there is no login without an account.
func TestLoggingInAndLeavingAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for range 10 {
			h.clock.Advance(time.Minute)
			at := h.clock.Now()
			var wg sync.WaitGroup
			var left error
			wg.Go(func() { h.call("POST", "/api/v1/login", "", `{"code":"`+code+`"}`) })
			wg.Go(func() { left = h.revoke(at) })
			wg.Wait()
			require.NoError(t, left)
			require.Zero(t, h.loginsLeft())
			_, ok, err := h.people.AccountOf(t.Context(), person.MiniProgram, openid)
			require.NoError(t, err)
			require.False(t, ok)
		}
	})
}

// While the database is away nobody is let in half: there is no login without an account.
func TestADatabaseThatIsAwayLeavesNoLogin(t *testing.T) {
	h := build(t)
	require.NoError(t, h.db.Close())
	a := h.call("POST", "/api/v1/login", "", `{"code":"`+code+`"}`)
	require.Contains(t, []int{500, 503}, a.status)
	require.Zero(t, h.loginsLeft())
	h.requireSilent(a.raw)
}
