package session

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Time-outs of Redis: a citizen waits behind them.
const (
	dialTimeout = 500 * time.Millisecond
	ioTimeout   = 300 * time.Millisecond
)

// OpenRedis connects to the Redis that rawURL names: empty for one inside this process; redis:// and rediss:// for a server; with ?master_name=
// and further ?addr= for sentinels, with ?cluster=true or several ?addr= for a cluster. It does not wait for the server to answer.
// Close releases it. Errors never repeat the URL, which may hold a password.
func OpenRedis(rawURL string) (client redis.UniversalClient, closeFn func() error, err error) {
	if rawURL == "" {
		e := startEmbedded()
		return e.client, e.close, nil
	}
	o, err := universal(rawURL)
	if err != nil {
		return nil, nil, err
	}
	harden(o)
	c := redis.NewUniversalClient(o)
	return c, c.Close, nil
}

var errURL = errors.New("redis: the URL cannot be read; it looks like redis://:password@host:6379/0")

func universal(rawURL string) (*redis.UniversalOptions, error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Host == "" && u.Scheme != "unix" {
		return nil, errURL
	}
	q := u.Query()
	cluster := q.Get("cluster") == "true"
	q.Del("cluster")
	u.RawQuery = q.Encode()
	switch {
	case u.Scheme != "redis" && u.Scheme != "rediss" && u.Scheme != "unix":
		return nil, errURL
	case q.Get("master_name") != "":
		f, err := redis.ParseFailoverURL(u.String())
		if err != nil {
			return nil, errURL
		}
		return &redis.UniversalOptions{
			Addrs: f.SentinelAddrs, MasterName: f.MasterName, SentinelUsername: f.SentinelUsername, SentinelPassword: f.SentinelPassword,
			Username: f.Username, Password: f.Password, DB: f.DB, TLSConfig: f.TLSConfig, PoolSize: f.PoolSize,
		}, nil
	case cluster || len(q["addr"]) > 0:
		c, err := redis.ParseClusterURL(u.String())
		if err != nil {
			return nil, errURL
		}
		return &redis.UniversalOptions{
			Addrs: c.Addrs, Username: c.Username, Password: c.Password, TLSConfig: c.TLSConfig, PoolSize: c.PoolSize, IsClusterMode: true,
		}, nil
	default:
		return single(u)
	}
}

func single(u *url.URL) (*redis.UniversalOptions, error) {
	s, err := redis.ParseURL(u.String())
	if err != nil {
		return nil, errURL
	}
	o := &redis.UniversalOptions{
		Addrs: []string{s.Addr}, Username: s.Username, Password: s.Password, DB: s.DB, TLSConfig: s.TLSConfig, PoolSize: s.PoolSize,
	}
	if strings.EqualFold(s.Network, "unix") {
		path := s.Addr
		o.Dialer = func(ctx context.Context, _, _ string) (net.Conn, error) {
			d := net.Dialer{Timeout: dialTimeout}
			return d.DialContext(ctx, "unix", path)
		}
	}
	return o, nil
}

// harden sets what go-redis leaves generous: without ContextTimeoutEnabled a hung server holds a message for five seconds, whatever its context
// says.
func harden(o *redis.UniversalOptions) {
	o.ContextTimeoutEnabled = true
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = dialTimeout, ioTimeout, ioTimeout, ioTimeout
	o.DialerRetries, o.MaxRetries = 1, 1
	o.PipelinePoolSize = -1 // every message is two pipelines: one pool serves them
	if o.PoolSize == 0 {
		o.PoolSize = 64
	}
}

// Describe names the Redis in use without its secrets, for logs and the doctor.
func Describe(rawURL string) string {
	if rawURL == "" {
		return "in this process (volatile)"
	}
	u, err := url.Parse(rawURL)
	if err != nil {
		return "unreadable URL"
	}
	return fmt.Sprintf("%s://%s", u.Scheme, u.Host)
}
