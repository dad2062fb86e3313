package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver

	"shuangyong/tests/leftovers"
)

// store is a database to measure on.
type store struct {
	name  string
	redis string // where it is, for the heading
	env   []string
}

// stores are SQLite with everything inside and, where servers are named, PostgreSQL with a Redis. drop removes what was made.
func (b *bench) stores(ctx context.Context) (list []store, drop func(), err error) {
	list = []store{{name: "sqlite", redis: "in the process"}}
	server := os.Getenv("SY_TEST_POSTGRES_URL")
	if server == "" {
		return list, func() {}, nil
	}
	name := "sy_bench_" + strings.ToLower(rand.Text()[:12])
	if err := execute(ctx, server, "CREATE DATABASE "+name); err != nil {
		return nil, nil, err
	}
	u, err := url.Parse(server)
	if err != nil {
		return nil, nil, err
	}
	u.Path = "/" + name
	on := store{name: "postgres", redis: "in the process", env: []string{"SY_DATABASE_URL=" + u.String()}}
	if redis := os.Getenv("SY_TEST_REDIS_URL"); redis != "" {
		on.redis = "a server"
		on.env = append(on.env, "SY_REDIS_URL="+redis)
	}
	return append(list, on), func() {
		if redis := os.Getenv("SY_TEST_REDIS_URL"); redis != "" {
			_ = leftovers.WipeServer(context.WithoutCancel(ctx), redis, b.account.Key())
		}
		_ = execute(context.WithoutCancel(ctx), server, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	}, nil
}

func execute(ctx context.Context, server, statement string) error {
	d, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	_, err = d.ExecContext(ctx, statement)
	return err
}
