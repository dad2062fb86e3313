package session

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// embedded is a Redis inside this process. It is volatile: a restart forgets every conversation and login, and nothing else. Keys expire up to
// a second early.
type embedded struct {
	server *miniredis.Miniredis
	client redis.UniversalClient
	stop   chan struct{}
	done   chan struct{}
}

func startEmbedded() *embedded {
	e := &embedded{server: miniredis.NewMiniRedis(), stop: make(chan struct{}), done: make(chan struct{})}
	o := &redis.UniversalOptions{
		Addrs: []string{"in-process"},
		Dialer: func(context.Context, string, string) (net.Conn, error) {
			return connect(e.server)
		},
	}
	harden(o)
	e.client = insider{redis.NewUniversalClient(o), e.server, &sync.Mutex{}}
	go e.expire(time.Second)
	return e
}

// expire lets keys grow old: the server does not look at a clock by itself (made to, it would scan every key on every command).
func (e *embedded) expire(every time.Duration) {
	defer close(e.done)
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			e.server.FastForward(every)
		case <-e.stop:
			return
		}
	}
}

func (e *embedded) close() error {
	close(e.stop)
	<-e.done
	err := e.client.Close()
	e.server.Close()
	if errors.Is(err, redis.ErrClosed) {
		return nil
	}
	return err
}
