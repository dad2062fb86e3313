package wechat

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// pool bounds how much is worked on at once, and knows when nothing is. Its goroutines stay for the next message: a new one would have to grow its
// stack anew.
type pool struct {
	slots   chan struct{}
	ctx     context.Context // ends when work has to stop
	stop    context.CancelFunc
	next    chan func()  // to a worker that waits
	workers atomic.Int64 // that work or wait

	mu     sync.RWMutex
	closed bool
	work   sync.WaitGroup
}

func newPool(size int) *pool {
	ctx, stop := context.WithCancel(context.Background())
	return &pool{slots: make(chan struct{}, size), ctx: ctx, stop: stop, next: make(chan func())}
}

// run starts fn as soon as there is room, with ctx for at most limit. It tells false when there was none before giveUp, or the pool is
// draining; then fn will not run.
func (p *pool) run(ctx context.Context, limit time.Duration, giveUp <-chan time.Time, fn func(context.Context)) bool {
	select {
	case p.slots <- struct{}{}:
	default:
		select {
		case p.slots <- struct{}{}:
		case <-giveUp:
			return false
		case <-p.ctx.Done():
			return false
		}
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.closed {
		<-p.slots
		return false
	}
	p.work.Add(1)
	job := func() {
		defer p.work.Done()
		defer func() { <-p.slots }()
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		defer context.AfterFunc(p.ctx, cancel)()
		fn(ctx)
	}
	select {
	case p.next <- job:
	default:
		p.workers.Add(1)
		go p.serve(job)
	}
	return true
}

// serve does the job and the ones after it, until there are more workers than work.
func (p *pool) serve(job func()) {
	defer p.workers.Add(-1)
	for {
		job()
		if p.workers.Load() > int64(cap(p.slots)) {
			return
		}
		select {
		case job = <-p.next:
		case <-p.ctx.Done():
			return
		}
	}
}

// drain refuses new work and waits for what is under way; when ctx ends, that is told to stop, and waited for all the same.
func (p *pool) drain(ctx context.Context) error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.work.Wait()
	}()
	defer p.stop()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		p.stop()
		<-done
		return ctx.Err()
	}
}
