//go:build cluster

package cluster

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/handoff"
	"shuangyong/models/seal"
	"shuangyong/tests/house"
	"shuangyong/wechat/simulator"
)

// cluster is the running topology. What stands in compose and is not taken from there: images and what only containers have (compose_test.go asserts it),
// the schedule of health checks, and wget as the proxy's, which is one request. What is added: ports, users' numbers for the database (initdb wants a
// name), and a user of Redis who may empty it.
type cluster struct {
	*place
	t        *testing.T
	binary   string
	account  house.Account
	clock    clock.Clock
	server   server
	running  map[string]*process
	wechat   *simulator.Simulator // through the proxy, with WeChat's retries
	handoffs *handoff.Store       // the database, seen from outside the program

	probes, promisedProbes *atomic.Int64 // people who only asked whether all is well
}

const harnessUser = "user harness on >harness ~* &* +@all\n"

// start brings everything up in the order that compose demands, with the synthetic city in the database.
func start(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{t: t, clock: clock.System(), running: map[string]*process{}, probes: &atomic.Int64{}, promisedProbes: &atomic.Int64{}}
	var answering http.Handler
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answering.ServeHTTP(w, r) }))
	t.Cleanup(api.Close)
	c.account = house.NewAccount()
	c.place = newPlace(t, map[string]string{"SY_WECHAT_APP_ID": c.account.AppID, "SY_WECHAT_API_BASE": api.URL})
	c.makeSecrets(t)
	c.account.Secret, c.account.Token, c.account.AESKey = c.secret(t, "wechat_secret"), c.secret(t, "wechat_token"), c.secret(t, "wechat_aes_key")
	c.account.SecretKey = c.secret(t, "secret_key")
	c.server = newServer(t, c.place)
	c.provide(t)
	c.wechat = c.phone("http://"+c.addresses["proxy:8080"], 2)
	answering = c.wechat.Handler()
	t.Cleanup(c.down)
	var err error
	c.binary, err = house.Build(t.Context(), c.base)
	require.NoError(t, err)

	var took strings.Builder
	for _, service := range []string{"postgres", "redis", "migrate", "seed", "app1", "app2", "proxy"} {
		began := c.clock.Now()
		c.need(service)
		c.up(service)
		fmt.Fprintf(&took, " %s %s,", service, c.clock.Now().Sub(began).Round(10*time.Millisecond))
	}
	t.Logf("up: %s", strings.Trim(took.String(), " ,"))
	c.eventually("both replicas are in use", c.both)
	o := db.Options{URL: c.server.url(), Clock: c.clock}
	o.Keys, err = seal.NewKeyring(c.account.Key())
	require.NoError(t, err)
	c.handoffs = handoff.NewStore(dbtest.Open(t, o))
	return c
}

// down ends all that still runs.
func (c *cluster) down() {
	for service, p := range c.running {
		if service == "postgres" { // killed, its children would go on writing for a moment
			_ = p.end(c.server.stop(), c.compose.Services[service].StopGrace)
		} else {
			p.kill()
		}
	}
}

// provide makes the volumes, and what the harness needs beside what compose has.
func (c *cluster) provide(t *testing.T) {
	t.Helper()
	c.volume(t, "data", userOf(t, c.compose.Services["app1"]))
	c.volume(t, "redis", userOf(t, c.compose.Services["redis"]))
	require.NoError(t, os.MkdirAll(filepath.Join(c.dir("proxy"), "tls"), 0o755)) // #nosec G301 -- the proxy's user reads it
	acl := c.here("redis", "/run/secrets/redis_acl")
	content, err := os.ReadFile(acl)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(acl, append(content, "\n"+harnessUser...), 0o644)) // #nosec G306 -- a container's user reads it
	for service, s := range c.compose.Services {
		for _, name := range s.Secrets {
			if name == "database_url" {
				require.NoError(t, os.WriteFile(c.here(service, "/run/secrets/database_url"), []byte(c.server.url()), 0o644)) // #nosec G306 -- likewise
			}
		}
	}
}

// phone is WeChat for a callback: the proxy's, or one replica's own.
func (c *cluster) phone(url string, retries int) *simulator.Simulator {
	a := c.account
	s, err := simulator.New(simulator.Options{
		Official: simulator.App{ID: a.AppID, Secret: a.Secret, Token: a.Token, AESKey: a.AESKey, Callback: url + "/wechat"},
		Clock:    c.clock, Retries: retries, Transport: &http.Transport{MaxIdleConnsPerHost: 64},
	})
	require.NoError(c.t, err)
	return s
}

