package db

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"shuangyong/migrations"
)

// Applied is one migration and when it was applied; the zero time means that it is pending.
type Applied struct {
	Version int64
	Name    string
	At      time.Time
}

// Migrate applies all pending migrations, in order and under a lock: when replicas start together, one migrates and the others wait for it. It returns the names
// of those it applied itself.
func (d *DB) Migrate(ctx context.Context) ([]string, error) {
	return d.migrate(ctx, func(p *goose.Provider) ([]*goose.MigrationResult, error) { return p.Up(ctx) })
}

// MigrateDown takes the newest migration back, with the data that only it had room for.
func (d *DB) MigrateDown(ctx context.Context) ([]string, error) {
	return d.migrate(ctx, func(p *goose.Provider) ([]*goose.MigrationResult, error) {
		r, err := p.Down(ctx)
		if errors.Is(err, goose.ErrNoNextVersion) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return []*goose.MigrationResult{r}, nil
	})
}

// MigrateTo goes up or down to version; 0 is the empty database.
func (d *DB) MigrateTo(ctx context.Context, version int64) ([]string, error) {
	return d.migrate(ctx, func(p *goose.Provider) ([]*goose.MigrationResult, error) {
		current, err := p.GetDBVersion(ctx)
		if err != nil {
			return nil, err
		}
		switch {
		case version < current:
			return p.DownTo(ctx, version)
		case version > current:
			return p.UpTo(ctx, version)
		default:
			return nil, nil
		}
	})
}

func (d *DB) migrate(ctx context.Context, run func(*goose.Provider) ([]*goose.MigrationResult, error)) ([]string, error) {
	p, err := d.provider(true)
	if err != nil {
		return nil, err
	}
	results, err := run(p)
	if failed, ok := errors.AsType[*goose.PartialError](err); ok {
		return nil, fmt.Errorf("db: migration %s: %w", filepath.Base(failed.Failed.Source.Path), Fault(err))
	}
	if err != nil {
		return nil, fmt.Errorf("db: migrate: %w", Fault(err))
	}
	names := make([]string, len(results))
	for i, r := range results {
		names[i] = filepath.Base(r.Source.Path)
		d.log.InfoContext(ctx, "migration", slog.String("file", names[i]), slog.String("direction", r.Direction), slog.Duration("took", r.Duration))
	}
	return names, nil
}

// Migrations lists all migrations in order, applied or not.
func (d *DB) Migrations(ctx context.Context) ([]Applied, error) {
	p, err := d.provider(false)
	if err != nil {
		return nil, err
	}
	status, err := p.Status(ctx)
	if err != nil {
		return nil, Fault(err)
	}
	list := make([]Applied, len(status))
	for i, s := range status {
		list[i] = Applied{Version: s.Source.Version, Name: filepath.Base(s.Source.Path), At: s.AppliedAt}
	}
	return list, nil
}

// Pending counts the migrations that are not applied yet.
func (d *DB) Pending(ctx context.Context) (int, error) {
	list, err := d.Migrations(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, m := range list {
		if m.At.IsZero() {
			n++
		}
	}
	return n, nil
}

// provider is made anew for every run: its locker counts its attempts.
func (d *DB) provider(locked bool) (*goose.Provider, error) {
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if locked {
		o, err := d.locker()
		if err != nil {
			return nil, fmt.Errorf("db: migration lock: %w", err)
		}
		options = append(options, o)
	}
	dialect := map[Dialect]goose.Dialect{SQLite: goose.DialectSQLite3, Postgres: goose.DialectPostgres, MySQL: goose.DialectMySQL}[d.dialect]
	p, err := goose.NewProvider(dialect, d.writer.sql, migrations.FS(string(d.dialect)), options...)
	if err != nil {
		return nil, fmt.Errorf("db: migrations: %w", err)
	}
	return p, nil
}

// locker lets one process at a time migrate; the others look again every second for five minutes.
func (d *DB) locker() (goose.ProviderOption, error) {
	const tries = 300
	switch d.dialect {
	case Postgres:
		l, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, tries))
		return goose.WithSessionLocker(l), err
	case MySQL:
		l, err := lock.NewMySQLTableLocker(
			lock.WithTableLockTimeout(time.Second, tries),
			lock.WithTableLogger(slog.New(slog.NewTextHandler(io.Discard, nil))))
		return goose.WithLocker(l), err
	default:
		return goose.WithLocker(&fileLock{path: filepath.Join(d.dataDir, "migrate.lock")}), nil
	}
}
