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

// badDay is what was read during an outage, and before and after it.
type badDay struct {
	during, around []heard
	probed         int // promises to those who only asked whether all is well again
}

func (b badDay) all() []heard { return slices.Concat(b.during, b.around) }

// live lets one person write every 50 ms before, during and after, and answers what each read.
func (c *cluster) live(o outage) badDay {
	before := c.promisedProbes.Load()
	r, stop := c.people(o.name, 50*time.Millisecond)
	c.eventually("all is well", func() bool { return len(r.list()) >= 2*len(questions()) })
	began := c.clock.Now()
	o.begin()
	<-time.After(o.lasts)
	ended := c.clock.Now()
	o.end()
	c.eventually("it is as before", func() bool { return c.ready() && c.normal() })
	normal := c.clock.Now().Sub(ended)
	after := len(r.list())
	c.eventually("people write again", func() bool { return len(r.list()) >= after+2*len(questions()) })
	var b badDay
	for _, h := range stop() {
		if h.read.Before(began) || h.sent.After(ended.Add(normal)) {
			b.around = append(b.around, h)
		} else {
			b.during = append(b.during, h)
		}
	}
	b.probed = int(c.promisedProbes.Load() - before)
	c.t.Logf("%s for %s: %s; normal again after %s; %s", o.name, o.lasts, figures(b.during), normal.Round(10*time.Millisecond), c.otherwise(b))
	return b
}

// normal tells whether a wish is taken as ever, by either replica.
func (c *cluster) normal() bool {
	for _, replica := range []string{"app1", "app2"} {
		direct := c.phone("http://"+c.addresses[replica+":8080"], 0)
		if !c.say(direct, simulator.Text(fmt.Sprintf("probe-%d", c.probes.Add(1)), "转人工")).promised() {
			return false
		}
		c.promisedProbes.Add(1)
	}
	return true
}

var figure = regexp.MustCompile(`\d+`)

// gist is what an answer says, without the figures that differ from one person to the next.
func gist(h heard) string {
	if h.promised() {
		return "a promise"
	}
	first, _, _ := strings.Cut(h.text, "\n")
	return figure.ReplaceAllString(first, "#")
}

// otherwise is what people read that nobody reads on a good day, with how often.
func (c *cluster) otherwise(b badDay) string {
	usual, other := map[string]bool{}, map[string]int{}
	for _, h := range b.around {
		usual[h.words+gist(h)] = true
	}
	for _, h := range b.during {
		if !usual[h.words+gist(h)] {
			other[gist(h)]++
		}
	}
	if len(other) == 0 {
		return "everybody read what he reads on a good day"
	}
	var said []string
	for _, text := range slices.Sorted(maps.Keys(other)) {
		said = append(said, fmt.Sprintf("%d× %s", other[text], text))
	}
	return strings.Join(said, " ")
}

func (c *cluster) redisStopped() {
	before := c.waiting()
	c.unnoticed(before, c.live(outage{
		name: "Redis killed", lasts: redisAway,
		begin: func() { c.running["redis"].kill() },
		end:   func() { c.up("redis") },
	}))
}

func (c *cluster) redisHung() {
	before := c.waiting()
	c.unnoticed(before, c.live(outage{
		name: "Redis hung", lasts: redisAway,
		begin: func() { c.running["redis"].signal(syscall.SIGSTOP) },
		end:   func() { c.running["redis"].signal(syscall.SIGCONT) },
	}))
}

func (c *cluster) redisEmptied() {
	before := c.waiting()
	c.unnoticed(before, c.live(outage{name: "Redis emptied", begin: c.emptyRedis, end: func() {}, lasts: time.Second}))
}

// unnoticed: nobody failed, waited until WeChat hung up, or read anything else than on a good day, and every promise is kept once.
func (c *cluster) unnoticed(before int, b badDay) {
	require.Zero(c.t, count(b.all(), failedAtFirst), "%v", firstFailure(b.all()))
	require.Equal(c.t, "everybody read what he reads on a good day", c.otherwise(b))
	require.Equal(c.t, before+count(b.all(), heard.promised)+b.probed, c.waiting(), "promises")
}

// What people read while the database is away, besides what memory answers as ever.
const (
	notLookedUp = "对不起，这会儿没查成，是我们这边的毛病。"
	notTaken    = "对不起，这会儿没能叫到工作人员，您的话还没有转出去。"
	nobodyKnows = "刚才线路断了一下，这件事不知道办成没有。"
)

// databaseStopped: everybody is answered in time; nobody is promised anything that is not kept, nor told that nothing was kept when it was.
func (c *cluster) databaseStopped() {
	before := c.waiting()
	var away, back time.Time
	b := c.live(outage{
		name: "database stopped", lasts: *databaseAway,
		begin: func() { c.stop("postgres"); away = c.clock.Now() },
		end:   func() { back = c.clock.Now(); c.up("postgres") },
	})
	require.Zero(c.t, count(b.all(), failedAtFirst), "%v", firstFailure(b.all()))
	usual := map[string]bool{notLookedUp: true, notTaken: true, nobodyKnows: true}
	for _, h := range b.around {
		usual[gist(h)] = true
	}
	for _, h := range b.during {
		require.True(c.t, usual[gist(h)], h.text)
		require.False(c.t, h.promised() && h.sent.After(away) && h.read.Before(back), "promised while nothing could be kept: %s", h.text)
	}
	kept := c.waiting() - before - b.probed
	promised, doubtful := count(b.all(), heard.promised), count(b.all(), func(h heard) bool { return gist(h) == nobodyKnows })
	require.GreaterOrEqual(c.t, kept, promised, "promises that were not kept")
	require.LessOrEqual(c.t, kept, promised+doubtful, "kept, though somebody was told that it was not")
	require.Positive(c.t, count(b.during, func(h heard) bool { return gist(h) == notTaken }), "nobody asked while it was away")
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
