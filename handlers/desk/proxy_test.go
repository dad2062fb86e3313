package desk_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// lives writes somebody down who lives at a station.
func (h *counter) lives(name seal.Text, at station.Station) uuid.UUID {
	h.t.Helper()
	p := person.Person{ID: db.NewID(), Name: name, StationID: at.ID, StationPath: at.Path}
	require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) error { return person.InsertPeople(tx, []person.Person{p}) }))
	return p.ID
}

// asks is the code with which somebody asks to act, or offers to be acted for.
func (h *counter) asks(side proxy.Side, who uuid.UUID) (code string) {
	h.t.Helper()
	require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) (err error) {
		_, code, err = proxy.Invite(tx, audit.Actor{Kind: audit.Citizen, ID: "test"}, proxy.Offer{Side: side, Maker: who, Scopes: "benefits"})
		return err
	}))
	return code
}

func (h *counter) saw(who uuid.UUID) int {
	h.t.Helper()
	sights, err := audit.SightsOf(h.db.View(h.t.Context()), []uuid.UUID{who}, uuid.Nil, 50)
	require.NoError(h.t, err)
	for _, s := range sights {
		require.Equal(h.t, audit.ForProxy, s.Purpose)
	}
	return len(sights)
}

// A man without a smartphone reads out the code that his daughter told him; the clerk sees his paper and types it.
func TestACodeIsReadOutAtTheCounter(t *testing.T) {
	eachCounter(t, func(t *testing.T, h *counter) {
		dad, mei := h.lives(canaryName, h.east), h.lives("郑小禾", h.west)
		code := h.asks(proxy.Agent, mei)
		look := h.as("li", "POST", "/api/desk/v1/proxies/look", `{"code":"`+code+`"}`)
		require.Equal(t, []any{200, mei.String(), "郑小禾", []any{"benefits"}}, []any{look.status, look.body["agent_id"], look.body["agent"], look.body["scopes"]}, look.raw)
		body := fmt.Sprintf(`{"code":%q,"principal_id":%q,"paper_seen":true}`, code, dad)
		h.refused(h.as("wang", "POST", "/api/desk/v1/proxies/witness", body), 404, "person.not_found")
		h.refused(h.as("chief", "POST", "/api/desk/v1/proxies/witness", body), 403, "staff.role")
		made := h.keyed("li", "witness-1", "POST", "/api/desk/v1/proxies/witness", body)
		require.Equal(t, []any{201, "code", "active"}, []any{made.status, made.body["how"], made.body["state"]}, made.raw)
		require.Equal(t, made.raw, h.keyed("li", "witness-1", "POST", "/api/desk/v1/proxies/witness", body).raw)
		h.refused(h.as("li", "POST", "/api/desk/v1/proxies/witness", body), 404, "proxy.code")

		p, err := proxy.NewStore(h.db).ByID(t.Context(), uuid.MustParse(made.body["id"].(string)))
		require.NoError(t, err)
		require.Equal(t, []uuid.UUID{dad, mei, h.li.ID, h.east.ID}, []uuid.UUID{p.PrincipalID, p.AgentID, *p.WitnessID, *p.StationID})
		require.Equal(t, []int{1, 2}, []int{h.saw(dad), h.saw(mei)}, "both read that the clerk saw them")
		h.silent()
	})
}

// His own code is no paper of hers: at the counter only a code with which somebody asks to act is taken, and wrong ones are answered alike.
func TestOnlyWhoAsksToActIsWitnessed(t *testing.T) {
	h := openCounter(t, dbtest.Place(t, db.SQLite))
	dad, mei := h.lives(canaryName, h.east), h.lives("郑小禾", h.east)
	offered := h.asks(proxy.Principal, mei)
	for _, code := range []string{offered, "482193058", "100000009"} {
		h.refused(h.as("li", "POST", "/api/desk/v1/proxies/look", `{"code":"`+code+`"}`), 404, "proxy.code")
		h.refused(h.as("li", "POST", "/api/desk/v1/proxies/witness", fmt.Sprintf(`{"code":%q,"principal_id":%q,"paper_seen":true}`, code, dad)), 404, "proxy.code")
	}
	unseen := fmt.Sprintf(`{"code":%q,"principal_id":%q,"paper_seen":false}`, offered, dad)
	require.Equal(t, 400, h.as("li", "POST", "/api/desk/v1/proxies/witness", unseen).status, "nobody is witness of what he did not see")
	for range 4 {
		h.as("li", "POST", "/api/desk/v1/proxies/look", `{"code":"482193058"}`)
	}
	h.refused(h.as("li", "POST", "/api/desk/v1/proxies/look", `{"code":"482193058"}`), 429, "attempt.locked")
}

