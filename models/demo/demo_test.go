package demo_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/demo"
	"shuangyong/models/station"
)

var somebody = audit.Actor{Kind: audit.System, ID: "test"}

func TestCity(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		in := func(fn func(tx db.Tx) error) error { return d.InTx(ctx, fn) }
		c := demo.City{Seed: "18446744073709551615", StartOn: "2026-11-23", Shops: 400, People: 5000, Version: 1}

		_, found, err := demo.Find(ctx, d)
		require.NoError(t, err)
		require.False(t, found)
		require.ErrorIs(t, in(func(tx db.Tx) error { return demo.Advance(tx, 0) }), demo.ErrRaced, "nothing was begun")

		require.NoError(t, in(func(tx db.Tx) error { return demo.Begin(tx, somebody, c) }))
		require.ErrorIs(t, in(func(tx db.Tx) error { return demo.Begin(tx, somebody, c) }), demo.ErrRaced)
		require.NoError(t, in(func(tx db.Tx) error { return demo.Advance(tx, 0) }))
		require.ErrorIs(t, in(func(tx db.Tx) error { return demo.Advance(tx, 0) }), demo.ErrRaced, "another process wrote that batch")
		require.NoError(t, in(func(tx db.Tx) error { return demo.Advance(tx, 1) }))

		have, found, err := demo.Find(ctx, d)
		require.NoError(t, err)
		require.True(t, found && have.Same(c) && !have.Finished)
		require.Equal(t, 2, have.Batches)

		require.NoError(t, in(func(tx db.Tx) error { return demo.Finish(tx, somebody, c) }))
		require.ErrorIs(t, in(func(tx db.Tx) error { return demo.Advance(tx, 2) }), demo.ErrRaced, "it is complete")
		require.ErrorIs(t, in(func(tx db.Tx) error { return demo.Finish(tx, somebody, c) }), demo.ErrRaced)
		have, _, err = demo.Find(ctx, d)
		require.NoError(t, err)
		require.True(t, have.Finished)
	})
}

func TestOccupied(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		table, err := demo.Occupied(ctx, d)
		require.NoError(t, err)
		require.Empty(t, table)
		require.NoError(t, d.InTx(ctx, func(tx db.Tx) error {
			return station.InsertStations(tx, []station.Station{{Code: "1", Name: "站", ShortName: "站", Level: station.City, Path: "1/"}})
		}))
		table, err = demo.Occupied(ctx, d)
		require.NoError(t, err)
		require.Equal(t, "stations", table)
	})
}