// need asserts what compose says must hold before the service starts.
func (c *cluster) need(service string) {
	for name, d := range c.compose.Services[service].DependsOn {
		p := c.running[name]
		switch d.Condition {
		case "service_healthy":
			require.NoError(c.t, c.healthy(name), "%s needs %s", service, name)
		case "service_started":
			require.True(c.t, p != nil && p.alive(), "%s needs %s", service, name)
		case "service_completed_successfully":
			require.True(c.t, p != nil && !p.alive() && p.err == nil, "%s needs %s", service, name)
		default:
			require.Fail(c.t, "nobody knows the condition "+d.Condition)
		}
	}
}

// up starts a service and waits until it is healthy, or has ended well if that is its work.
func (c *cluster) up(service string) {
	c.t.Helper()
	first := c.running[service] == nil
	if first && service == "postgres" {
		c.server.prepare(c.t)
	}
	p := c.launch(service)
	if len(c.compose.Services[service].Healthcheck.Test) == 0 {
		<-p.exited
		require.NoError(c.t, p.err, "%s: %s", service, p.out)
		return
	}
	c.eventually(service+" is healthy", func() bool { return !p.alive() || c.healthy(service) == nil })
	require.True(c.t, p.alive(), "%s ended: %v\n%s", service, p.err, p.out)
	if first && service == "postgres" {
		c.server.admit(c.t)
	}
}

// launch starts a service and returns at once.
func (c *cluster) launch(service string) *process {
	c.t.Helper()
	s := c.compose.Services[service]
	line, as := c.command(service), userOf(c.t, s)
	switch service {
	case "postgres":
		line, as = c.server.line(), c.server.user()
	case "redis":
		line = append(append([]string{find(c.t, line[0])}, line[1:]...), "--bind", "127.0.0.1", "--port", c.port("redis", "6379"))
	case "proxy":
		line = append([]string{find(c.t, line[0])}, line[1:]...)
	default:
		line = append([]string{c.binary}, line...)
	}
	env := append(c.environment(service), "SY_DATA_DIR="+c.here("app1", "/data")) // the image's
	p, err := launch(line, env, c.base, as)
	require.NoError(c.t, err)
	c.running[service] = p
	return p
}

// healthy runs a service's health check.
func (c *cluster) healthy(service string) error {
	test := c.compose.Services[service].Healthcheck.Test
	ctx, cancel := context.WithTimeout(c.t.Context(), 5*time.Second)
	defer cancel()
	as := userOf(c.t, c.compose.Services[service])
	switch service {
	case "postgres":
		return c.server.healthy(c.t)
	case "redis":
		line := strings.Replace(test[1], "redis-cli", find(c.t, "redis-cli")+" -p "+c.port("redis", "6379"), 1)
		_, err := run(ctx, []string{"sh", "-c", line}, os.Environ(), c.base, as)
		return err
	case "proxy":
		return ask(ctx, c.here("proxy", test[len(test)-1]))
	default:
		_, err := run(ctx, append([]string{c.binary}, test[2:]...), append(c.environment(service), "SY_DATA_DIR="+c.here(service, "/data")), c.base, as)
		return err
	}
}

// ask wants 200.
func ask(ctx context.Context, url string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return &statusError{response.StatusCode}
	}
	return nil
}

type statusError struct{ status int }

// Error implements error.
func (e *statusError) Error() string { return http.StatusText(e.status) }

// both tells whether the proxy sends messages to both replicas: what deploy/rolling-restart.sh waits for.
func (c *cluster) both() bool {
	return ask(c.t.Context(), "http://"+c.addresses["proxy:8404"]+"/replicas") == nil
}

// ready tells whether every replica has all it needs.
func (c *cluster) ready() bool {
	for _, service := range []string{"app1", "app2"} {
		if ask(c.t.Context(), "http://"+c.addresses[service+":9090"]+"/readyz") != nil {
			return false
		}
	}
	return true
}

// stop ends a service as compose would: its signal, and no longer than its grace.
func (c *cluster) stop(service string) {
	c.t.Helper()
	s := c.compose.Services[service]
	signal := map[string]syscall.Signal{"SIGTERM": syscall.SIGTERM, "SIGUSR1": syscall.SIGUSR1}[s.StopSignal]
	if service == "postgres" {
		signal = c.server.stop()
	}
	require.NoError(c.t, c.running[service].end(signal, s.StopGrace), "%s: %s", service, c.running[service].out)
}

func (c *cluster) eventually(what string, holds func() bool) {
	c.t.Helper()
	require.Eventually(c.t, holds, time.Minute, 50*time.Millisecond, what)
}

// emptyRedis is FLUSHALL, as somebody does it who mistook the server for another.
func (c *cluster) emptyRedis() {
	client := redis.NewClient(&redis.Options{Addr: c.addresses["redis:6379"], Username: "harness", Password: "harness"})
	defer func() { _ = client.Close() }()
	require.NoError(c.t, client.FlushAll(c.t.Context()).Err())
}

func (c *cluster) waiting() int {
	n, err := c.handoffs.Waiting(c.t.Context())
	require.NoError(c.t, err)
	return n
}
