package mini_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
)

var clerk = audit.Actor{Kind: audit.Staff, ID: "clerk-1"}

// account is the canary's account in the mini-program.
func (h *house) account() person.Account {
	h.t.Helper()
	a, ok, err := h.people.AccountOf(h.t.Context(), person.MiniProgram, openid)
	require.NoError(h.t, err)
	require.True(h.t, ok)
	return a
}

// registered is somebody of the bureau's roster.
func (h *house) registered() person.Person {
	h.t.Helper()
	town, ok := h.homes.ByPath("990100/990101/")
	require.True(h.t, ok)
	rows := []person.Person{{Name: "欧阳守田", Sex: "m", BornOn: "1950-03-02", IDNumber: "990101195003020018", Phone: "13900000001", StationID: town.ID, StationPath: town.Path}}
	h.commit(func(tx db.Tx) error { return person.InsertPeople(tx, rows) })
	return rows[0]
}

func (h *house) commit(fn func(tx db.Tx) error) {
	h.t.Helper()
	require.NoError(h.t, h.db.InTx(h.t.Context(), fn))
}

func TestWhoIAmIsShownMasked(t *testing.T) {
	h := build(t)
	token := h.signIn()
	a := h.call("GET", "/api/v1/me", token, "")
	require.Equal(t, 200, a.status, a.raw)
	require.Equal(t, map[string]any{
		"name": "", "phone": "", "id_number": "", "assurance": "unknown", "assurance_text": "还不知道您是谁", "joined": false, "must_read_notice": true,
	}, a.body)

	a = h.call("PATCH", "/api/v1/me", token, `{"name":"郑 小禾"}`)
	require.Equal(t, 200, a.status, a.raw)
	require.Equal(t, []any{"郑**", "stated"}, []any{a.body["name"], a.body["assurance"]})

	p := h.registered()
	h.commit(func(tx db.Tx) error { return h.people.Attach(tx, clerk, h.account(), p.ID, person.Stated) })
	a = h.call("GET", "/api/v1/me", token, "")
	require.Equal(t, []any{"", "", ""}, []any{a.body["name"], a.body["phone"], a.body["id_number"]}, "of somebody he only claims to be he sees nothing")
	require.NotContains(t, a.body, "station")

	h.commit(func(tx db.Tx) error { return h.people.Attach(tx, clerk, h.account(), p.ID, person.Seen) })
	a = h.call("GET", "/api/v1/me", token, "")
	require.Equal(t, []any{"欧***", "139****0001", "990101********0018", "seen"}, []any{a.body["name"], a.body["phone"], a.body["id_number"], a.body["assurance"]})
	require.Equal(t, "东街服务站", a.body["station"].(map[string]any)["name"])
	for _, whole := range []string{"欧阳守田", "13900000001", "990101195003020018"} {
		require.NotContains(t, a.raw, whole)
		require.NotContains(t, h.log.String(), whole)
	}
	h.requireProblem(h.call("PATCH", "/api/v1/me", token, `{"name":"郑小禾"}`), 409, "person.name_proved", "已经核实", "服务站")
}

// A name, and nothing else: what somebody may not say of himself is not taken from him.
func TestNothingButANameIsTaken(t *testing.T) {
	h := build(t)
	token := h.signIn()
	for _, body := range []string{
		`{}`, `{"name":""}`, `{"name":null}`, `{"name":"郑小禾","assurance":"seen"}`, `{"name":"郑小禾","person_id":"0193a5c0-0000-7000-8000-000000000001"}`,
		`{"name":"郑小禾","phone":"13800000000"}`, `{"name":["郑小禾"]}`, `{"name":"13900000001"}`, `{"name":"郑\u202e小禾"}`,
	} {
		require.Equal(t, 400, h.call("PATCH", "/api/v1/me", token, body).status, body)
	}
	require.Nil(t, h.account().PersonID)
	h.requireProblem(h.call("GET", "/api/v1/me", "", ""), 401, "login.needed")
}

// Whose account is gone is not known any more, whatever token he has.
func TestWithoutAnAccountNobodyIsKnown(t *testing.T) {
	h := build(t)
	token := h.signIn()
	h.commit(func(tx db.Tx) error { return h.people.Forget(tx, clerk, person.MiniProgram, h.account().OpenIDIndex) })
	for _, a := range []answered{h.call("GET", "/api/v1/me", token, ""), h.call("PATCH", "/api/v1/me", token, `{"name":"郑小禾"}`), h.call("POST", "/api/v1/phone", token, `{"code":"c"}`)} {
		h.requireProblem(a, 401, "login.gone", "重新登录")
		require.Contains(t, a.header.Get("WWW-Authenticate"), "invalid_token")
	}
}

// Who read the notice in one app has not to read it again in the other: both are his.
func TestTheNoticeIsReadByPeopleAndNotByApps(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		me := h.relative("万水生", person.Matched)
		must := func() any { return me.does("GET", "/api/v1/me", "", "").body["must_read_notice"] }
		require.Equal(t, true, must())
		h.commit(func(tx db.Tx) error {
			elsewhere := privacy.Who{Account: db.NewID(), Person: me.id}
			return privacy.NewStore(h.db).Decide(tx, clerk, elsewhere, 1, true, []privacy.Purpose{privacy.Basic})
		})
		require.Equal(t, false, must())
		require.Equal(t, false, me.does("GET", "/api/v1/privacy/consents", "", "").body["must_read"])
	})
}
