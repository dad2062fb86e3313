package db

import (
	"context"
	"log/slog"
	"regexp"
	"time"

	"gorm.io/gorm/logger"

	"shuangyong/models/clock"
)

// slow is from when on a statement is worth a line.
const slow = 200 * time.Millisecond

// quiet is GORM's logger: it says only how long a slow statement took and on which table. Never SQL, never values; errors go to who asked.
type quiet struct{ log *slog.Logger }

var (
	_ logger.Interface = quiet{}
	_ interface {
		ParamsFilter(context.Context, string, ...any) (string, []any)
	} = quiet{}
)

// LogMode implements logger.Interface: there is no other mode.
func (q quiet) LogMode(logger.LogLevel) logger.Interface { return q }

// Info implements logger.Interface.
func (quiet) Info(context.Context, string, ...any) {}

// Warn implements logger.Interface.
func (quiet) Warn(context.Context, string, ...any) {}

// Error implements logger.Interface.
func (quiet) Error(context.Context, string, ...any) {}

// ParamsFilter drops the values before GORM would write them into the statement.
func (quiet) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) { return sql, nil }

var firstTable = regexp.MustCompile("(?i)\\b(?:from|into|update)\\s+[\"`]?([a-z_][a-z0-9_]*)")

// Trace implements logger.Interface.
func (q quiet) Trace(ctx context.Context, begin time.Time, fc func() (string, int64), _ error) {
	took := clock.System().Now().Sub(begin)
	if took < slow {
		return
	}
	statement, rows := fc()
	table := ""
	if m := firstTable.FindStringSubmatch(statement); m != nil {
		table = m[1]
	}
	q.log.WarnContext(ctx, "slow statement", slog.Duration("took", took), slog.String("table", table), slog.Int64("rows", rows))
}
