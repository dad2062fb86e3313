//go:build cluster

package cluster

import (
	"flag"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/stretchr/testify/require"

	"shuangyong/wechat/simulator"
)

var duplicates = flag.Int("duplicates", 600, "messages that WeChat delivers three times at once")

// duplicateDeliveries: each message comes three times at once to different replicas, has one effect, and whoever reads an answer reads the same.
func (c *cluster) duplicateDeliveries() {
	before := c.waiting()
	replicas := []*simulator.Simulator{c.phone("http://"+c.addresses["app1:8080"], 0), c.phone("http://"+c.addresses["app2:8080"], 0)}
	var all record
	var unanswered, next atomic.Int64
	var under sync.WaitGroup
	for range 16 {
		under.Go(func() {
			for i := next.Add(1); i <= int64(*duplicates); i = next.Add(1) {
				m := simulator.Text(fmt.Sprintf("thrice-%d", i), "转人工")
				m.MsgID, m.CreatedAt = fmt.Sprintf("8%08d", i), c.clock.Now()
				unanswered.Add(int64(c.thrice(replicas, int(i), m, &all)))
			}
		})
	}
	under.Wait()
	done := all.list()
	c.t.Logf("%d messages delivered three times at once: %s; %d times success instead of the reply; %d effects",
		*duplicates, figures(done), unanswered.Load(), c.waiting()-before)
	require.Zero(c.t, count(done, failed), "%v", firstFailure(done))
	require.Equal(c.t, before+*duplicates, c.waiting(), "one effect each")
}

// thrice delivers a message three times at once, and counts who read nothing; the others must have read the same promise.
func (c *cluster) thrice(replicas []*simulator.Simulator, first int, m simulator.Message, all *record) (unanswered int) {
	var got [3]heard
	var under sync.WaitGroup
	for k := range got {
		under.Go(func() { got[k] = c.say(replicas[(first+k)%len(replicas)], m) })
	}
	under.Wait()
	said := ""
	for _, h := range got {
		all.add(h)
		switch {
		case h.text == "":
			unanswered++
		case said == "":
			said = h.text
			if !h.promised() {
				c.t.Errorf("no promise: %s", h.text)
			}
		case said != h.text:
			c.t.Errorf("%q and %q for one message", said, h.text)
		}
	}
	if said == "" {
		c.t.Errorf("nobody answered %s: %v", m.From, got[0].err)
	}
	return unanswered
}
