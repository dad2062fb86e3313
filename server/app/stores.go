package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/redis/go-redis/v9"

	"shuangyong/config"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/seal"
	"shuangyong/models/vault"
	"shuangyong/session"
)

// Stores are the clock, the keys, the database and Redis: what every command works with.
type Stores struct {
	Config config.Config
	Log    *slog.Logger
	Clock  *clock.Movable // moved in the demo only
	Keys   *seal.Keyring
	Vault  *vault.Vault // fills Keys
	DB     *db.DB
	Redis  redis.UniversalClient

	closeRedis func() error
}

// OpenStores opens them. The database must answer, and the secret be the one that its keys are kept under; Redis need not answer, the program works without it.
func OpenStores(ctx context.Context, c config.Config, log *slog.Logger) (*Stores, error) {
	if err := makeDataDir(c.DataDir); err != nil {
		return nil, err
	}
	secret, err := secretKey(c)
	if err != nil {
		return nil, err
	}
	keys, err := seal.NewKeyring(secret)
	if err != nil {
		return nil, err
	}
	s := &Stores{Config: c, Log: log, Keys: keys, Clock: startClock(c)}
	s.DB, err = db.Open(ctx, db.Options{
		URL: c.DatabaseURL.Reveal(), DataDir: c.DataDir, Clock: s.Clock, Keys: keys, MaxOpen: c.DatabaseMaxOpen, Logger: log,
	})
	if err != nil {
		return nil, fmt.Errorf("database_url (SY_DATABASE_URL): the database cannot be opened: %w", err)
	}
	if err := s.openVault(ctx, secret); err != nil {
		return nil, errors.Join(err, s.DB.Close())
	}
	s.Redis, s.closeRedis, err = session.OpenRedis(c.RedisURL.Reveal())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("redis_url (SY_REDIS_URL): %w", err), s.DB.Close())
	}
	return s, nil
}

func makeDataDir(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return fmt.Errorf("data_dir (SY_DATA_DIR): %w", err)
	}
	return nil
}

// startClock is the machine's clock, or in the demo one that starts where the settings say.
func startClock(c config.Config) *clock.Movable {
	machine := clock.System()
	start := machine.Now()
	if !c.Now.IsZero() && c.IsDemo() {
		start = c.Now
	}
	return clock.NewMovable(machine, start)
}

// Close gives everything back.
func (s *Stores) Close() error {
	return errors.Join(s.closeRedis(), s.DB.Close())
}

// Prepare brings the schema up to date where the settings allow it, and says what to do where they don't; then it stores the keys if they are not yet.
func (s *Stores) Prepare(ctx context.Context) error {
	if err := s.prepareSchema(ctx); err != nil {
		return err
	}
	return s.adopt(ctx)
}

func (s *Stores) prepareSchema(ctx context.Context) error {
	if s.Config.IsDemo() || s.Config.AutoMigrate {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
		defer cancel()
		_, err := s.DB.Migrate(ctx)
		return err
	}
	pending, err := s.DB.Pending(ctx)
	if err != nil {
		return err
	}
	if pending > 0 {
		return fmt.Errorf("%d migrations are pending: run `shuangyong migrate up` first, or set auto_migrate (SY_AUTO_MIGRATE)", pending)
	}
	return nil
}
