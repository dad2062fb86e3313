package seed_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/benefit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/demo"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/seal"
	"shuangyong/models/shop"
	"shuangyong/models/station"
	"shuangyong/seed"
)

var today = clock.DateOf(dbtest.Start())

// A small city is loaded on every database, read back through the stores, and not loaded twice.
func TestLoad(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		small := seed.Options{Start: today, Shops: 60, People: 200}
		var stages []string
		small.Progress = func(stage string, done, total int) {
			require.LessOrEqual(t, done, total)
			if len(stages) == 0 || stages[len(stages)-1] != stage {
				stages = append(stages, stage)
			}
		}
		sum, err := seed.Load(ctx, d, small)
		require.NoError(t, err)
		require.Equal(t, []string{"stations", "benefits", "bus", "shops", "people", "appointments"}, stages)
		require.Greater(t, sum.Rows, 10_000)

		c, err := seed.New(small)
		require.NoError(t, err)
		people := person.NewStore(d)
		for _, s := range c.Stories() {
			if s.OpenID == "" {
				continue
			}
			a, ok, err := people.AccountOf(ctx, person.OfficialAccount, seal.Text(s.OpenID))
			require.NoError(t, err)
			require.True(t, ok && a.Verified(), s.OpenID)
			p, err := people.ByID(ctx, *a.PersonID)
			require.NoError(t, err)
			require.Equal(t, s.Name, p.Name.Reveal())
			if s.Petition != "" {
				q, steps, err := petition.NewStore(d).ByNumber(ctx, s.Petition, s.Tail)
				require.NoError(t, err, s.OpenID)
				require.Equal(t, p.ID, *q.PersonID)
				require.NotEmpty(t, steps)
			}
			if s.OpenID == "wu-haoran" {
				card, ok, err := benefit.NewStore(d).CardOf(ctx, p.ID)
				require.NoError(t, err)
				require.True(t, ok)
				require.Equal(t, benefit.CardRefused, card.State)
				require.NotEmpty(t, card.Reason)
			}
		}
		again, err := seed.Load(ctx, d, small)
		require.NoError(t, err)
		require.Equal(t, seed.Summary{Batches: sum.Batches, Already: true}, again)

		other := small
		other.People = 300
		_, err = seed.Load(ctx, d, other)
		require.ErrorIs(t, err, seed.ErrOtherCity)
	})
}

// What somebody else put there is never mixed with the invented city.
func TestLoadRefusesAUsedDatabase(t *testing.T) {
	d := dbtest.SQLite(t)
	ctx := context.Background()
	require.NoError(t, d.InTx(ctx, func(tx db.Tx) error {
		return station.InsertStations(tx, []station.Station{{Code: "110101", Name: "某站", ShortName: "某站", Level: station.City, Path: "110101/"}})
	}))
	_, err := seed.Load(ctx, d, seed.Options{Start: today, Shops: 20, People: 60})
	require.ErrorIs(t, err, seed.ErrNotEmpty)
	require.ErrorContains(t, err, "stations")
	_, found, err := demo.Find(ctx, d)
	require.NoError(t, err)
	require.False(t, found)
}

// Broken off at any batch, loading goes on where it stopped and ends with the same rows.
func TestLoadGoesOn(t *testing.T) {
	d := dbtest.SQLite(t)
	small := seed.Options{Start: today, Shops: 20, People: 60}
	whole, err := seed.Load(context.Background(), dbtest.SQLite(t), small)
	require.NoError(t, err)
	written := 0
	for stop := 1; stop <= whole.Batches; stop++ { // each time it gets one batch further
		ctx, cancel := context.WithCancel(context.Background())
		broken, batches := small, 0
		broken.Progress = func(string, int, int) {
			if batches++; batches == stop {
				cancel()
			}
		}
		sum, err := seed.Load(ctx, d, broken)
		require.Error(t, err)
		written += sum.Rows
		cancel()
	}
	sum, err := seed.Load(context.Background(), d, small)
	require.NoError(t, err)
	require.True(t, sum.Resumed)
	require.Zero(t, sum.Rows, "every batch was in already")
	require.Equal(t, whole.Rows, written)
	have, found, err := demo.Find(context.Background(), d)
	require.NoError(t, err)
	require.True(t, found && have.Finished)
}

// The loaded city is found by the directories that answer the citizens.
func TestLoadedCityAnswers(t *testing.T) {
	d := dbtest.SQLite(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	o := seed.Options{Start: today}
	_, err := seed.Load(ctx, d, o)
	require.NoError(t, err)
	c, err := seed.New(o)
	require.NoError(t, err)

	stations := station.NewDirectory(station.NewStore(d))
	require.NoError(t, stations.Load(ctx))
	require.Equal(t, station.City, stations.Root().Level)
	require.Contains(t, stations.Root().Name, seed.Mark)
	near := stations.Nearest(c.Centre(), 5)
	require.Len(t, near, 5)

	shops := shop.NewDirectory(shop.NewStore(d))
	require.NoError(t, shops.Load(ctx))
	centre := c.Centre()
	found, total := shops.Find(shop.Query{Near: &centre, Radius: 3000, Category: "理发", On: today, Limit: 20})
	require.NotEmpty(t, found)
	require.GreaterOrEqual(t, total, len(found))
	for _, f := range found {
		require.NotEqual(t, "满香园饭馆", f.Name)
	}

	month := "2026-10"
	figure, err := benefit.NewStore(d).Timely(ctx, month)
	require.NoError(t, err)
	require.InDelta(t, 98.7, 100*float64(figure.Numerator)/float64(figure.Denominator), 0.05)
	require.Len(t, figure.Cases, figure.Denominator-figure.Numerator)

	report, err := audit.Verify(ctx, d)
	require.NoError(t, err)
	require.Empty(t, report.Broken)
}
