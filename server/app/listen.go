package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// listener is one address that the program serves.
type listener struct {
	key    string // of the setting, for the error
	socket net.Listener
	server *http.Server
}

// listen opens the address, so that a port that is taken is known before anything is promised.
func listen(ctx context.Context, key, addr string) (*listener, error) {
	var lc net.ListenConfig
	socket, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot listen there: %w", key, err)
	}
	return &listener{key: key, socket: socket, server: &http.Server{
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      15 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // it would quote what a client sent
	}}, nil
}

// serve answers until shutdown. A failure is sent to failed.
func (l *listener) serve(h http.Handler, failed chan<- error) {
	l.server.Handler = h
	go func() {
		if err := l.server.Serve(l.socket); err != nil && !errors.Is(err, http.ErrServerClosed) {
			failed <- fmt.Errorf("%s: %w", l.key, err)
		}
	}()
}

// shutdown stops listening and waits for the answers under way, at most until ctx ends.
func (l *listener) shutdown(ctx context.Context) error {
	if err := l.server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("%s: answers were cut off: %w", l.key, err), l.server.Close())
	}
	return nil
}

// url is how this machine reaches the listener, also when it listens everywhere.
func (l *listener) url() string { return Reach(l.socket.Addr().String()) }

// Reach is how this machine reaches whoever listens at addr; where that is everywhere, by loopback.
func Reach(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}
