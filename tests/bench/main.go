// Command bench measures the program beside a bare gin and SDK echo server, in one run on one machine: messages a second, latencies at half load,
// processor time a message, cold start, memory. Server and load each get a processor of their own where taskset is there. Only loopback is used.
package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"time"

	"shuangyong/models/clock"
	"shuangyong/tests/house"
	"shuangyong/wechat/echo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) == 6 && os.Args[1] == "echo" { // the yardstick, as a process of its own
		fail(serveEcho(os.Args[2], os.Args[3], os.Args[4], os.Args[5]))
		return
	}
	var o options
	flag.DurationVar(&o.phase, "for", 5*time.Second, "length of each measurement")
	flag.IntVar(&o.rounds, "rounds", 3, "how often program and yardstick take turns")
	flag.IntVar(&o.people, "people", 2000, "how many people write")
	flag.IntVar(&o.lines, "lines", 16, "messages under way at once")
	flag.Parse()
	fail(run(ctx, o))
}

func fail(err error) {
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func serveEcho(addr, appID, token, aesKey string) error {
	server := &http.Server{Addr: addr, Handler: echo.Handler(appID, token, aesKey), ReadHeaderTimeout: 5 * time.Second}
	return server.ListenAndServe()
}

// run measures on SQLite and, where SY_TEST_POSTGRES_URL names a server, on PostgreSQL.
func run(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "shuangyong-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary, err := house.Build(ctx, dir)
	if err != nil {
		return err
	}
	o.account, o.clock = house.NewAccount(), clock.System()
	b := &bench{options: o, dir: dir, binary: binary}
	b.pin()
	stores, drop, err := b.stores(ctx)
	if err != nil {
		return err
	}
	defer drop()
	for _, s := range stores {
		if err := b.measure(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}
