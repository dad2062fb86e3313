package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"shuangyong/models/clock"
	"shuangyong/tests/house"
	"shuangyong/wechat/simulator"
)

type options struct {
	phase         time.Duration
	rounds        int
	people, lines int
	account       house.Account
	clock         clock.Clock
}

type bench struct {
	options
	dir, binary string
	onServer    []string // what is put before a server's command
}

// pin gives the servers the first processor and the load the others, if it can.
func (b *bench) pin() {
	taskset, err := exec.LookPath("taskset")
	if err != nil || runtime.NumCPU() < 2 {
		fmt.Println("server and load share the processors (no taskset)")
		return
	}
	if err := exec.Command(taskset, "-acp", "1-"+strconv.Itoa(runtime.NumCPU()-1), strconv.Itoa(os.Getpid())).Run(); err != nil { //nolint:gosec // ourselves
		return
	}
	b.onServer = []string{taskset, "-c", "0"}
	fmt.Printf("%s, %d processors: servers on the first, load on the others\n", runtime.Version(), runtime.NumCPU())
}

// measure runs everything on one store.
func (b *bench) measure(ctx context.Context, s store) error {
	fmt.Printf("\n== %s, Redis: %s\n", s.name, s.redis)
	dir, err := os.MkdirTemp(b.dir, s.name)
	if err != nil {
		return err
	}
	env := append(append(b.account.Env(), s.env...), "SY_LOG_LEVEL=warn")
	o := house.Options{Binary: b.binary, Dir: dir, Env: env, Before: b.onServer}
	first, err := b.start(ctx, o)
	if err != nil {
		return err
	}
	if err := first.Stop(ctx); err != nil {
		return err
	}
	cold, err := b.coldStart(ctx, o)
	if err != nil {
		return err
	}
	p, err := b.start(ctx, o)
	if err != nil {
		return err
	}
	defer p.Kill()
	yardstick, echoURL, err := b.startEcho(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = yardstick.Process.Kill(); _ = yardstick.Wait() }()
	if err := wait(ctx, 3*time.Second); err != nil { // idle
		return err
	}
	idle := memory(p.PID)
	return b.compare(ctx, p, yardstick.Process.Pid, echoURL, cold, idle)
}

// compare lets program and yardstick take turns at full load, then each at half of what it did.
func (b *bench) compare(ctx context.Context, p *house.Program, echoPID int, echoURL string, cold time.Duration, idle int) error {
	program, err := b.newLoad(p.URL, p.PID)
	if err != nil {
		return err
	}
	echo, err := b.newLoad(echoURL, echoPID)
	if err != nil {
		return err
	}
	var ours, theirs []full
	for i := range b.rounds + 1 {
		e, err := echo.full(ctx, b.phase)
		if err != nil {
			return err
		}
		o, err := program.full(ctx, b.phase)
		if err != nil {
			return err
		}
		if i > 0 { // the first round warms up
			theirs, ours = append(theirs, e), append(ours, o)
		}
	}
	o, e := middle(ours), middle(theirs)
	loaded := memory(p.PID)
	echoHalf, err := echo.half(ctx, e.perSecond/2, b.phase)
	if err != nil {
		return fmt.Errorf("bare echo: %w", err)
	}
	half, err := program.half(ctx, o.perSecond/2, b.phase)
	if err != nil {
		return fmt.Errorf("program: %w", err)
	}
	fmt.Printf("%-34s %12s %12s %8s\n", "", "双拥通", "bare echo", "ratio")
	fmt.Printf("%-34s %12.0f %12.0f %8.2f   (aim ≥ 0.60)\n", "messages/s, safe mode", o.perSecond, e.perSecond, o.perSecond/e.perSecond)
	fmt.Printf("%-34s %10.0fµs %10.0fµs %8.2f\n", "processor time a message", o.processor, e.processor, o.processor/e.processor)
	for _, q := range []struct {
		name string
		at   float64
	}{{"median at half load", 0.5}, {"p99 at half load", 0.99}, {"slowest at half load", 1}} {
		fmt.Printf("%-34s %12s %12s\n", q.name, half.quantile(q.at), echoHalf.quantile(q.at))
	}
	fmt.Printf("%-34s %12s   (aim < 1 s)\n", "cold start to the first reply", cold.Round(time.Millisecond))
	fmt.Printf("%-34s %10dMB   (aim < 80 MB)\n", "memory, idle with the demo city", idle)
	fmt.Printf("%-34s %10dMB\n", "memory, after the load", loaded)
	return nil
}

func (b *bench) start(ctx context.Context, o house.Options) (*house.Program, error) {
	p, err := house.Start(o)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	if err := p.Ready(ctx); err != nil {
		p.Kill()
		return nil, err
	}
	return p, nil
}

// coldStart is the time from starting the process on its filled database to the first answer that a person reads; the middle of five.
func (b *bench) coldStart(ctx context.Context, o house.Options) (time.Duration, error) {
	var took []time.Duration
	for range 5 {
		start := b.clock.Now()
		p, err := house.Start(o)
		if err != nil {
			return 0, err
		}
		phone, err := b.account.Phone(p.URL, b.clock)
		if err != nil {
			return 0, err
		}
		for {
			d, err := phone.Push(ctx, simulator.Text("early", "你好"))
			if err == nil && d.Text() != "" {
				break
			}
			if err := wait(ctx, 2*time.Millisecond); err != nil {
				return 0, errors.Join(err, p.Stop(ctx))
			}
		}
		took = append(took, b.clock.Now().Sub(start))
		if err := p.Stop(ctx); err != nil {
			return 0, err
		}
	}
	slices.Sort(took)
	return took[len(took)/2], nil
}

func (b *bench) startEcho(ctx context.Context) (*exec.Cmd, string, error) {
	addr, err := house.FreeAddr()
	if err != nil {
		return nil, "", err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, "", err
	}
	a := b.account
	line := append(slices.Clone(b.onServer), self, "echo", addr, a.AppID, a.Token, a.AESKey)
	command := exec.CommandContext(ctx, line[0], line[1:]...) //nolint:gosec // ourselves
	if err := command.Start(); err != nil {
		return nil, "", err
	}
	for {
		r, err := http.Get("http://" + addr + "/wechat") //nolint:gosec,noctx // our own process
		if err == nil {
			return command, "http://" + addr, r.Body.Close()
		}
		if err := wait(ctx, 5*time.Millisecond); err != nil {
			return nil, "", err
		}
	}
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// memory is what a process holds in RAM, in MB.
func memory(pid int) int {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for one := range strings.Lines(string(content)) {
		if rest, ok := strings.CutPrefix(one, "VmRSS:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kb / 1024
		}
	}
	return 0
}
