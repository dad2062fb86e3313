package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
)

// What the house counts on must not hang on how a server was set up.
func TestServerSessionsAreAsTheHouseCountsOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for query, want := range map[db.Dialect]map[string]string{
			db.SQLite: {"PRAGMA encoding": "UTF-8"},
			db.Postgres: {
				"SHOW timezone": "UTC", "SHOW transaction_isolation": "read committed", "SHOW lock_timeout": "5s",
			},
			db.MySQL: {
				"SELECT @@session.time_zone": "+00:00", "SELECT @@session.innodb_lock_wait_timeout": "5", "SELECT @@session.collation_connection": "utf8mb4_bin",
				"SELECT @@session.sql_mode LIKE '%STRICT_TRANS_TABLES%' AND @@session.sql_mode LIKE '%NO_ZERO_DATE%'":                                      "1",
				"SELECT variable_value FROM information_schema.session_variables WHERE variable_name IN ('tx_isolation', 'transaction_isolation') LIMIT 1": "READ-COMMITTED",
			},
		}[d.Dialect()] {
			var got string
			require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return orm.Of(tx).Raw(query).Row().Scan(&got) }), query)
			require.Equal(t, want, got, query)
		}
	})
}
