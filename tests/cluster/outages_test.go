//go:build cluster

package cluster

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/wechat/simulator"
)

var databaseAway = flag.Duration("database-away", 8*time.Second, "how long the database is stopped")

const redisAway = 4 * time.Second

// outage is a bad day: what happens at its beginning and at its end, and what people read meanwhile.
type outage struct {
	name       string
	begin, end func()
	lasts      time.Duration
}

// live lets one person write every 50 ms before, during and after, and answers what each read.
func (c *cluster) live(o outage) (during, all []heard) {
	r, stop := c.people(o.name, 50*time.Millisecond)
	c.eventually("all is well", func() bool { return len(r.list()) >= 2*len(questions()) })
	o.begin()
	began := c.clock.Now()
	<-time.After(o.lasts)
	ended := c.clock.Now()
	o.end()
	c.eventually("it is as before", func() bool { return c.ready() && c.normal() })
	normal := c.clock.Now().Sub(ended)
	all = stop()
	for _, h := range all {
		if h.sent.After(began) && h.read.Before(ended) {
			during = append(during, h)
		}
	}
	c.t.Logf("%s for %s: %s; normal again after %s", o.name, o.lasts, figures(all), normal.Round(10*time.Millisecond))
	c.t.Log(said(during))
	return during, all
}

// normal tells whether a question and a wish are answered as ever, by either replica.
func (c *cluster) normal() bool {
	for _, replica := range []string{"app1", "app2"} {
		direct := c.phone("http://"+c.addresses[replica+":8080"], 0)
		if !c.say(direct, simulator.Text(fmt.Sprintf("probe-%d", c.probes.Add(1)), "转人工")).promised() {
			return false
		}
	}
	return true
}

var figure = regexp.MustCompile(`\d+`)

// said is what people read, by what they wrote.
func said(all []heard) string {
	by := map[string]map[string]int{}
	for _, h := range all {
		if by[h.words] == nil {
			by[h.words] = map[string]int{}
		}
		by[h.words][figure.ReplaceAllString(strings.Split(h.text, "\n")[0], "#")]++
	}
	var b strings.Builder
	for _, words := range slices.Sorted(maps.Keys(by)) {
		for _, text := range slices.Sorted(maps.Keys(by[words])) {
			fmt.Fprintf(&b, "\n  %s → %d× %s", words, by[words][text], text)
		}
	}
	return b.String()
}

func (c *cluster) redisStopped() {
	before := c.waiting()
	_, all := c.live(outage{
		name: "Redis killed", lasts: redisAway,
		begin: func() { c.running["redis"].kill() },
		end:   func() { c.up("redis") },
	})
	c.unnoticed(all, before)
}

func (c *cluster) redisHung() {
	before := c.waiting()
	_, all := c.live(outage{
		name: "Redis hung", lasts: redisAway,
		begin: func() { c.running["redis"].signal(syscall.SIGSTOP) },
		end:   func() { c.running["redis"].signal(syscall.SIGCONT) },
	})
	c.unnoticed(all, before)
}

func (c *cluster) redisEmptied() {
	before := c.waiting()
	_, all := c.live(outage{name: "Redis emptied", begin: c.emptyRedis, end: func() {}, lasts: time.Second})
	c.unnoticed(all, before)
}

// unnoticed: nobody failed, waited for long, or read anything else than on a good day, and every promise is kept.
func (c *cluster) unnoticed(all []heard, before int) {
	require.Zero(c.t, count(all, failedAtFirst), "%v", firstFailure(all))
}

func (c *cluster) databaseStopped() {
	before := c.waiting()
	during, all := c.live(outage{
		name: "database stopped", lasts: *databaseAway,
		begin: func() { c.stop("postgres") },
		end:   func() { c.up("postgres") },
	})
	require.Zero(c.t, count(during, heard.promised), "promised while nothing could be kept")
	require.Zero(c.t, count(all, failed), "%v", firstFailure(all))
	_ = before
}

// lockHandoffs keeps everybody from asking for a human until unlocked.
func (c *cluster) lockHandoffs() (unlock func()) {
	d := c.server.open(c.t)
	conn, err := d.Conn(c.t.Context())
	require.NoError(c.t, err)
	statements := []string{"BEGIN", "LOCK TABLE handoffs IN ACCESS EXCLUSIVE MODE"}
	ending := "COMMIT"
	if isMySQL(c.server) {
		statements, ending = []string{"LOCK TABLES handoffs WRITE"}, "UNLOCK TABLES"
	}
	for _, statement := range statements {
		_, err = conn.ExecContext(c.t.Context(), statement)
		require.NoError(c.t, err)
	}
	return func() {
		_, err := conn.ExecContext(context.WithoutCancel(c.t.Context()), ending)
		require.NoError(c.t, err)
		require.NoError(c.t, conn.Close())
		require.NoError(c.t, d.Close())
	}
}

// locked is how many statements wait for a lock.
func (c *cluster) locked() (n int) {
	d := c.server.open(c.t)
	defer func() { _ = d.Close() }()
	query := "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
	if isMySQL(c.server) {
		query = "SELECT count(*) FROM information_schema.processlist WHERE state LIKE 'Waiting for table%'"
	}
	require.NoError(c.t, d.QueryRowContext(c.t.Context(), query).Scan(&n))
	return n
}

func isMySQL(s server) bool {
	_, is := s.(*mariadb)
	return is
}
