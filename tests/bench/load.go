package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"shuangyong/models/clock"
	"shuangyong/wechat/simulator"
)

// sayings is what people write: the questions that are asked every day.
var sayings = []string{
	"你好", "附近有什么优惠店", "坐公交要钱吗", "拥军先锋号有哪些线路", "优待证怎么办", "我能享受什么", "怎么反映问题", "这周能约优待证吗", "最近的服务站在哪",
	"军属有什么优待", "老兵看病能报销吗", "火车站附近的饭店", "谢谢",
}

// load sends messages to one server.
type load struct {
	url    string
	pid    int
	phone  *simulator.Simulator
	client *http.Client
	clock  clock.Clock
	people int
	lines  int
	next   atomic.Int64
}

func (b *bench) newLoad(url string, pid int) (*load, error) {
	phone, err := b.account.Phone(url, b.clock)
	if err != nil {
		return nil, err
	}
	return &load{
		url: url, pid: pid, phone: phone, clock: b.clock, people: b.people, lines: b.lines,
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4 * b.lines}, Timeout: 5 * time.Second},
	}, nil
}

// letter is a message ready to be posted: encrypting is not what is measured.
type letter struct {
	query string
	body  []byte
}

func (l *load) write(n int) ([]letter, error) {
	letters := make([]letter, n)
	for i := range letters {
		k := int(l.next.Add(1))
		query, body, err := l.phone.Request(simulator.Text("person-"+strconv.Itoa(k*7919%l.people), sayings[k%len(sayings)]))
		if err != nil {
			return nil, err
		}
		letters[i] = letter{query.Encode(), body}
	}
	return letters, nil
}

// post delivers one and makes sure that it is answered in words, encrypted.
func (l *load) post(ctx context.Context, m letter) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.url+"/wechat?"+m.query, bytes.NewReader(m.body))
	if err != nil {
		return err
	}
	response, err := l.client.Do(r)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK || !bytes.Contains(body, []byte("<Encrypt>")) {
		return fmt.Errorf("status %d without an encrypted answer", response.StatusCode)
	}
	return nil
}

// full is a measurement at full load.
type full struct {
	perSecond float64
	processor float64 // microseconds of processor time a message
}

// full keeps all lines busy for d.
func (l *load) full(ctx context.Context, d time.Duration) (full, error) {
	letters, err := l.write(int(d.Seconds() * 12_000))
	if err != nil {
		return full{}, err
	}
	var at, done atomic.Int64
	var failed atomic.Pointer[error]
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	start, used := l.clock.Now(), processor(l.pid)
	var all sync.WaitGroup
	for range l.lines {
		all.Go(func() {
			for ctx.Err() == nil {
				i := int(at.Add(1)) - 1
				if i >= len(letters) {
					return
				}
				err := l.post(ctx, letters[i])
				switch {
				case err == nil:
					done.Add(1)
				case ctx.Err() == nil:
					failed.Store(&err)
				}
			}
		})
	}
	all.Wait()
	took := l.clock.Now().Sub(start)
	if err := failed.Load(); err != nil {
		return full{}, *err
	}
	if done.Load() == 0 {
		return full{}, errors.New("nothing was answered")
	}
	n := float64(done.Load())
	return full{n / took.Seconds(), (processor(l.pid) - used).Seconds() * 1e6 / n}, nil
}

// middle is the round in the middle by messages a second.
func middle(rounds []full) full {
	slices.SortFunc(rounds, func(a, b full) int { return int(math.Copysign(1, a.perSecond-b.perSecond)) })
	return rounds[len(rounds)/2]
}

// latencies are sorted.
type latencies []time.Duration

func (l latencies) quantile(q float64) time.Duration {
	i := min(len(l)-1, int(q*float64(len(l))))
	return l[i].Round(10 * time.Microsecond)
}

// half sends at a steady rate, whether answers come or not, and measures each from the moment it was due: a server that stalls is not spared.
func (l *load) half(ctx context.Context, rate float64, d time.Duration) (latencies, error) {
	letters, err := l.write(int(rate * d.Seconds()))
	if err != nil {
		return nil, err
	}
	took := make(latencies, len(letters))
	errs := make([]error, len(letters))
	var all sync.WaitGroup
	start := l.clock.Now()
	for i, m := range letters {
		due := start.Add(time.Duration(float64(i) / rate * float64(time.Second)))
		if early := due.Sub(l.clock.Now()); early > 0 {
			if err := wait(ctx, early); err != nil {
				return nil, err
			}
		}
		all.Go(func() {
			errs[i] = l.post(ctx, m)
			took[i] = l.clock.Now().Sub(due)
		})
	}
	all.Wait()
	slices.Sort(took)
	failed := slices.DeleteFunc(errs, func(err error) bool { return err == nil })
	if len(failed) > 0 {
		return nil, fmt.Errorf("%d of %d at half load: %w", len(failed), len(letters), failed[0])
	}
	return took, nil
}

// processor is the processor time that a process has used.
func processor(pid int) time.Duration {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(content), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond // a tick is 10 ms on Linux
}
