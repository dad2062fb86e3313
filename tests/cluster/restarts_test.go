//go:build cluster

package cluster

import (
	"flag"
	"fmt"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/wechat/simulator"
)

var restarts = flag.Int("restarts", 4, "rolling restarts, of both replicas together")

// rollingRestarts: a new version is brought in while 200 messages a second come, and nobody notices.
func (c *cluster) rollingRestarts() {
	from := len(c.running["proxy"].out.String())
	before, began := c.waiting(), c.clock.Now()
	_, end := c.people("rolling", 5*time.Millisecond)
	for i := range *restarts {
		replica := []string{"app1", "app2"}[i%2]
		c.stop(replica)
		c.up(replica)
		c.eventually("both replicas are in use", c.both)
	}
	took := c.clock.Now().Sub(began)
	all := end()
	c.t.Logf("%d rolling restarts, %.0f messages a second: %s; the proxy handed %d over", *restarts, float64(len(all))/took.Seconds(), figures(all), c.handedOver(from))
	require.Zero(c.t, count(all, failedAtFirst), "%v", firstFailure(all))
	require.Equal(c.t, before+count(all, heard.promised), c.waiting(), "promises")
}

// handedOver is how many messages the proxy gave to the other replica since that place of its log.
func (c *cluster) handedOver(from int) int {
	n := 0
	for line := range strings.Lines(c.running["proxy"].out.String()[from:]) {
		if strings.Contains(line, `"retries"`) && !strings.Contains(line, `"retries":"0"`) {
			n++
		}
	}
	return n
}

// firstFailure is the error of somebody whom WeChat told 该公众号暂时无法提供服务.
func firstFailure(all []heard) error {
	for _, h := range all {
		if h.err != nil {
			return h.err
		}
	}
	return nil
}

// killedReplica: one dies in the midst of it. Messages that were with it come again, by the proxy or by WeChat, and are answered by the other.
func (c *cluster) killedReplica() {
	from := len(c.running["proxy"].out.String())
	before := c.waiting()
	r, end := c.people("killed", 10*time.Millisecond)
	c.eventually("people write", func() bool { return len(r.list()) > 100 })
	c.running["app1"].kill()
	c.eventually("the other one answers", func() bool { return len(r.list()) > 300 })
	c.up("app1")
	c.eventually("both replicas are in use", c.both)
	all := end()
	c.t.Logf("a replica killed: %s; the proxy handed %d over", figures(all), c.handedOver(from))
	require.Zero(c.t, count(all, failed), "%v", firstFailure(all))
	require.Equal(c.t, before+count(all, heard.promised), c.waiting(), "promises")
}

// killedAtWork: one dies while it works on messages, when nobody can tell yet whether anything came of it. Each is answered by the other one, once.
func (c *cluster) killedAtWork() {
	const askers = 12
	before := c.waiting()
	unlock := c.lockHandoffs()
	var all record
	var under sync.WaitGroup
	for i := range askers {
		under.Go(func() { all.add(c.say(c.wechat, simulator.Text(fmt.Sprintf("at-work-%d", i), "转人工"))) })
	}
	c.eventually("all of them wait for the database", func() bool { return c.locked() == askers })
	c.running["app1"].kill()
	unlock()
	under.Wait()
	done := c.late(all.list())
	c.t.Logf("a replica killed at work: %s", figures(done))
	require.Zero(c.t, count(done, failed), "%v", firstFailure(done))
	require.Equal(c.t, askers, count(done, heard.promised), "everybody is promised a call")
	require.Equal(c.t, before+askers, c.waiting(), "and each of them once")
	c.up("app1")
	c.eventually("both replicas are in use", c.both)
}

// gracefulStop: who is being answered when the program is told to stop gets his answer; who comes after is answered by the other replica.
func (c *cluster) gracefulStop() {
	before := c.waiting()
	unlock := c.lockHandoffs()
	direct := c.phone("http://"+c.addresses["app1:8080"], 0)
	var under sync.WaitGroup
	var first, second heard
	under.Go(func() { first = c.say(direct, simulator.Text("under-way", "转人工")) })
	c.eventually("the message waits for the database", func() bool { return c.locked() == 1 })
	c.running["app1"].signal(syscall.SIGTERM)
	c.eventually("it takes no more", func() bool {
		return c.say(direct, simulator.Text("too-late", "你好")).err != nil
	})
	require.True(c.t, c.running["app1"].alive(), "it waits for the answer")
	under.Go(func() { second = c.say(c.wechat, simulator.Text("the-next-one", "你好")) })
	unlock()
	under.Wait()
	<-c.running["app1"].exited
	c.t.Logf("graceful stop: the message under way was answered after %s", first.took().Round(time.Millisecond))
	require.NoError(c.t, c.running["app1"].err, "%s", c.running["app1"].out)
	require.True(c.t, first.promised(), "%+v", first)
	require.NoError(c.t, second.err)
	require.Equal(c.t, 1, second.attempts)
	require.Equal(c.t, before+1, c.waiting())
	c.up("app1")
	c.eventually("both replicas are in use", c.both)
}
