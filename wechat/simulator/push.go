package simulator

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"shuangyong/models/clock"
)

// ErrNoService is what a person sees as 该公众号暂时无法提供服务: the callback did not answer in time, or not as WeChat demands.
var ErrNoService = errors.New("simulator: the account cannot provide service")

// Delivery is how one message went.
type Delivery struct {
	Reply    *Reply // nil when the callback accepted without an answer
	Raw      []byte // the last answer's body
	Status   int    // the last answer's HTTP status
	Attempts int
	Took     time.Duration // from the first try to the answer
}

// Text is the reply's words, "" when there are none.
func (d Delivery) Text() string {
	if d.Reply == nil {
		return ""
	}
	return d.Reply.Text
}

// Push delivers a message as WeChat does: signed, encrypted unless in plain mode, with a time-out and the configured tries; then it checks and reads
// the answer. What the phone shows of it goes into the record. The error is ErrNoService when the callback failed at every try.
func (s *Simulator) Push(ctx context.Context, m Message) (Delivery, error) {
	if s.sides[m.To] == nil {
		return Delivery{}, errors.New("simulator: there is no such account")
	}
	m = s.complete(m)
	line := s.begin(m)
	start := clock.System().Now()
	d, err := s.tries(ctx, m)
	d.Took = clock.System().Now().Sub(start)
	s.finish(m, line, d, err)
	return d, err
}

// tries delivers until an answer is good, or WeChat gives up.
func (s *Simulator) tries(ctx context.Context, m Message) (Delivery, error) {
	for n := 1; ; n++ {
		began := clock.System().Now()
		t := s.pushTrouble(m.To)
		d, err := s.try(ctx, m, n, t)
		d.Attempts = n
		if err == nil || !errors.Is(err, ErrNoService) || t.impostor() || n > s.o.Retries || pause(ctx, s.o.Every-clock.System().Now().Sub(began)) != nil {
			return d, err
		}
	}
}

// attempt delivers once and notes that for developers.
func (s *Simulator) attempt(ctx context.Context, m Message, n int, t Trouble) (Delivery, error) {
	p, err := s.pack(m, s.disguise(m.To, t))
	if err != nil {
		return Delivery{}, err
	}
	x := Exchange{
		At: s.o.Clock.Now(), Side: m.To, Push: true, OpenID: m.From, Method: http.MethodPost, Path: p.path(s.sides[m.To].Callback), Try: n,
		Request: shown(p.kind, p.body), Trouble: string(t.Kind),
	}
	if p.key != nil {
		x.Inner = shown(p.kind, p.inner)
	}
	began := clock.System().Now()
	d, inner, cause := s.carry(ctx, m, p, t)
	x.Took, x.Status, x.Response = clock.System().Now().Sub(began), d.Status, shown(p.kind, d.Raw)
	if inner != nil {
		x.Answer = shown(p.kind, inner)
	}
	if cause != nil {
		x.Trouble, err = said(t.Kind, cause), fmt.Errorf("%w: %w", ErrNoService, cause)
	}
	s.note(x)
	return d, err
}

// carry sends one request and judges what comes back; inner is the answer's message when it was encrypted.
func (s *Simulator) carry(ctx context.Context, m Message, p packet, t Trouble) (d Delivery, inner []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.o.Timeout)
	defer cancel()
	d.Raw, d.Status, err = s.send(ctx, s.sides[m.To].Callback, p, t)
	switch {
	case err != nil:
		return d, nil, err
	case t.Kind == TroubleLostAnswer:
		return d, nil, errors.New("simulator: the answer is lost")
	case d.Status != http.StatusOK:
		return d, nil, fmt.Errorf("simulator: status %d", d.Status)
	}
	d.Reply, inner, err = s.sides[m.To].open(d.Raw, p.key)
	if err == nil && d.Reply != nil {
		err = d.Reply.suits(m, s.sides[m.To])
	}
	return d, inner, err
}

func (s *Simulator) note(x Exchange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.record.note(x)
}

// said is what went wrong, after what was done on purpose.
func said(kind TroubleKind, cause error) string {
	if u, ok := errors.AsType[*url.Error](cause); ok {
		cause = u.Err // the address stands beside it
	}
	text := strings.TrimPrefix(cause.Error(), "simulator: ")
	if kind == "" {
		return text
	}
	return string(kind) + ": " + text
}

// Challenge makes WeChat's check of an account's callback address (GET with an echo).
func (s *Simulator) Challenge(ctx context.Context, which Side) error {
	a := s.sides[which]
	ctx, cancel := context.WithTimeout(ctx, s.o.Timeout)
	defer cancel()
	query, echo := sign(a.Token, s.o.Clock.Now()), s.nextID()
	query.Set("echostr", echo)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, a.Callback+"?"+query.Encode(), nil)
	if err != nil {
		return err
	}
	body, status, err := s.exchange(r)
	if err != nil {
		return err
	}
	if status != http.StatusOK || string(body) != echo {
		return fmt.Errorf("simulator: the callback did not echo (status %d)", status)
	}
	return nil
}

// Request makes the query and body of a message, for those who deliver it themselves.
func (s *Simulator) Request(m Message) (url.Values, []byte, error) {
	if s.sides[m.To] == nil {
		return nil, nil, errors.New("simulator: there is no such account")
	}
	p, err := s.pack(s.complete(m), s.disguise(m.To, Trouble{}))
	return p.query, p.body, err
}

// pause waits, unless ctx ends first.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
