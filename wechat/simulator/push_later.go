package simulator

import (
	"context"
	"sync"
)

const (
	keepQueued = 10_000 // reports that wait; more are lost, as WeChat does not promise them
	atOnce     = 8      // reports that Run delivers at a time
)

// outbox is what WeChat will push by itself, and with which keys; Simulator.mu guards it.
type outbox struct {
	queue   []Message
	turning map[Side]*turning
}

// later queues what WeChat reports by itself. An account without a callback gets no reports. s.mu is held.
func (s *Simulator) later(m Message) {
	if a := s.sides[m.To]; a == nil || a.Callback == "" || len(s.queue) >= keepQueued {
		return
	}
	m.CreatedAt = s.o.Clock.Now()
	s.queue = append(s.queue, m)
	s.record.wake()
}

// next takes a report out of the queue, or gives a channel that is closed when there may be one.
func (s *Simulator) next() (m Message, found bool, changed <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) == 0 {
		return Message{}, false, s.record.changed
	}
	m = s.queue[0]
	s.queue = s.queue[1:]
	return m, true, nil
}

// Run delivers what WeChat reports by itself until ctx ends, and returns when the last delivery has ended too.
func (s *Simulator) Run(ctx context.Context) {
	var all sync.WaitGroup
	defer all.Wait()
	room := make(chan struct{}, atOnce)
	for {
		select {
		case room <- struct{}{}:
		case <-ctx.Done():
			return
		}
		m, found, changed := s.next()
		if found {
			all.Go(func() {
				defer func() { <-room }()
				_, _ = s.Push(ctx, m) // in the record
			})
			continue
		}
		<-room
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// Deliver delivers what is waiting now, in order, and tells how much of it the program took.
func (s *Simulator) Deliver(ctx context.Context) (n int) {
	s.mu.Lock()
	list := s.queue
	s.queue = nil
	s.mu.Unlock()
	for _, m := range list {
		if _, err := s.Push(ctx, m); err == nil {
			n++
		}
	}
	return n
}
