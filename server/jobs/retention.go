package jobs

import (
	"context"
	"errors"
	"time"

	"shuangyong/models/db"
	"shuangyong/models/handoff"
	"shuangyong/models/privacy"
	"shuangyong/models/proxy"
)

// expire deletes at most limit of something from before an instant, and tells how many, and how many a legal hold keeps.
type expire func(ctx context.Context, before time.Time, limit int) (deleted, held int, err error)

// without is for what no hold concerns.
func without(sweep func(ctx context.Context, before time.Time, limit int) (int, error)) expire {
	return func(ctx context.Context, before time.Time, limit int) (int, int, error) {
		n, err := sweep(ctx, before, limit)
		return n, 0, err
	}
}

// expiring is what the retention job deletes, by the code of its term. A test fails when a term that names the job has no line here.
func expiring(d *db.DB) map[string]expire {
	kept, calls := privacy.NewStore(d), handoff.NewStore(d)
	return map[string]expire{
		"copies":         without(kept.SweepCopies),
		"consents":       kept.SweepConsents,
		"requests":       kept.SweepRequests,
		"retention_runs": without(kept.SweepRuns),
		"handoffs":       calls.Sweep,
		"proxy_codes":    without(proxy.NewStore(d).Sweep),
	}
}

// Retention deletes daily what is past its term, term by term, and leaves on record how many it deleted and how many a hold kept. One term that fails does not hold up the others.
func Retention(d *db.DB) Job {
	return Job{Name: privacy.RetentionJob, Every: 24 * time.Hour, Limit: 10 * time.Minute, Run: func(ctx context.Context) (int, error) {
		return retain(ctx, d, privacy.NewStore(d), expiring(d))
	}}
}

func retain(ctx context.Context, d *db.DB, runs *privacy.Store, expiring map[string]expire) (int, error) {
	total := 0
	var errs []error
	for _, t := range privacy.Terms() {
		sweep, mine := expiring[t.Code]
		if !mine || t.Job != privacy.RetentionJob {
			continue
		}
		before := d.Clock().Now().Add(-t.Keep)
		deleted, held, err := drain(ctx, before, sweep)
		if deleted > 0 || held > 0 {
			err = errors.Join(err, runs.Note(ctx, t.Code, before, deleted, held))
		}
		total += deleted
		errs = append(errs, err)
	}
	return total, errors.Join(errs...)
}

// drain repeats a bounded step while it finds a full batch.
func drain(ctx context.Context, before time.Time, sweep expire) (deleted, held int, err error) {
	for {
		n, kept, err := sweep(ctx, before, batch)
		deleted, held = deleted+n, kept
		if err != nil || n < batch {
			return deleted, held, err
		}
	}
}
