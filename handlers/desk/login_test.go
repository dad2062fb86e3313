package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/staff"
	"shuangyong/session"
	"shuangyong/tests/leftovers"
)

// From the invitation to the first login, by himself; roles come later, from two others, and hold at once.
func TestFromTheInvitationToTheFirstDayOfWork(t *testing.T) {
	eachBureau(t, func(t *testing.T, b *bureau) {
		_, admin := b.colleague("admin", "990100", staff.SystemAdmin)
		_, asks := b.colleague("security", "990100", staff.SecurityAdmin)
		_, decides := b.colleague("security-2", "990100", staff.SecurityAdmin)
		token, secret, id := b.employed(admin, "dongjie-li", "990101")
		me := b.fine(b.call("GET", "/me", token, ""), 200)
		require.Empty(t, me.body["roles"])
		require.Equal(t, "990100/990101/", me.text("station_path"))
		b.refused(b.call("GET", "/staff", token, ""), 403, "staff.role")

		question := `{"roles":["director","town_clerk"],"reason":"接替离岗的同事"}`
		r := b.fine(b.keyed("POST", "/staff/"+id+"/roles", asks, question, "the-same-key"), 202)
		again := b.fine(b.keyed("POST", "/staff/"+id+"/roles", asks, question, "the-same-key"), 202)
		require.Equal(t, r.text("id"), again.text("id"))
		b.refused(b.call("POST", "/staff/"+id+"/roles", asks, question), 409, "approval.waiting")
		b.refused(b.call("GET", "/staff", token, ""), 403, "staff.role")
		b.refused(b.call("POST", "/approvals/"+r.text("id")+"/decision", asks, `{"approve":true}`), 403, "approval.own")
		list := b.fine(b.call("GET", "/approvals?limit=1", decides, ""), 200)
		require.Len(t, list.body["items"], 1)
		done := b.fine(b.call("POST", "/approvals/"+r.text("id")+"/decision", decides, `{"approve":true}`), 200)
		require.Equal(t, "approved", done.text("state"))
		b.fine(b.call("GET", "/staff", token, ""), 200)

		in := b.fine(b.logIn("dongjie-li", goodPassword, secret), 200)
		require.Equal(t, "done", in.text("step"))
		require.EqualValues(t, 10, in.body["recovery_codes_left"])
		sessions := b.fine(b.call("GET", "/me/sessions", in.text("token"), ""), 200).body["items"].([]any)
		require.Len(t, sessions, 2)
		require.Equal(t, []any{false, true}, []any{sessions[0].(map[string]any)["this"], sessions[1].(map[string]any)["this"]})
		b.fine(b.call("DELETE", "/me/sessions/"+sessions[0].(map[string]any)["id"].(string), in.text("token"), ""), 204)
		b.refused(b.call("DELETE", "/me/sessions/"+sessions[0].(map[string]any)["id"].(string), in.text("token"), ""), 404, "staff.no_session")
		b.refused(b.call("GET", "/me", token, ""), 401, "staff.expired")
		b.fine(b.call("DELETE", "/session", in.text("token"), ""), 204)
		b.refused(b.call("GET", "/me", in.text("token"), ""), 401, "staff.expired")
		for _, private := range []string{goodPassword, "李文", secret, token, in.text("token")} {
			require.NotContains(t, b.log.String(), private)
		}
	})
}

func TestALoginOfTheDeskEndsByTheClock(t *testing.T) {
	b := openBureau(t, dbtest.Place(t, db.SQLite))
	_, idle := b.colleague("idle", "990101", staff.TownClerk)
	_, busy := b.colleague("busy", "990101", staff.TownClerk)
	start := b.clock.Now()
	b.clock.Advance(session.StaffIdle - time.Second)
	b.fine(b.call("GET", "/me", busy, ""), 200)
	b.clock.Advance(time.Second)
	b.refused(b.call("GET", "/me", idle, ""), 401, "staff.expired")
	for b.clock.Now().Before(start.Add(session.StaffLife - session.StaffIdle)) {
		b.clock.Advance(session.StaffIdle - time.Minute)
		b.fine(b.call("GET", "/me", busy, ""), 200)
	}
	b.clock.Advance(start.Add(session.StaffLife).Sub(b.clock.Now()))
	b.refused(b.call("GET", "/me", busy, ""), 401, "staff.expired")
}

// A Redis that lost its memory costs a login; the wrong tries stand in SQL, and are not forgotten with it.
func TestAFlushedRedisForgetsLoginsAndNoWrongTries(t *testing.T) {
	eachBureau(t, func(t *testing.T, b *bureau) {
		_, admin := b.colleague("admin", "990100", staff.SystemAdmin)
		token, secret, _ := b.employed(admin, "li1", "990101")
		for range 4 {
			b.refused(b.call("POST", "/login", "", `{"login":"li1","password":"wrong"}`), 401, "staff.wrong")
		}
		require.NoError(t, leftovers.Wipe(t.Context(), b.redis, b.db.Keys()))
		b.refused(b.call("GET", "/me", token, ""), 401, "staff.expired")
		b.refused(b.call("POST", "/login", "", `{"login":"li1","password":"wrong"}`), 401, "staff.wrong")
		b.refused(b.call("POST", "/login", "", `{"login":"li1","password":"`+goodPassword+`"}`), 401, "staff.wrong")
		b.clock.Advance(30 * time.Minute)
		b.fine(b.logIn("li1", goodPassword, secret), 200)
	})
}

