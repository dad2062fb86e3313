package app

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"shuangyong/config"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/workday"
	"shuangyong/session"
)

// Finding is one thing that the doctor looked at. With a cure it is a warning, and Bad when the program cannot do its work so.
type Finding struct {
	About string
	What  string
	Cure  string
	Bad   bool
}

// Mark is how the finding looks at a glance.
func (f Finding) Mark() string {
	switch {
	case f.Bad:
		return "✗"
	case f.Cure != "":
		return "!"
	}
	return "✓"
}

func well(about, what string) Finding       { return Finding{About: about, What: what} }
func warn(about, what, cure string) Finding { return Finding{About: about, What: what, Cure: cure} }
func bad(about, what, cure string) Finding {
	return Finding{About: about, What: what, Cure: cure, Bad: true}
}

// longUnchained is how old an entry outside the audit chain may be before something is wrong with the job that chains.
const longUnchained = time.Hour

// Examine looks at everything that the program needs with the given settings, and changes nothing.
func Examine(ctx context.Context, c config.Config, log *slog.Logger) []Finding {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	mode := "a WeChat account is configured"
	if c.IsDemo() {
		mode = "no WeChat account: this is the demo"
	}
	findings := []Finding{well("settings", mode)}
	s, err := OpenStores(ctx, c, log)
	if wrong, ok := secretFinding(err); ok {
		return append(findings, wrong)
	}
	if err != nil {
		return append(findings, bad("database", err.Error(), "Start the database, or correct the setting named here"))
	}
	defer func() { _ = s.Close() }()
	findings = append(findings, s.examineDatabase(ctx), s.examineRedis(ctx), s.examineWeChat(ctx), s.examineMini(ctx), examineCalendar(s.Clock.Now()))
	if findings[1].Bad {
		return findings
	}
	return append(findings, s.examineKeys(ctx), s.examineStations(ctx), s.examineStaff(ctx), s.examineAudit(ctx))
}

func (s *Stores) examineDatabase(ctx context.Context) Finding {
	pending, err := s.DB.Pending(ctx)
	switch {
	case err != nil:
		return bad("database", "it does not answer as it should: "+fault.Of(err).Reason, "Look at the database's own log")
	case pending > 0:
		return bad("database", fmt.Sprintf("%s, %d migrations are pending", s.DB.Dialect(), pending), "Run: shuangyong migrate up")
	}
	return well("database", fmt.Sprintf("%s, the schema is up to date", s.DB.Dialect()))
}

func (s *Stores) examineRedis(ctx context.Context) Finding {
	where := session.Describe(s.Config.RedisURL.Reveal())
	if s.Redis.Ping(ctx).Err() != nil {
		return bad("redis", where+" does not answer", "Start it, or correct redis_url (SY_REDIS_URL); meanwhile conversations are kept in memory")
	}
	if s.Config.RedisURL == "" && !s.Config.IsDemo() {
		return warn("redis", where, "Fine for one replica; for several, set redis_url (SY_REDIS_URL)")
	}
	return well("redis", where)
}

func (s *Stores) examineWeChat(ctx context.Context) Finding {
	if s.Config.IsDemo() {
		return well("wechat", "the demo's own simulator; nothing to ask")
	}
	g, err := s.gateway(accountOf(s))
	if err != nil {
		return bad("wechat", err.Error(), "Correct the settings of the account")
	}
	defer g.Close()
	if err := g.Check(ctx); err != nil {
		return bad("wechat", "no access token: "+err.Error(),
			"Check wechat_secret, and that this machine's address is in 开发 → 基本配置 → IP白名单; it must reach the API over HTTPS")
	}
	return well("wechat", "an access token was given")
}

// examineCalendar warns when next year's working days are missing late in the year: legal clocks cannot run into it.
func examineCalendar(now time.Time) Finding {
	calendar, err := workday.Announced()
	if err != nil {
		return bad("calendar", err.Error(), "Reinstall the program")
	}
	today := clock.DateOf(now)
	if _, err := calendar.IsWorking(today); err != nil {
		return bad("calendar", fmt.Sprintf("the holidays of %d are not loaded: deadlines cannot be counted", today.Year()), "Update the program")
	}
	if ahead := today.AddDays(90); ahead.Year() != today.Year() {
		if _, err := calendar.IsWorking(ahead); err != nil {
			return warn("calendar", fmt.Sprintf("the holidays of %d are not loaded: deadlines that reach into it are refused", ahead.Year()),
				"Once the State Council has announced them (usually in November), update the program")
		}
	}
	return well("calendar", fmt.Sprintf("holidays and working weekends of %v", calendar.Years()))
}

func (s *Stores) examineStations(ctx context.Context) Finding {
	a, err := newAnswers(s.DB)
	if err == nil {
		err = a.stations.Load(ctx)
	}
	if err != nil {
		return bad("data", "the stations cannot be read: "+fault.Of(err).Reason, "Look at the database's own log")
	}
	if _, err := a.bureau(s.Config); err != nil {
		return bad("data", "there are no stations and no bureau is named", "So "+err.Error())
	}
	root := a.stations.Root()
	if root.Name == "" {
		return warn("data", "there are no stations yet, so citizens are told of none", "For a trial: shuangyong seed")
	}
	return well("data", "the stations below "+root.Name)
}

// examineAudit computes the whole chain anew. A wrong secret key shows here too, for the chain is keyed.
func (s *Stores) examineAudit(ctx context.Context) Finding {
	report, err := audit.Verify(ctx, s.DB)
	if err != nil {
		return bad("audit log", "it cannot be read: "+fault.Of(err).Reason, "Look at the database's own log")
	}
	if !report.OK() {
		first := report.Broken[0]
		return bad("audit log", fmt.Sprintf("%d breaks, the first at %d: %s", len(report.Broken), first.Seq, first.Why),
			"Check that secret_key (SY_SECRET_KEY) is the one the data was written with; if it is, the log was altered: keep a copy and find out by whom")
	}
	what := fmt.Sprintf("%d entries chained, %d not yet; head %d %.16s", report.Chained, report.Unchained, report.Head.Seq, report.Head.Hash)
	if report.Unchained > 0 && s.Clock.Now().Sub(report.Oldest) > longUnchained {
		return warn("audit log", what, "Entries wait for over an hour: is the program running?")
	}
	return well("audit log", what)
}