// A signed form is for two people of the clerk's part of the tree, or for one of them and his registered relative.
func TestASignedFormIsRecorded(t *testing.T) {
	h := openCounter(t, dbtest.Place(t, db.SQLite))
	dad, near, far := h.lives(canaryName, h.east), h.lives("郑小禾", h.east), h.lives("郑小稻", h.west)
	record := func(login string, principal, agent uuid.UUID, more string) answer {
		return h.as(login, "POST", "/api/desk/v1/proxies/paper", fmt.Sprintf(`{"principal_id":%q,"agent_id":%q,"scopes":["petition"],"paper_seen":true%s}`, principal, agent, more))
	}
	made := record("li", dad, near, `,"until":"2027-01-31"`)
	require.Equal(t, []any{201, "paper", "2027-01-31"}, []any{made.status, made.body["how"], made.body["until"]}, made.raw)
	h.refused(record("li", dad, far, ""), 404, "person.not_found")
	h.refused(record("wang", dad, near, ""), 404, "person.not_found")
	h.refused(record("li", dad, uuid.New(), ""), 404, "person.not_found")
	h.refused(record("li", dad, dad, ""), 400, "proxy.self")
	require.NoError(t, h.db.InTx(t.Context(), func(tx db.Tx) error {
		return person.InsertRelations(tx, []person.Relation{{PersonID: far, RelativeID: dad, Kind: "parent"}})
	}))
	require.Equal(t, 201, record("li", dad, far, "").status, "she is in his file")

	seen := h.saw(dad)
	listed := h.as("li", "GET", "/api/desk/v1/people/"+dad.String()+"/proxies?side=principal", "")
	require.Len(t, list(listed, "items"), 2)
	require.Equal(t, seen+1, h.saw(dad))
	h.refused(h.as("wang", "GET", "/api/desk/v1/people/"+dad.String()+"/proxies?side=principal", ""), 404, "person.not_found")
	hers := h.as("wang", "GET", "/api/desk/v1/people/"+far.String()+"/proxies?side=agent&limit=1", "")
	require.Len(t, list(hers, "items"), 1)
}

// Either side ends it through a clerk of his own part of the tree.
func TestAProxyEndsAtTheCounter(t *testing.T) {
	h := openCounter(t, dbtest.Place(t, db.SQLite))
	dad, mei := h.lives(canaryName, h.east), h.lives("郑小禾", h.west)
	code := h.asks(proxy.Agent, mei)
	made := h.as("li", "POST", "/api/desk/v1/proxies/witness", fmt.Sprintf(`{"code":%q,"principal_id":%q,"paper_seen":true}`, code, dad))
	path := "/api/desk/v1/proxies/" + made.body["id"].(string) + "/revoke"
	h.refused(h.as("wang", "POST", path, `{"side":"principal"}`), 404, "proxy.not_found")
	h.refused(h.as("li", "POST", path, `{"side":"agent"}`), 404, "proxy.not_found")
	over := h.as("wang", "POST", path, `{"side":"agent"}`)
	require.Equal(t, []any{200, "revoked", "agent", "station"}, []any{over.status, over.body["state"], over.body["ended_by"], over.body["reason"]}, over.raw)
	again := h.as("li", "POST", path, `{"side":"principal"}`)
	require.Equal(t, "agent", again.body["ended_by"], "it stays as it is")
	h.refused(h.as("li", "POST", "/api/desk/v1/proxies/"+uuid.NewString()+"/revoke", `{"side":"principal"}`), 404, "proxy.not_found")
}

// What a dead man left is handed over to a registered relative, wherever she lives, and to nobody else.
func TestHandingOverToARelative(t *testing.T) {
	h := openCounter(t, dbtest.Place(t, db.SQLite))
	dad, mei, stranger := h.lives(canaryName, h.east), h.lives("郑小禾", h.west), h.lives("何玉", h.east)
	require.NoError(t, h.db.InTx(t.Context(), func(tx db.Tx) error {
		return person.InsertRelations(tx, []person.Relation{{PersonID: dad, RelativeID: mei, Kind: "child"}})
	}))
	hand := func(login string, to uuid.UUID) answer {
		return h.as(login, "POST", "/api/desk/v1/proxies/handover", fmt.Sprintf(`{"deceased_id":%q,"relative_id":%q,"paper_seen":true}`, dad, to))
	}
	h.refused(hand("li", mei), 409, "proxy.alive")
	require.Equal(t, 200, h.as("li", "POST", "/api/desk/v1/people/"+dad.String()+"/death", `{"died_on":"2026-11-20"}`).status)
	h.refused(hand("wang", mei), 404, "person.not_found")
	h.refused(hand("li", stranger), 409, "proxy.relation")
	h.refused(hand("li", uuid.New()), 409, "proxy.relation")
	made := hand("li", mei)
	require.Equal(t, []any{201, "survivor", "handover", []any{"petition", "benefits"}}, []any{made.status, made.body["kind"], made.body["how"], made.body["scopes"]}, made.raw)
}
