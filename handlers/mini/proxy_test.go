package mini_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/benefit"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

// relative is somebody with a login of his own.
type relative struct {
	h     *house
	id    uuid.UUID
	token string
	calls int
}

// relative logs in and is known as name, as surely as level says.
func (h *house) relative(name string, level person.Assurance) *relative {
	h.t.Helper()
	openid := "oFamily-" + uuid.NewString()
	h.wechatSays(`{"openid":"` + openid + `","session_key":"` + sessionKey + `"}`)
	r := &relative{h: h, token: h.signIn()}
	if level == person.Unknown {
		return r
	}
	home := h.homes.Root()
	require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) error {
		p := []person.Person{{ID: db.NewID(), Name: seal.Text(name), StationID: home.ID, StationPath: home.Path}}
		if err := person.InsertPeople(tx, p); err != nil {
			return err
		}
		r.id = p[0].ID
		a, _, err := h.people.AccountOf(tx.Context(), person.MiniProgram, seal.Text(openid))
		if err != nil {
			return err
		}
		return h.people.Attach(tx, audit.Actor{Kind: audit.System, ID: "test"}, a, r.id, level)
	}))
	return r
}

// does calls a path as the relative; for is the proxy by which he acts, or nothing.
func (r *relative) does(method, path, body, actFor string) answered {
	r.h.t.Helper()
	r.calls++
	q := httptest.NewRequest(method, path, strings.NewReader(body))
	q.Header.Set("Authorization", "Bearer "+r.token)
	if body != "" {
		q.Header.Set("Content-Type", "application/json")
		q.Header.Set("Idempotency-Key", "call-"+r.token[:8]+"-"+strings.Repeat("i", r.calls%40))
	}
	if actFor != "" {
		q.Header.Set("Act-For", actFor)
	}
	return r.h.do(q)
}

// invites makes a code.
func (r *relative) invites(side string) string {
	r.h.t.Helper()
	a := r.does("POST", "/api/v1/proxies/codes", `{"side":"`+side+`","scopes":["book","benefits"]}`, "")
	require.Equal(r.h.t, 201, a.status, a.raw)
	return a.body["code"].(string)
}

func (r *relative) enters(code string) answered {
	return r.does("POST", "/api/v1/proxies", `{"code":"`+code+`"}`, "")
}

func items(a answered) []any { return a.body["items"].([]any) }

// A father's code goes to his daughter, who looks what it offers, agrees, and sees how far his card is; he sees that she did, and ends it.
func TestADaughterActsForHerFather(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		dad, mei := h.relative("郑守田", person.Matched), h.relative("郑小禾", person.Stated)
		home := h.homes.Root()
		require.NoError(t, h.db.InTx(t.Context(), func(tx db.Tx) error {
			return benefit.InsertCards(tx, []benefit.Card{{
				PersonID: dad.id, StationID: home.ID, StationPath: home.Path, State: benefit.CardMaking, AppliedOn: "2026-09-28", UpdatedOn: "2026-11-12",
			}})
		}))
		code := dad.invites("principal")
		look := mei.does("POST", "/api/v1/proxies/codes/look", `{"code":"`+code[:3]+" "+code[3:6]+" "+code[6:]+`"}`, "")
		require.Equal(t, []any{200, "郑**", "principal", "2027-11-22"}, []any{look.status, look.body["name"], look.body["side"], look.body["until"]}, look.raw)
		a := mei.enters(code)
		require.Equal(t, []any{201, "agent", "active", "在小程序里同意"}, []any{a.status, a.body["side"], a.body["state"], a.body["how_text"]}, a.raw)
		id := a.body["id"].(string)

		card := mei.does("GET", "/api/v1/card", "", id)
		require.Equal(t, []any{200, "making"}, []any{card.status, card.body["state"]}, card.raw)
		h.requireProblem(mei.does("GET", "/api/v1/card", "", ""), 403, "person.assurance")
		h.requireProblem(dad.does("GET", "/api/v1/card", "", id), 403, "proxy.not_held")
		require.Equal(t, 200, dad.does("GET", "/api/v1/card", "", "").status)

		done := dad.does("GET", "/api/v1/proxies/done", "", "")
		require.Len(t, items(done), 1, "what he looked at himself is not among it")
		require.Subset(t, items(done)[0], map[string]any{"name": "郑**", "what": "查了您的优待证办到哪了"})
		mine := dad.does("GET", "/api/v1/proxies?side=principal", "", "")
		require.Subset(t, items(mine)[0], map[string]any{"id": id, "side": "principal", "state": "active"})
		require.Empty(t, items(dad.does("GET", "/api/v1/proxies?side=agent", "", "")))
		require.Len(t, items(mei.does("GET", "/api/v1/proxies?side=agent", "", "")), 1)

		require.Equal(t, 204, dad.does("DELETE", "/api/v1/proxies/"+id, "", "").status)
		require.Equal(t, 204, mei.does("DELETE", "/api/v1/proxies/"+id, "", "").status, "it stays as it is")
		h.requireProblem(mei.does("GET", "/api/v1/card", "", id), 403, "proxy.not_held", "再同意一次")
		mine = mei.does("GET", "/api/v1/proxies?side=agent", "", "")
		require.Subset(t, items(mine)[0], map[string]any{"state": "revoked", "ended_by": "principal", "reason": "withdrawn"})
		require.Len(t, items(dad.does("GET", "/api/v1/proxies/done", "", "")), 1, "what was refused was not done")
		for _, secret := range []string{code, "郑守田", "郑小禾"} {
			require.NotContains(t, h.log.String(), secret)
		}
	})
}

