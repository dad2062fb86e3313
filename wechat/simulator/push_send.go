package simulator

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"time"
)

// What a trouble means when nothing else is said.
const (
	staleBy    = time.Hour
	hangUpIn   = 5 * time.Millisecond // after the message was sent: the program has it, and hardly an answer
	slowFor    = 2 * time.Second
	slowDrops  = 20 // in which a slow body arrives
	timesTwice = 3  // deliveries at once
)

// pushTrouble is what goes wrong with the next try.
func (s *Simulator) pushTrouble(which Side) Trouble {
	path := PushOfficial
	if which == Mini {
		path = PushMini
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t, _ := s.trouble(path)
	return t
}

// impostor tells the troubles behind which there is no WeChat that would try again.
func (t Trouble) impostor() bool {
	switch t.Kind {
	case TroubleStale, TroubleForged, TroubleOtherKey:
		return true
	}
	return false
}

// disguise is how a message is packed, under a trouble.
func (s *Simulator) disguise(which Side, t Trouble) disguise {
	a := s.sides[which]
	as := disguise{token: a.Token, appID: a.ID, key: s.nextKey(which), at: s.o.Clock.Now()}
	switch t.Kind {
	case TroubleStale:
		by := t.Delay
		if by <= 0 {
			by = staleBy
		}
		as.at = as.at.Add(-by)
	case TroubleForged:
		as.token = rand.Text()
	case TroubleOtherKey:
		if as.key != nil {
			as.key = []byte(rand.Text() + rand.Text())[:32]
		}
	case TroubleBroken:
		as.inner = []byte("<xml><ToUserName>")
		if a.JSON {
			as.inner = []byte(`{"ToUserName":`)
		}
	}
	return as
}

// try delivers once, or three times at once, of which the first good answer counts.
func (s *Simulator) try(ctx context.Context, m Message, n int, t Trouble) (Delivery, error) {
	if t.Kind != TroubleTwice {
		return s.attempt(ctx, m, n, t)
	}
	type outcome struct {
		d   Delivery
		err error
	}
	outcomes := make(chan outcome, timesTwice)
	for range timesTwice {
		go func() {
			d, err := s.attempt(ctx, m, n, t)
			outcomes <- outcome{d, err}
		}()
	}
	var best outcome
	for i := range timesTwice {
		if o := <-outcomes; i == 0 || best.err != nil {
			best = o
		}
	}
	return best.d, best.err
}

// send brings a packet to the callback, with what a trouble does to it on the way. The whole of it is bounded by ctx.
func (s *Simulator) send(ctx context.Context, callback string, p packet, t Trouble) (body []byte, status int, err error) {
	var content io.Reader = bytes.NewReader(p.body)
	switch t.Kind {
	case TroubleDelay:
		if err := pause(ctx, t.Delay); err != nil {
			return nil, 0, err
		}
	case TroubleSlowBody:
		content = newDrip(ctx, p.body, t.Delay)
	case TroubleHangUp:
		after := t.Delay
		if after <= 0 {
			after = hangUpIn
		}
		hungUp, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		timer := time.AfterFunc(s.o.Timeout, func() { cancel(errHungUp) })
		defer timer.Stop()
		ctx = httptrace.WithClientTrace(hungUp, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { timer.Reset(after) }})
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, callback+"?"+p.query.Encode(), content)
	if err != nil {
		return nil, 0, err
	}
	r.ContentLength = int64(len(p.body))
	r.Header.Set("Content-Type", p.kind)
	body, status, err = s.exchange(r)
	if t.Kind == TroubleHangUp { // also on an answer that was quicker
		return nil, 0, errHungUp
	}
	return body, status, err
}

var errHungUp = errors.New("simulator: WeChat hung up")

func (s *Simulator) exchange(r *http.Request) (body []byte, status int, err error) {
	response, err := s.client.Do(r)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err = io.ReadAll(io.LimitReader(response.Body, 1<<20))
	return body, response.StatusCode, err
}

// drip is a body that arrives in drops.
type drip struct {
	ctx   context.Context
	rest  []byte
	drop  int
	every time.Duration
}

func newDrip(ctx context.Context, body []byte, whole time.Duration) *drip {
	if whole <= 0 {
		whole = slowFor
	}
	return &drip{ctx, body, len(body)/slowDrops + 1, whole / slowDrops}
}

// Read implements io.Reader.
func (d *drip) Read(into []byte) (int, error) {
	if len(d.rest) == 0 {
		return 0, io.EOF
	}
	if err := pause(d.ctx, d.every); err != nil {
		return 0, err
	}
	n := copy(into, d.rest[:min(d.drop, len(d.rest))])
	d.rest = d.rest[n:]
	return n, nil
}
