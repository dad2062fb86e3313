package jobs

import (
	"context"
	"errors"
	"time"

	"shuangyong/models/attempt"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/lease"
	"shuangyong/models/once"
)

const (
	batch    = 500
	keepRuns = 90 * 24 * time.Hour

	keepTries = 48 * time.Hour // longer than any rule's window
)

// Refresh brings what a process keeps in memory of one subject up to the given revision.
type Refresh func(ctx context.Context, rev int64) error

// Snapshots follows the changes that any replica made to the tables that look-ups are answered from. One subject that fails does not hold up the others.
func Snapshots(d *db.DB, subjects map[string]Refresh) Job {
	return Job{Name: "snapshots", Every: 2 * time.Second, Each: true, Run: func(ctx context.Context) (int, error) {
		revisions, err := d.Revisions(ctx)
		if err != nil {
			return 0, err
		}
		var errs []error
		for subject, refresh := range subjects {
			errs = append(errs, refresh(ctx, revisions[subject]))
		}
		return 0, errors.Join(errs...)
	}}
}

// AuditChain links new audit entries into the chain within seconds of their commit.
func AuditChain(d *db.DB) Job {
	return Job{Name: "audit-chain", Every: 5 * time.Second, Run: untilDone(func(ctx context.Context) (int, error) { return audit.Chain(ctx, d, batch) })}
}

// AuditChainAll links the entries that AuditChain's look a few minutes back has missed, if there are any.
func AuditChainAll(d *db.DB) Job {
	return Job{Name: "audit-chain-all", Every: 24 * time.Hour, Run: untilDone(func(ctx context.Context) (int, error) { return audit.ChainAll(ctx, d, batch) })}
}

// OnceSweep removes keys of changes that nobody can repeat any more.
func OnceSweep(d *db.DB) Job {
	return Job{Name: "once-sweep", Every: 10 * time.Minute, Run: untilDone(func(ctx context.Context) (int, error) { return once.Sweep(ctx, d, batch) })}
}

// RunsSweep removes old records of runs.
func RunsSweep(d *db.DB) Job {
	return Job{Name: "runs-sweep", Every: 6 * time.Hour, Run: untilDone(func(ctx context.Context) (int, error) {
		return lease.Sweep(ctx, d, d.Clock().Now().Add(-keepRuns), batch)
	})}
}

// AttemptsSweep removes wrong tries that count for nothing any more.
func AttemptsSweep(d *db.DB) Job {
	return Job{Name: "attempts-sweep", Every: time.Hour, Run: untilDone(func(ctx context.Context) (int, error) { return attempt.Sweep(ctx, d, keepTries, batch) })}
}

// untilDone repeats a bounded step while it finds a full batch, so that a long downtime is caught up with in one run.
func untilDone(step func(context.Context) (int, error)) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) {
		total := 0
		for {
			n, err := step(ctx)
			total += n
			if err != nil || n < batch {
				return total, err
			}
		}
	}
}
