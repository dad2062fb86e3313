package db_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// sample is a table of the tests: every kind of column the house uses.
type sample struct {
	ID     uuid.UUID `gorm:"primaryKey"`
	Name   seal.Text `gorm:"serializer:sealed"`
	Index  seal.Index
	Ref    *uuid.UUID
	At     time.Time
	Later  *time.Time
	Opened bool
	Fen    int64
}

func (sample) TableName() string { return "samples" }

func makeSamples(t *testing.T, d *db.DB) {
	t.Helper()
	ddl := map[db.Dialect]string{
		db.SQLite: `CREATE TABLE samples (id TEXT PRIMARY KEY, name BLOB NOT NULL, "index" TEXT NOT NULL UNIQUE, ref TEXT, at DATETIME NOT NULL, later DATETIME,
			opened INTEGER NOT NULL, fen INTEGER NOT NULL CHECK (fen >= 0))`,
		db.Postgres: `CREATE TABLE samples (id uuid PRIMARY KEY, name bytea NOT NULL, "index" text NOT NULL UNIQUE, ref uuid, at timestamptz NOT NULL, later timestamptz,
			opened boolean NOT NULL, fen bigint NOT NULL CHECK (fen >= 0))`,
		db.MySQL: "CREATE TABLE samples (id CHAR(36) PRIMARY KEY, name BLOB NOT NULL, `index` CHAR(64) NOT NULL UNIQUE, ref CHAR(36), at DATETIME(6) NOT NULL, later DATETIME(6)," +
			"opened BOOLEAN NOT NULL, fen BIGINT NOT NULL CHECK (fen >= 0)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
	}
	if d.Dialect() == db.MySQL { // its DDL commits by itself
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return orm.Of(tx).Exec(ddl[db.MySQL]).Error }))
		return
	}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return orm.Of(tx).Exec(ddl[d.Dialect()]).Error }))
}

func TestColumnsComeBackAsTheyWent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeSamples(t, d)
		ref := db.NewID()
		later := time.Date(2026, 12, 1, 8, 30, 0, 123456789, time.FixedZone("here", 8*3600))
		in := sample{
			ID: db.NewID(), Name: "王秀兰", Index: d.Keys().Index("samples.name", "王秀兰"), Ref: &ref,
			At: dbtest.Start(), Later: &later, Opened: true, Fen: 250,
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return orm.Of(tx).Create(&in).Error }))

		var out sample
		require.NoError(t, orm.Of(d.View(t.Context())).First(&out, "id = ?", in.ID).Error)
		require.Equal(t, "王秀兰", out.Name.Reveal())
		require.Equal(t, in.Index, out.Index)
		require.Equal(t, ref, *out.Ref)
		require.Equal(t, dbtest.Start(), out.At, "UTC, to the microsecond")
		require.Equal(t, later.UTC().Truncate(time.Microsecond), *out.Later)
		require.True(t, out.Opened)
		require.EqualValues(t, 250, out.Fen)

		for _, c := range []struct {
			where string
			at    time.Time
			n     int64
		}{
			{"at = ?", dbtest.Start(), 1},
			{"at < ?", dbtest.Start(), 0},
			{"at < ?", dbtest.Start().Add(time.Microsecond), 1},
			{"at >= ?", dbtest.Start().In(time.FixedZone("there", -5*3600)), 1},
			{"later > ?", later.Add(time.Second), 0},
		} {
			var n int64
			require.NoError(t, orm.Of(d.View(t.Context())).Model(&sample{}).Where(c.where, c.at).Count(&n).Error)
			require.Equal(t, c.n, n, c.where)
		}
	})
}

func TestSealedColumnIsUnreadableAndBoundToItsRow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeSamples(t, d)
		a := sample{ID: db.NewID(), Name: "13800000000", Index: "a", At: dbtest.Start()}
		b := sample{ID: db.NewID(), Name: "", Index: "b", At: dbtest.Start()}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return orm.Of(tx).Create([]*sample{&a, &b}).Error }))

		var raw []byte
		require.NoError(t, orm.Of(d.View(t.Context())).Raw("SELECT name FROM samples WHERE id = ?", a.ID).Row().Scan(&raw))
		require.NotContains(t, string(raw), "1380")
		require.Greater(t, len(raw), 11+28)
		var empty sample
		require.NoError(t, orm.Of(d.View(t.Context())).First(&empty, "id = ?", b.ID).Error)
		require.Empty(t, empty.Name.Reveal())

		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return orm.Of(tx).Exec("UPDATE samples SET name = ? WHERE id = ?", raw, b.ID).Error
		}))
		var moved sample
		require.ErrorIs(t, orm.Of(d.View(t.Context())).First(&moved, "id = ?", b.ID).Error, seal.ErrOpen)
		require.Empty(t, moved.Name.Reveal())
	})
}

func TestPrivateTextNeverReachesTheDatabaseInTheClear(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeSamples(t, d)
		a := sample{ID: db.NewID(), Name: "旧", Index: "a", At: dbtest.Start()}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return orm.Of(tx).Create(&a).Error }))
		private := seal.Text("13800000000")
		for name, write := range map[string]func(tx db.Tx) error{
			"map":       func(tx db.Tx) error { return orm.Of(tx).Model(&a).Updates(map[string]any{"name": private}).Error },
			"condition": func(tx db.Tx) error { return orm.Of(tx).Where("name = ?", private).First(&sample{}).Error },
			"raw":       func(tx db.Tx) error { return orm.Of(tx).Exec("UPDATE samples SET name = ?", private).Error },
		} {
			require.ErrorIs(t, d.InTx(t.Context(), write), seal.ErrUnsealed, name)
		}
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return orm.Of(tx).Model(&a).Select("name").Updates(sample{ID: a.ID, Name: private}).Error
		}))
		var out sample
		require.NoError(t, orm.Of(d.View(t.Context())).First(&out, "id = ?", a.ID).Error)
		require.Equal(t, private.Reveal(), out.Name.Reveal())
	})
}
