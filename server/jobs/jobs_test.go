package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/lease"
	"shuangyong/server/jobs"
)

func runner(d *db.DB, log *slog.Logger, holder string, list ...jobs.Job) *jobs.Runner {
	return jobs.New(d, log, holder, prometheus.NewRegistry(), list...)
}

var quiet = slog.New(slog.DiscardHandler)

func TestOneReplicaWorksAndLeavesARecord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		worked := 0
		job := jobs.Job{Name: "count", Run: func(context.Context) (int, error) { worked++; return 3, nil }}
		first, second := runner(d, quiet, "first"), runner(d, quiet, "second")
		first.Once(t.Context(), job)
		second.Once(t.Context(), job)
		first.Once(t.Context(), job)
		require.Equal(t, 2, worked, "the second has no lease")
		runs, err := lease.Runs(t.Context(), d, "count", 10)
		require.NoError(t, err)
		require.Len(t, runs, 2)
		require.Equal(t, "first", runs[0].Holder)
		require.EqualValues(t, 3, runs[0].Done)
		require.NotNil(t, runs[0].EndedAt)
		require.Empty(t, runs[0].Failure)
	})
}

func TestFailuresArePutOnRecordWithoutTheirWords(t *testing.T) {
	d := dbtest.SQLite(t)
	var log bytes.Buffer
	r := runner(d, slog.New(slog.NewJSONHandler(&log, nil)), "me")
	for name, run := range map[string]func(context.Context) (int, error){
		"fault":  func(context.Context) (int, error) { return 1, fault.New(fault.Unavailable, "db.unavailable", "") },
		"error":  func(context.Context) (int, error) { return 0, errors.New("张三 13900000000") },
		"panics": func(context.Context) (int, error) { panic("张三 13900000000") },
	} {
		r.Once(t.Context(), jobs.Job{Name: name, Run: run})
		runs, err := lease.Runs(t.Context(), d, name, 10)
		require.NoError(t, err)
		require.Len(t, runs, 1)
		require.Equal(t, map[string]string{"fault": "db.unavailable", "error": "internal", "panics": "internal"}[name], runs[0].Failure)
	}
	require.NotContains(t, log.String(), "张三")
}

func TestNothingDueLeavesNoRow(t *testing.T) {
	d := dbtest.SQLite(t)
	runner(d, quiet, "me").Once(t.Context(), jobs.Job{Name: "idle", Run: func(context.Context) (int, error) { return 0, nil }})
	runs, err := lease.Runs(t.Context(), d, "idle", 10)
	require.NoError(t, err)
	require.Empty(t, runs)
}

func TestAStopGivesTheLeaseBack(t *testing.T) {
	d := dbtest.SQLite(t)
	var worked atomic.Int64
	job := jobs.Job{Name: "steady", Every: time.Millisecond, Run: func(context.Context) (int, error) { worked.Add(1); return 0, nil }}
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan struct{})
	go func() { runner(d, quiet, "first", job).Run(ctx); close(stopped) }()
	require.Eventually(t, func() bool { return worked.Load() > 2 }, 10*time.Second, time.Millisecond)
	cancel()
	<-stopped
	before := worked.Load()
	runner(d, quiet, "second").Once(t.Context(), job)
	require.Equal(t, before+1, worked.Load())
}

func TestSnapshotsFollowTheirRevisionAndNotEachOther(t *testing.T) {
	d := dbtest.SQLite(t)
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return db.Bump(tx, "shops") }))
	seen := map[string]int64{}
	job := jobs.Snapshots(d, map[string]jobs.Refresh{
		"shops":    func(_ context.Context, rev int64) error { seen["shops"] = rev; return nil },
		"stations": func(_ context.Context, rev int64) error { seen["stations"] = rev; return nil },
		"bus":      func(context.Context, int64) error { return errors.New("broken") },
	})
	_, err := job.Run(t.Context())
	require.Error(t, err)
	require.Equal(t, map[string]int64{"shops": 1, "stations": 0}, seen)
}