// A daughter asks; whoever enters her code to be acted for has to be known well enough, and to refuse is possible.
func TestADaughterAsksFirst(t *testing.T) {
	h := build(t)
	dad, stated, mei := h.relative("郑守田", person.Matched), h.relative("郑守田", person.Stated), h.relative("郑小禾", person.Stated)
	code := mei.invites("agent")
	h.requireProblem(stated.enters(code), 403, "person.assurance")
	h.requireProblem(mei.enters(code), 400, "proxy.self")
	a := dad.enters(code)
	require.Equal(t, []any{201, "principal"}, []any{a.status, a.body["side"]}, a.raw)
	h.requireProblem(stated.does("GET", "/api/v1/proxies?side=principal", "", ""), 403, "person.assurance")
	h.requireProblem(stated.does("DELETE", "/api/v1/proxies/"+a.body["id"].(string), "", ""), 404, "proxy.not_found")
	h.requireProblem(stated.does("POST", "/api/v1/proxies/codes", `{"side":"principal","scopes":["book"]}`, ""), 403, "person.assurance")

	second := mei.invites("agent")
	require.Equal(t, 204, dad.does("POST", "/api/v1/proxies/codes/refuse", `{"code":"`+second+`"}`, "").status)
	h.requireProblem(dad.enters(second), 404, "proxy.code")
	waiting := mei.does("GET", "/api/v1/proxies/codes", "", "")
	require.Empty(t, items(waiting))
	third := mei.invites("agent")
	waiting = mei.does("GET", "/api/v1/proxies/codes", "", "")
	require.NotContains(t, waiting.raw, third, "a code is told once")
	require.Equal(t, 204, mei.does("DELETE", "/api/v1/proxies/codes/"+items(waiting)[0].(map[string]any)["id"].(string), "", "").status)
	h.requireProblem(dad.enters(third), 404, "proxy.code")
}

// Nobody finds codes by trying, and unknown, used and foreign ones are answered alike.
func TestCodesAreNotGuessed(t *testing.T) {
	h := build(t)
	dad, mei, hua := h.relative("郑守田", person.Matched), h.relative("郑小禾", person.Stated), h.relative("郑小稻", person.Stated)
	used := dad.invites("principal")
	require.Equal(t, 201, mei.enters(used).status)
	unknown := hua.enters("482193058")
	spent := hua.enters(used)
	require.Equal(t, unknown.raw, spent.raw)
	h.requireProblem(unknown, 404, "proxy.code")
	good := dad.invites("principal")
	for range 8 {
		h.requireProblem(hua.does("POST", "/api/v1/proxies/codes/look", `{"code":"100000009"}`, ""), 404, "proxy.code")
	}
	h.requireProblem(hua.enters(good), 429, "attempt.locked")
	require.Equal(t, 201, mei.enters(good).status, "others are not locked")
	h.clock.Advance(31 * time.Minute)
	another := dad.invites("principal")
	require.Equal(t, 201, hua.enters(another).status)
}

// What is repeated happens once, what is nonsense is refused, and who has not said his name is asked to.
func TestProxyCallsThatRepeatOrMakeNoSense(t *testing.T) {
	h := build(t)
	dad, mei, nobody := h.relative("郑守田", person.Matched), h.relative("郑小禾", person.Stated), h.relative("", person.Unknown)
	h.requireProblem(nobody.does("GET", "/api/v1/proxies?side=agent", "", ""), 403, "person.assurance", "姓名")
	first := dad.invites("principal")
	dad.calls--
	require.Equal(t, first, dad.invites("principal"), "the same call again gives the same code")
	require.Equal(t, 201, mei.enters(first).status)
	mei.calls--
	require.Equal(t, 201, mei.enters(first).status, "and so does agreeing")
	for _, body := range []string{
		`{"side":"principal","scopes":[]}`, `{"side":"principal","scopes":["ride_code"]}`, `{"side":"both","scopes":["book"]}`, `{"side":"principal","scopes":["book"],"maker":"x"}`,
		`{"side":"principal","scopes":["book"],"until":"2030-01-01"}`, `{"side":"principal","scopes":["book"],"until":"2026-11-22"}`, `{"side":"principal","scopes":["book"],"until":"soon"}`,
	} {
		require.Equal(t, 400, dad.does("POST", "/api/v1/proxies/codes", body, "").status, body)
	}
	require.Equal(t, 404, mei.does("DELETE", "/api/v1/proxies/"+uuid.NewString(), "", "").status)
	h.requireProblem(mei.does("GET", "/api/v1/card", "", uuid.NewString()), 403, "proxy.not_held")
	require.Equal(t, 400, mei.does("GET", "/api/v1/card", "", "not-a-key").status)
	require.Equal(t, 401, h.call("GET", "/api/v1/proxies?side=agent", "", "").status)
}