// Whoever changes his password goes on with a new token; every other login of his is over, though Redis still has it.
func TestAChangedPasswordEndsTheOtherLogins(t *testing.T) {
	eachBureau(t, func(t *testing.T, b *bureau) {
		_, admin := b.colleague("admin", "990100", staff.SystemAdmin)
		first, secret, _ := b.employed(admin, "li1", "990101")
		second := b.fine(b.logIn("li1", goodPassword, secret), 200).text("token")
		b.refused(b.call("POST", "/me/password", second, `{"password":"wrong","new_password":"`+betterPassword+`"}`), 403, "staff.not_yours")
		b.refused(b.call("POST", "/me/password", second, `{"password":"`+goodPassword+`","new_password":"short"}`), 400, "staff.weak_password")
		third := b.fine(b.call("POST", "/me/password", second, `{"password":"`+goodPassword+`","new_password":"`+betterPassword+`"}`), 200).text("token")
		b.refused(b.call("GET", "/me", first, ""), 401, "staff.expired")
		b.refused(b.call("GET", "/me", second, ""), 401, "staff.expired")
		require.Len(t, b.fine(b.call("GET", "/me/sessions", third, ""), 200).body["items"], 1)

		b.refused(b.call("POST", "/me/recovery-codes", third, `{"code":"000000"}`), 403, "staff.wrong_code")
		b.fine(b.call("GET", "/me", third, ""), 200)
		b.clock.Advance(time.Minute)
		codes := b.fine(b.call("POST", "/me/recovery-codes", third, `{"code":"`+b.code(secret)+`"}`), 200).body["recovery_codes"].([]any)
		require.Len(t, codes, 10)
		phone := b.fine(b.call("POST", "/me/phone", third, `{"password":"`+betterPassword+`"}`), 200)
		b.refused(b.call("POST", "/me/phone/confirm", third, `{"ticket":"`+phone.text("ticket")+`","code":"000000"}`), 403, "staff.wrong_code")
		fourth := b.fine(b.call("POST", "/me/phone/confirm", third, `{"ticket":"`+phone.text("ticket")+`","code":"`+b.code(phone.text("secret"))+`"}`), 200)
		require.Len(t, fourth.body["recovery_codes"], 10)
		b.refused(b.call("GET", "/me", third, ""), 401, "staff.expired")
		step := b.fine(b.call("POST", "/login", "", `{"login":"li1","password":"`+betterPassword+`"}`), 200)
		b.refused(b.call("POST", "/login/totp", "", `{"ticket":"`+step.text("ticket")+`","recovery_code":"`+codes[0].(string)+`"}`), 401, "staff.wrong_code")
		b.refused(b.call("POST", "/login/totp", "", `{"ticket":"`+step.text("ticket")+`"}`), 400, "staff.one_code")
		fresh := fourth.body["recovery_codes"].([]any)[0].(string)
		in := b.fine(b.call("POST", "/login/totp", "", `{"ticket":"`+step.text("ticket")+`","recovery_code":"`+fresh+`"}`), 200)
		b.fine(b.call("DELETE", "/me/sessions", in.text("token"), ""), 204)
		b.refused(b.call("GET", "/me", in.text("token"), ""), 401, "staff.expired")
	})
}

func TestAnOldPasswordLeadsToAnother(t *testing.T) {
	b := openBureau(t, dbtest.Place(t, db.SQLite))
	_, admin := b.colleague("admin", "990100", staff.SystemAdmin)
	_, secret, _ := b.employed(admin, "li1", "990101")
	b.clock.Advance(90 * 24 * time.Hour)
	step := b.fine(b.logIn("li1", goodPassword, secret), 200)
	require.Equal(t, "change_password", step.text("step"))
	require.Empty(t, step.text("token"))
	in := b.fine(b.call("POST", "/login/password", "", `{"ticket":"`+step.text("ticket")+`","password":"`+betterPassword+`"}`), 200)
	b.fine(b.call("GET", "/me", in.text("token"), ""), 200)
	b.refused(b.call("POST", "/login/password", "", `{"ticket":"`+step.text("ticket")+`","password":"`+goodPassword+`"}`), 401, "staff.ticket")
}

// What is refused reads the same, to the letter, whether there is such a login or not.
func TestRefusedLoginsReadAlike(t *testing.T) {
	b := openBureau(t, dbtest.Place(t, db.SQLite))
	_, admin := b.colleague("admin", "990100", staff.SystemAdmin)
	_, _, id := b.employed(admin, "disabled", "990101")
	b.employed(admin, "works", "990101")
	b.fine(b.call("POST", "/staff/"+id+"/disable", admin, ""), 204)
	bodies := map[string]bool{}
	for _, login := range []string{"disabled", "works", "nobody", "admin"} {
		a := b.call("POST", "/login", "", `{"login":"`+login+`","password":"`+strings.Repeat("x", 20)+`"}`)
		b.refused(a, 401, "staff.wrong")
		bodies[a.raw] = true
	}
	require.Len(t, bodies, 1)
}
