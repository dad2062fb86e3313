// Package app is the only place that sees every room: it builds the program from its settings, runs it and stops it.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"shuangyong/config"
	door "shuangyong/handlers/wechat"
	"shuangyong/models/db"
	"shuangyong/server/jobs"
	"shuangyong/server/middleware"
	"shuangyong/server/routes"
	"shuangyong/session"
	"shuangyong/wechat"
)

// requestDeadline bounds whatever is not a message, which has a shorter one of its own.
const requestDeadline = 10 * time.Second

// App is the program, ready to run.
type App struct {
	stores   *Stores
	registry *prometheus.Registry
	main     *listener
	adminAt  *listener
	admin    *admin
	fake     *fake // nil outside the demo
	gateway  *wechat.Gateway
	door     *door.Door
	mini     *program // nil where there is no mini-program
	runner   *jobs.Runner
	handler  *gin.Engine
	bureau   string
}

// New builds the program: addresses first, then stores, schema, the demo's city, and what answers. out is for people who start it by hand.
func New(ctx context.Context, c config.Config, log *slog.Logger, out io.Writer) (*App, error) {
	a := &App{registry: prometheus.NewRegistry()}
	if err := a.build(ctx, c, log, out); err != nil {
		a.release()
		return nil, err
	}
	return a, nil
}

func (a *App) build(ctx context.Context, c config.Config, log *slog.Logger, out io.Writer) (err error) {
	if a.main, err = listen(ctx, "http_addr (SY_HTTP_ADDR)", c.HTTPAddr); err != nil {
		return err
	}
	if a.adminAt, err = listen(ctx, "admin_addr (SY_ADMIN_ADDR)", c.AdminAddr); err != nil {
		return err
	}
	if a.stores, err = OpenStores(ctx, c, log); err != nil {
		return err
	}
	if err = a.stores.Prepare(ctx); err != nil {
		return err
	}
	holder := newHolder()
	if c.IsDemo() {
		if err = a.stores.City(ctx, holder, out); err != nil {
			return fmt.Errorf("the demo's city: %w", err)
		}
	}
	return a.assemble(ctx, holder)
}

// assemble puts together what answers.
func (a *App) assemble(ctx context.Context, holder string) error {
	s := a.stores
	a.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	sources, err := newAnswers(s.DB)
	if err != nil {
		return err
	}
	if err := sources.load(ctx); err != nil {
		return err
	}
	described, err := document()
	if err != nil {
		return err
	}
	desks, err := s.reception()
	if err != nil {
		return err
	}
	whose, minis, doors := accountOf(s), miniOf(s), routes.Doors{Document: described}
	if s.Config.IsDemo() {
		if a.fake, err = s.newFake(ctx, a.main.url()); err != nil {
			return err
		}
		if err := s.inventStaff(ctx, holder, desks); err != nil {
			return err
		}
		whose, minis, doors.Demo = a.fake.of(s), a.fake.mini(), a.fake.door(s, sources, desks)
	}
	if a.gateway, err = s.gateway(whose); err != nil {
		return err
	}
	bureau, err := sources.bureau(s.Config)
	if err != nil {
		return err
	}
	a.bureau = bureau.Name
	sessions := session.New(s.Redis, s.Keys, s.Clock, s.Log)
	logins := session.NewLogins(s.Redis, s.Keys, s.Clock, s.Log)
	o := s.answering(sessions, logins, sources, bureau, a.registry)
	if a.mini, err = s.program(minis, o, described, logins, sources); err != nil {
		return err
	}
	o.Gateway = a.gateway
	a.door = door.New(o)
	doors.WeChat = a.door
	a.mini.open(&doors)
	doors.Desk = s.desk(described, desks, sources, bureau.Phone)
	a.admin = &admin{probes: []probe{{"database", s.DB.Ping}, {"redis", sessions.Ping}}}
	a.runner = jobs.New(s.DB, s.Log, holder, a.registry, append(list(s.DB, a.door), jobs.Snapshots(s.DB, sources.refreshers()), s.loadKeys(), sources.lapse())...)
	a.handler, err = routes.New(routes.Options{
		Log: s.Log, Clock: s.Clock, Took: middleware.Took(a.registry), TrustedProxies: s.Config.TrustedProxies,
		MaxBody: int64(s.Config.WeChat.MaxBody), Deadline: requestDeadline, Wait: s.pace(),
	}, doors)
	return err
}

// list is every job but the ones that concern this process alone.
func list(d *db.DB, whatsOwed *door.Door) []jobs.Job {
	return []jobs.Job{
		jobs.AuditChain(d), jobs.AuditChainAll(d), jobs.OnceSweep(d), jobs.RunsSweep(d), jobs.AttemptsSweep(d), jobs.Retention(d),
		{Name: "owed-deletions", Every: time.Minute, Run: whatsOwed.Settle},
		{Name: "union-lookup", Every: 20 * time.Second, Run: whatsOwed.LookUpUnions},
	}
}

// newHolder names this process in leases and records of runs.
func newHolder() string {
	host, err := os.Hostname()
	if err != nil {
		host = "host"
	}
	return fmt.Sprintf("%.40s/%d/%s", host, os.Getpid(), db.NewID().String()[24:])
}

// Run answers until ctx ends or a listener fails, then drains.
func (a *App) Run(ctx context.Context, out io.Writer) error {
	failed := make(chan error, 3)
	working, stopJobs := context.WithCancel(context.WithoutCancel(ctx))
	defer stopJobs()
	jobsDone := make(chan struct{})
	go func() { a.runner.Run(working); close(jobsDone) }()
	a.adminAt.serve(a.admin.handler(a.registry), failed)
	if a.fake != nil {
		a.fake.api.serve(a.fake.phone.Handler(), failed)
		go a.fake.report(working)
	}
	a.main.serve(a.handler, failed)
	a.stores.Log.Info("ready", "http", a.main.socket.Addr().String(), "admin", a.adminAt.socket.Addr().String(),
		"database", string(a.stores.DB.Dialect()), "redis", session.Describe(a.stores.Config.RedisURL.Reveal()), "demo", a.fake != nil)
	if a.fake != nil {
		a.fake.welcome(out, a.bureau, a.adminAt.url())
	}
	var broken error
	select {
	case <-ctx.Done():
	case broken = <-failed:
	}
	return errors.Join(broken, a.stop(stopJobs, jobsDone))
}

// stop drains: no new requests, the answers under way finish, late ones are sent, jobs give their leases back, stores close.
func (a *App) stop(stopJobs func(), jobsDone <-chan struct{}) error {
	a.stores.Log.Info("stopping")
	a.admin.stopping.Store(true)
	if a.fake != nil {
		a.fake.end()
	}
	ctx, cancel := context.WithTimeout(context.Background(), a.stores.Config.DrainTimeout)
	defer cancel()
	err := errors.Join(a.main.shutdown(ctx), a.door.Drain(ctx), a.mini.close(ctx))
	stopJobs()
	<-jobsDone
	if a.fake != nil {
		<-a.fake.reported
		err = errors.Join(err, a.fake.api.shutdown(ctx))
	}
	a.gateway.Close()
	err = errors.Join(err, a.adminAt.shutdown(ctx), a.stores.Close())
	a.stores.Log.Info("stopped")
	return err
}

// release gives back what a start that failed had opened.
func (a *App) release() {
	for _, l := range []*listener{a.main, a.adminAt} {
		if l != nil {
			_ = l.socket.Close()
		}
	}
	if a.fake != nil {
		a.fake.end()
		_ = a.fake.api.socket.Close()
	}
	if a.stores != nil {
		_ = a.stores.Close()
	}
}
