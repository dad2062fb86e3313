package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"shuangyong/models/clock"
	"shuangyong/wechat/simulator"
)

// patience is how long the telephone waits for an answer that comes as a message of its own.
const patience = 25 * time.Second

// telephone shows a conversation as a phone would, in the terminal.
type telephone struct {
	*line
	as       string
	in       io.Reader
	out      io.Writer
	typed    bool // by somebody at the terminal; else the lines are shown too
	received int  // messages that came on their own and were shown
}

func newTelephone(l *line, as string, in io.Reader, out io.Writer) *telephone {
	return &telephone{line: l, as: as, in: in, out: out, typed: isTerminal(in)}
}

// converse says line after line until there are no more.
func (t *telephone) converse(ctx context.Context) error {
	if t.typed {
		t.print("您在和 %s 说话（openid：%s）。直接打字；/help 看还能做什么，Ctrl-D 挂断。\n\n", t.url, t.as)
	}
	if t.demo {
		before, err := t.sentTo(ctx, t.as)
		if err != nil {
			return err
		}
		t.received = len(before)
	}
	lines := bufio.NewScanner(t.in)
	for t.prompt(); lines.Scan() && ctx.Err() == nil; t.prompt() {
		words := strings.TrimSpace(lines.Text())
		if words == "" || strings.HasPrefix(words, "#") {
			continue
		}
		if !t.typed {
			t.print("我：%s\n", words)
		}
		if words == "/quit" {
			break
		}
		if err := t.do(ctx, words); err != nil {
			return err
		}
	}
	if t.typed {
		t.print("\n")
	}
	return lines.Err()
}

func (t *telephone) prompt() {
	if t.typed {
		t.print("我：")
	}
}

// do carries out one line.
func (t *telephone) do(ctx context.Context, words string) error {
	m, act, err := t.read(words)
	switch {
	case err != nil:
		t.print("   %s\n", err)
		return nil
	case act != nil:
		return act(ctx)
	}
	d, err := t.sim.Push(ctx, m)
	switch {
	case errors.Is(err, simulator.ErrNoService) && d.Status == 0:
		return fmt.Errorf("nobody answers at %s: is the program running?", t.url)
	case errors.Is(err, simulator.ErrNoService):
		t.bubble("该公众号暂时无法提供服务，请稍后再试")
	case err != nil:
		return err
	case d.Reply == nil:
		t.silence(ctx, m)
	default:
		t.show(*d.Reply)
	}
	return nil
}

func (t *telephone) show(r simulator.Reply) {
	if r.Text != "" {
		t.bubble(r.Text)
	}
	for _, a := range r.Articles {
		t.bubble("【" + a.Title + "】\n" + a.Description + "\n" + a.URL)
	}
}

// silence waits for an answer that comes late, as a message of its own. Outside the demo nobody knows what WeChat was asked to deliver, and an
// unfollow is answered by nobody.
func (t *telephone) silence(ctx context.Context, m simulator.Message) {
	if !t.demo || m.Event == "unsubscribe" {
		t.print("   （没有回话）\n")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	again := time.NewTicker(200 * time.Millisecond)
	defer again.Stop()
	for {
		texts, err := t.sentTo(ctx, t.as)
		if err == nil && len(texts) > t.received {
			for _, text := range texts[t.received:] {
				t.bubble(text)
			}
			t.received = len(texts)
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			t.print("   （没有回话）\n")
			return
		}
	}
}

// bubble prints an answer with a bar at its side.
func (t *telephone) bubble(text string) {
	for one := range strings.Lines(strings.TrimRight(text, "\n") + "\n") {
		t.print("  │ %s", one)
	}
	t.print("\n")
}

func (t *telephone) print(format string, args ...any) { _, _ = fmt.Fprintf(t.out, format, args...) }

// move moves the demo's clock.
func (t *telephone) move(by string) func(context.Context) error {
	return func(ctx context.Context) error {
		now, err := t.advance(ctx, by)
		if err != nil {
			t.print("   %s\n", err)
			return nil
		}
		t.print("   （现在是 %s）\n", now.In(clock.Shanghai).Format("2006-01-02 15:04"))
		return nil
	}
}
