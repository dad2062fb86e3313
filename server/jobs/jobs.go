// Package jobs runs what nobody asks for: on every replica the same list, each job on one of them at a time, each run on record.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/lease"
)

// Job is one kind of work.
type Job struct {
	Name  string
	Every time.Duration // real time between the end of one run and the start of the next
	Limit time.Duration // how long a run may take; also the life of its lease. 0 = a minute
	// Each is for what a process keeps in its own memory: every replica runs it, without a lease or a record.
	Each bool
	// Run does the work that is due and says how much it was. It must be harmless when done twice: a replica that stalls loses its lease unnoticed.
	Run func(ctx context.Context) (done int, err error)
}

// Runner runs jobs until it is stopped.
type Runner struct {
	db     *db.DB
	log    *slog.Logger
	holder string
	jobs   []Job
	runs   *prometheus.CounterVec
	done   *prometheus.CounterVec
}

// New makes a runner; holder is unique to this process.
func New(d *db.DB, log *slog.Logger, holder string, registry prometheus.Registerer, list ...Job) *Runner {
	r := &Runner{
		db: d, log: log, holder: holder, jobs: list,
		runs: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "shuangyong_job_runs_total", Help: "Runs of jobs on this replica, by outcome."}, []string{"job", "outcome"}),
		done: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "shuangyong_job_done_total", Help: "What jobs dealt with on this replica."}, []string{"job"}),
	}
	registry.MustRegister(r.runs, r.done)
	return r
}

// Run works until ctx ends, and returns when every job has stopped and given its lease back.
func (r *Runner) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, job := range r.jobs {
		all.Go(func() { r.repeat(ctx, job) })
	}
	all.Wait()
}

func (r *Runner) repeat(ctx context.Context, job Job) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			r.giveBack(job)
			return
		case <-timer.C:
			r.Once(ctx, job)
			timer.Reset(job.Every)
		}
	}
}

// giveBack lets another replica go on at once when this one stops.
func (r *Runner) giveBack(job Job) {
	if job.Each {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := lease.Release(ctx, r.db, job.Name, r.holder); err != nil {
		r.log.Warn("a lease was not given back; it runs out by itself", "job", job.Name, "reason", fault.Of(err).Reason)
	}
}

// Once makes one attempt: takes the lease if it can, does the work and leaves the record.
func (r *Runner) Once(ctx context.Context, job Job) {
	limit := job.Limit
	if limit == 0 {
		limit = time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if !job.Each {
		mine, err := lease.Acquire(ctx, r.db, job.Name, r.holder, limit)
		if err != nil {
			r.tell(ctx, job, "no_lease", 0, err)
			return
		}
		if !mine {
			return
		}
	}
	n, err := r.protected(ctx, job)
	outcome := "done"
	switch {
	case err != nil:
		outcome = "failed"
	case n == 0:
		outcome = "nothing_due"
	}
	r.tell(ctx, job, outcome, n, err)
	if !job.Each && outcome != "nothing_due" {
		r.record(job, n, err)
	}
}

// record writes the run down, also when its own time was up. Runs that found nothing to do are counted in the metrics only: some look every few seconds.
func (r *Runner) record(job Job, n int, failed error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	run, err := lease.Begin(ctx, r.db, job.Name, r.holder)
	if err == nil {
		err = lease.End(ctx, r.db, run, int64(n), failed)
	}
	if err != nil {
		r.log.Warn("a job's run is not on record", "job", job.Name, "reason", fault.Of(err).Reason)
	}
}

func (r *Runner) tell(ctx context.Context, job Job, outcome string, n int, err error) {
	r.runs.WithLabelValues(job.Name, outcome).Inc()
	r.done.WithLabelValues(job.Name).Add(float64(n))
	if err != nil && !errors.Is(ctx.Err(), context.Canceled) { // a stop is no failure worth a line
		r.log.WarnContext(ctx, "job", "job", job.Name, "outcome", outcome, "done", n, "reason", fault.Of(err).Reason)
	}
}

// protected runs the job; a panic is a failure of this run and of no other. Its value may hold anything, so the log gets its type and the stack.
func (r *Runner) protected(ctx context.Context, job Job) (n int, err error) {
	defer func() {
		if value := recover(); value != nil {
			r.log.ErrorContext(ctx, "panic in a job", "job", job.Name, "kind", fmt.Sprintf("%T", value), "stack", string(debug.Stack()))
			err = errors.New("panic")
		}
	}()
	return job.Run(ctx)
}
