package desk_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/staff"
)

// Who leaves is out at once; what was open of him somebody else has, and what he asked for is taken back.
func TestWhoLeavesHandsOver(t *testing.T) {
	eachBureau(t, func(t *testing.T, b *bureau) {
		_, director := b.colleague("director", "990100", staff.Director)
		liID, li := b.colleague("li1", "990101", staff.TownClerk)
		wangID, _ := b.colleague("wang", "990101", staff.TownClerk)
		farID, far := b.colleague("far", "990102", staff.TownClerk)
		today := clock.DateOf(b.clock.Now())
		leave := `{"deputy":"` + liID + `","from":"` + string(today) + `","until":"` + string(today.AddDays(3)) + `"}`
		absence := b.fine(b.call("POST", "/staff/"+wangID+"/absences", director, leave), 201)
		require.Equal(t, string(today.AddDays(3)), absence.text("until"))
		require.Len(t, b.fine(b.call("GET", "/staff/"+wangID+"/absences", director, ""), 200).body["items"], 1)
		work := b.fine(b.call("GET", "/staff/"+liID+"/work", director, ""), 200).body["items"].([]any)
		require.Equal(t, map[string]any{"kind": "stand_ins", "count": 1.0}, work[0])

		b.refused(b.call("GET", "/staff/"+liID+"/work", far, ""), 404, "staff.not_found")
		b.refused(b.call("POST", "/staff/"+liID+"/handover", far, `{"to":"`+farID+`","leaves":true}`), 404, "staff.not_found")
		b.refused(b.call("POST", "/staff/"+liID+"/handover", director, `{"to":"`+farID+`","leaves":true}`), 403, "staff.out_of_reach")
		b.refused(b.call("POST", "/staff/"+liID+"/handover", director, `{"to":"`+uuid.NewString()+`","leaves":true}`), 400, "staff.bad_successor")
		b.refused(b.call("POST", "/staff/"+liID+"/handover", li, `{"to":"`+wangID+`","leaves":true}`), 403, "staff.own_account")
		b.refused(b.call("POST", "/staff/"+liID+"/handover", director, `{"to":"`+wangID+`","leaves":true}`), 400, "staff.bad_successor") // who is on leave
		b.fine(b.call("GET", "/me", li, ""), 200)
		cityID, _ := b.colleague("city", "990100", staff.CityClerk)
		moved := b.fine(b.call("POST", "/staff/"+liID+"/handover", director, `{"to":"`+cityID+`","leaves":true}`), 200).body["items"].([]any)
		require.Equal(t, map[string]any{"kind": "stand_ins", "count": 1.0}, moved[0])
		b.refused(b.call("GET", "/me", li, ""), 401, "staff.expired")
		list := b.fine(b.call("GET", "/staff/"+wangID+"/absences", director, ""), 200).body["items"].([]any)
		require.Equal(t, cityID, list[0].(map[string]any)["deputy"])
		b.fine(b.call("DELETE", "/staff/"+wangID+"/absences/"+absence.text("id"), director, ""), 204)
		b.refused(b.call("DELETE", "/staff/"+wangID+"/absences/"+absence.text("id"), director, ""), 404, "staff.no_absence")
		gone := b.fine(b.call("GET", "/staff/"+liID, director, ""), 200)
		require.Equal(t, []any{"left", []any{}}, []any{gone.text("state"), gone.body["roles"]})
	})
}

// Whoever gets other roles has asked for nothing in his old ones.
func TestWhatWasAskedInAnOldRoleIsTakenBack(t *testing.T) {
	eachBureau(t, func(t *testing.T, b *bureau) {
		askerID, asker := b.colleague("security", "990100", staff.SecurityAdmin)
		_, second := b.colleague("security-2", "990100", staff.SecurityAdmin)
		_, third := b.colleague("director", "990100", staff.Director)
		liID, _ := b.colleague("li1", "990101", staff.TownClerk)
		old := b.fine(b.call("POST", "/staff/"+liID+"/roles", asker, `{"roles":["director"],"reason":"提任"}`), 202)
		change := b.fine(b.call("POST", "/staff/"+askerID+"/roles", second, `{"roles":["city_clerk"],"reason":"轮岗"}`), 202)
		b.refused(b.call("POST", "/approvals/"+change.text("id")+"/decision", asker, `{"approve":true}`), 403, "staff.own_roles")
		b.fine(b.call("POST", "/approvals/"+change.text("id")+"/decision", third, `{"approve":true}`), 200)
		b.refused(b.call("POST", "/approvals/"+old.text("id")+"/decision", third, `{"approve":true}`), 409, "approval.decided")
		b.refused(b.call("POST", "/staff/"+liID+"/roles", asker, `{"roles":[],"reason":"离岗"}`), 403, "staff.role")
		require.Equal(t, []any{"city_clerk"}, b.fine(b.call("GET", "/me", asker, ""), 200).body["roles"])
	})
}

func TestWhoIsDisabledIsOutAndHisQuestionsAreTakenBack(t *testing.T) {
	eachBureau(t, func(t *testing.T, b *bureau) {
		_, admin := b.colleague("admin", "990100", staff.SystemAdmin)
		askerID, asker := b.colleague("security", "990100", staff.SecurityAdmin)
		_, decides := b.colleague("security-2", "990100", staff.SecurityAdmin)
		liID, _ := b.colleague("li1", "990101", staff.TownClerk)
		r := b.fine(b.call("POST", "/staff/"+liID+"/roles", asker, `{"roles":[],"reason":"离岗"}`), 202)
		require.Len(t, b.fine(b.call("GET", "/me/approvals", asker, ""), 200).body["items"], 1)
		b.refused(b.call("POST", "/approvals/"+r.text("id")+"/withdrawal", decides, ""), 404, "approval.not_found")
		b.fine(b.call("POST", "/staff/"+askerID+"/disable", admin, ""), 204)
		b.refused(b.call("GET", "/me", asker, ""), 401, "staff.expired")
		b.refused(b.call("POST", "/approvals/"+r.text("id")+"/decision", decides, `{"approve":true}`), 409, "approval.decided")
		require.Empty(t, b.fine(b.call("GET", "/approvals", decides, ""), 200).body["items"])
		b.refused(b.call("POST", "/staff/"+askerID+"/reset", admin, ""), 403, "staff.watcher")
		fresh := b.fine(b.call("POST", "/staff/"+liID+"/roles", decides, `{"roles":["village_clerk"],"reason":"调岗","station":"990102"}`), 202)
		require.Equal(t, "990102", fresh.text("station"))
		require.Equal(t, "withdrawn", b.fine(b.call("POST", "/approvals/"+fresh.text("id")+"/withdrawal", decides, ""), 200).text("state"))
		b.refused(b.call("POST", "/staff/"+liID+"/roles", decides, `{"roles":["auditor","town_clerk"],"reason":"兼任"}`), 400, "staff.roles_separate")
		b.refused(b.call("POST", "/staff/"+liID+"/roles", decides, `{"roles":["town_clerk"],"reason":"电话13800000000"}`), 400, "approval.reason")
	})
}
