package app

import (
	"database/sql"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/privacy"
	"shuangyong/session"
)

// pointsAtPeople says of each column that points at a person in which section of his copy it is, and with which part of a deletion it goes or stays. "" with a reason: it is in none.
var pointsAtPeople = map[string]struct {
	section string
	part    privacy.Part
	reason  string
}{
	"wechat_accounts.person_id":        {"accounts", privacy.Accounts, ""},
	"person_statuses.person_id":        {"statuses", privacy.File, ""},
	"person_relations.person_id":       {"relations", privacy.File, ""},
	"person_relations.relative_id":     {"", privacy.File, "the other one's copy has it"},
	"person_proofs.person_id":          {"proofs", privacy.File, ""},
	"person_reviews.a_id":              {"", "", "two keys and why they are alike; told in changes"},
	"person_reviews.b_id":              {"", "", "two keys and why they are alike; told in changes"},
	"people.merged_into":               {"", "", "an empty row that leads to the one that is left"},
	"petitions.person_id":              {"petitions", privacy.Petitions, ""},
	"appointment_bookings.subject_id":  {"appointments", privacy.Bookings, ""},
	"appointment_bookings.booker_id":   {"appointments", privacy.Bookings, ""},
	"appointment_bookings.attendee_id": {"appointments", privacy.Bookings, ""},
	"benefit_cards.person_id":          {"cards", privacy.Benefits, ""},
	"benefit_payments.person_id":       {"payments", privacy.Benefits, ""},
	"handoffs.person_id":               {"handoffs", privacy.Calls, ""},
	"proxies.principal_id":             {"proxies", privacy.Proxies, ""},
	"proxies.agent_id":                 {"proxies", privacy.Proxies, ""},
	"proxy_invitations.maker_id":       {"", privacy.Proxies, "codes by hash, good for a day, gone a month later"},
	"applications.person_id":           {"applications", privacy.Applications, ""},
	"privacy_consents.person_id":       {"consents", privacy.Consents, ""},
	"privacy_requests.person_id":       {"requests", privacy.Requests, ""},
	"privacy_holds.person_id":          {"", "", "says that something may not be deleted; told in changes and in the plan"},
	"privacy_exports.person_id":        {"", privacy.Copies, "the copies themselves"},
}

// Whoever adds a table that points at people says here how they get a copy of it and how it is deleted.
func TestWhateverPointsAtPeopleIsCopiedAndDeleted(t *testing.T) {
	l := live(t)
	token := l.known("wanshui", "万水生")
	l.get(201, "POST", "/api/v1/privacy/exports", token, "export-01", "")
	_, _, raw := l.call("GET", "/api/v1/privacy/exports/"+l.get(200, "GET", "/api/v1/privacy/exports", token, "", "")["items"].([]any)[0].(map[string]any)["id"].(string)+"/download", token, "", "")
	page := unpacked(t, raw)["data.json"]

	matches, err := filepath.Glob(filepath.Join(l.app.stores.Config.DataDir, "*.db"))
	require.NoError(t, err)
	d, err := sql.Open("sqlite", "file:"+matches[0]+"?mode=ro")
	require.NoError(t, err)
	defer func() { _ = d.Close() }()
	there := column(t, d, `SELECT m.name || '.' || f."from" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" = 'people'`)
	require.ElementsMatch(t, slices.Sorted(maps.Keys(pointsAtPeople)), there)

	all := privacy.Stock{}
	for at, p := range pointsAtPeople {
		require.False(t, p.section == "" && p.reason == "", at)
		if p.section != "" {
			require.Contains(t, page, `"`+p.section+`": [`, at)
		}
		if p.part != "" {
			all[p.part] = 1
		}
	}
	erasers := (&mine{}).partErasers(nil)
	for _, part := range []privacy.Part{privacy.Drafts, privacy.Contact, privacy.OpenCalls, privacy.Traces} {
		all[part] = 1
	}
	for _, i := range privacy.Plan(all, nil, clock.Date("2026-11-23")) {
		require.Contains(t, all, i.Part)
		if i.Goes {
			require.Contains(t, erasers, i.Part)
		}
	}
	alone := privacy.Plan(privacy.Stock{privacy.File: 1, privacy.Contact: 1}, nil, clock.Date("2026-11-23"))
	for _, i := range alone {
		require.True(t, i.Goes)
		require.Contains(t, erasers, i.Part)
	}
}

func TestAConversationIsKeptAsLongAsPeopleRead(t *testing.T) {
	term, ok := privacy.TermOf("conversation")
	require.True(t, ok)
	require.Equal(t, session.KeepConversation, term.Keep)
}
