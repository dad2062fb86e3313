package db_test

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
)

// A slow statement shows with its table and its time, and with nothing that was in it.
func TestLogHoldsNoStatement(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		var log bytes.Buffer
		o.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		d := dbtest.Open(t, o)
		makeSamples(t, d)
		wait := map[db.Dialect]string{
			db.SQLite: `UPDATE samples SET name = ? WHERE fen <
				(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT COUNT(*) FROM n)`,
			db.Postgres: "UPDATE samples SET name = ? WHERE fen < (SELECT 1 FROM pg_sleep(0.3))",
			db.MySQL:    "UPDATE samples SET name = ? WHERE fen < 1 - SLEEP(0.3)",
		}[d.Dialect()]
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			if err := add(tx, "geheim"); err != nil {
				return err
			}
			return orm.Of(tx).Exec(wait, []byte("geheim")).Error
		}))
		require.Error(t, d.InTx(t.Context(), func(tx db.Tx) error { return orm.Of(tx).Exec("UPDATE nowhere SET x = ?", "geheim").Error }))
		require.Contains(t, log.String(), `"slow statement"`)
		require.Contains(t, log.String(), `"table":"samples"`)
		require.NotContains(t, log.String(), "geheim")
		require.NotContains(t, log.String(), "SET")
	})
}
