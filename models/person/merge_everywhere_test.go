package person_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
)

// Every column that names a person is moved by a merge. Whoever adds one lets its domain Reassign it (see server/app/merge.go) or adds it to this package's Merge, and
// then writes it down here.
func TestNoColumnIsForgottenByAMerge(t *testing.T) {
	var found []string
	require.NoError(t, orm.Of(dbtest.SQLite(t).View(t.Context())).Raw(`SELECT m.name || '.' || f."from" FROM sqlite_master m
		JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" = 'people'
		UNION SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND c.name LIKE '%person_id' ORDER BY 1`).Scan(&found).Error)
	require.Equal(t, []string{
		"applications.person_id", "appointment_bookings.attendee_id", "appointment_bookings.booker_id", "appointment_bookings.subject_id",
		"benefit_cards.person_id", "benefit_payments.person_id", "handoffs.person_id", "people.merged_into", "person_proofs.person_id",
		"person_relations.person_id", "person_relations.relative_id", "person_reviews.a_id", "person_reviews.b_id", "person_statuses.person_id",
		"petitions.person_id", "privacy_consents.person_id", "privacy_exports.person_id", "privacy_holds.person_id", "privacy_requests.person_id",
		"proxies.agent_id", "proxies.principal_id", "proxy_invitations.maker_id", "wechat_accounts.person_id",
	}, found)
}
