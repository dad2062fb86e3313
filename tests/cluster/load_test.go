//go:build cluster

package cluster

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"shuangyong/wechat/simulator"
)

// questions are what people write: look-ups that need the directories in memory or the database, small talk, and one wish that must be kept.
func questions() []string {
	return []string{"附近有什么优惠店", "坐公交要钱吗", "转人工", "拥军先锋号有哪些线路", "优待证怎么办", "这周能约优待证吗", "最近的服务站在哪", "你好"}
}

// heard is what came of one message.
type heard struct {
	who, words string
	sent, read time.Time
	attempts   int // of WeChat's
	text       string
	late       bool  // WeChat was told success, and the answer came a moment later as a message of its own
	err        error // the person reads 该公众号暂时无法提供服务
}

func (h heard) took() time.Duration { return h.read.Sub(h.sent) }

// promised tells whether somebody who asked for a human was told that he will be called: at once, or when the office opens.
func (h heard) promised() bool {
	return strings.Contains(h.text, "正在请工作人员") || strings.Contains(h.text, "前联系您")
}

// record is what came of many.
type record struct {
	mu  sync.Mutex
	all []heard
}

func (r *record) add(h heard) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, h)
}

// list is what came until now.
func (r *record) list() []heard {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.all)
}

// count is how many are so.
func count(all []heard, so func(heard) bool) int {
	n := 0
	for _, h := range all {
		if so(h) {
			n++
		}
	}
	return n
}

func failed(h heard) bool        { return h.err != nil }
func silent(h heard) bool        { return h.err == nil && h.text == "" } // accepted and never answered
func failedAtFirst(h heard) bool { return h.err != nil || h.attempts > 1 }

// figures is one line about them.
func figures(all []heard) string {
	worst := time.Duration(0)
	for _, h := range all {
		worst = max(worst, h.took())
	}
	return fmt.Sprintf("%d messages, %d failed at the first try, %d after WeChat's retries, %d answered by a later message, slowest answer %s",
		len(all), count(all, failedAtFirst), count(all, failed), count(all, func(h heard) bool { return h.late }), worst.Round(time.Millisecond))
}

// people lets somebody write every so often, each time another one, whether answers come or not. It ends with what came of all of it once end is called.
func (c *cluster) people(who string, every time.Duration) (r *record, end func() []heard) {
	r = &record{}
	who = strings.ReplaceAll(who, " ", "-") // as openids are
	ctx, stop := context.WithCancel(c.t.Context())
	var under sync.WaitGroup
	under.Go(func() {
		asked, first := questions(), c.clock.Now()
		for i := 0; ; i++ {
			select {
			case <-time.After(first.Add(time.Duration(i) * every).Sub(c.clock.Now())): // what the machine was late for is made up for
			case <-ctx.Done():
				return
			}
			m := simulator.Text(fmt.Sprintf("%s-%d", who, i), asked[i%len(asked)])
			under.Go(func() { r.add(c.say(c.wechat, m)) })
		}
	})
	return r, func() []heard {
		stop()
		under.Wait()
		return c.late(r.list())
	}
}

// late waits for the answers that come as messages of their own.
func (c *cluster) late(all []heard) []heard {
	for i, h := range all {
		if !silent(h) {
			continue
		}
		c.eventually("an answer to who was told success", func() bool {
			sent := c.wechat.Sent(h.who)
			if len(sent) > 0 {
				all[i].text, all[i].read, all[i].late = sent[0].Text, sent[0].At, true
			}
			return len(sent) > 0
		})
	}
	return all
}

// say delivers one message as WeChat does.
func (c *cluster) say(wechat *simulator.Simulator, m simulator.Message) heard {
	h := heard{who: m.From, words: m.Content, sent: c.clock.Now()}
	d, err := wechat.Push(c.t.Context(), m)
	h.read, h.attempts, h.text, h.err = c.clock.Now(), d.Attempts, d.Text(), err
	if err != nil && !errors.Is(err, simulator.ErrNoService) {
		c.t.Errorf("not WeChat's failure: %v", err)
	}
	return h
}
