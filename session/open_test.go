package session

import (
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
)

func TestRedisURLs(t *testing.T) {
	for url, want := range map[string]redis.UniversalOptions{
		"redis://:pw@h:6379/3":                              {Addrs: []string{"h:6379"}, Password: "pw", DB: 3},
		"rediss://u:pw@h:6380/0":                            {Addrs: []string{"h:6380"}, Username: "u", Password: "pw"},
		"unix:///run/redis.sock":                            {Addrs: []string{"/run/redis.sock"}},
		"redis://h:1?addr=i:2":                              {Addrs: []string{"h:1", "i:2"}, IsClusterMode: true},
		"redis://h:1?cluster=true":                          {Addrs: []string{"h:1"}, IsClusterMode: true},
		"redis://:pw@h:26379?master_name=main&addr=i:26379": {Addrs: []string{"h:26379", "i:26379"}, MasterName: "main"},
	} {
		o, err := universal(url)
		require.NoError(t, err, url)
		require.Equal(t, want.Addrs, o.Addrs, url)
		require.Equal(t, want.Password+want.Username+want.MasterName, o.Password+o.Username+o.MasterName, url)
		require.Equal(t, want.DB, o.DB, url)
		require.Equal(t, want.IsClusterMode, o.IsClusterMode, url)
		require.Equal(t, strings.HasPrefix(url, "rediss:"), o.TLSConfig != nil, url)
		require.Equal(t, strings.HasPrefix(url, "unix:"), o.Dialer != nil, url)
	}
	for _, url := range []string{"localhost:6379", "http://:secret@h/", "redis://:secret@h:6379/x", "redis://:secret%zz@h", "redis://:secret@h?what=1"} {
		_, _, err := OpenRedis(url)
		require.Error(t, err, url)
		require.NotContains(t, err.Error(), "secret")
	}
	require.NotContains(t, Describe("redis://:secret@h:6379/0"), "secret")
}

func TestTheEmbeddedRedisReallyExpires(t *testing.T) {
	e := startEmbedded()
	defer e.close()
	require.NoError(t, e.client.Set(t.Context(), "k", "v", 1500*time.Millisecond).Err())
	require.NoError(t, e.client.Set(t.Context(), "l", "v", time.Hour).Err())
	require.Eventually(t, func() bool { return e.client.Exists(t.Context(), "k").Val() == 0 }, 5*time.Second, 20*time.Millisecond)
	require.EqualValues(t, 1, e.client.Exists(t.Context(), "l").Val())
}

// A pipeline larger than any buffer between client and server must not wait for itself.
func TestTheEmbeddedRedisTakesLongPipelines(t *testing.T) {
	e := startEmbedded()
	defer e.close()
	within(t, 5*time.Second, func() {
		p := e.client.Pipeline()
		for range 100 {
			p.Set(t.Context(), "k", strings.Repeat("v", 4000), time.Hour)
		}
		_, err := p.Exec(t.Context())
		require.NoError(t, err)
	})
}

func BenchmarkMessage(b *testing.B) {
	c, closeFn, err := OpenRedis("")
	require.NoError(b, err)
	defer closeFn()
	s := New(c, keyring(b), clock.Stopped(start), quiet())
	reply, talk := make([]byte, 600), make([]byte, 400)
	for i := 0; b.Loop(); i++ {
		turn, err := s.Begin(b.Context(), Key{string(rune(i)) + "m", string(rune(i % 100))}, time.Second)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Finish(b.Context(), turn, reply, talk); err != nil {
			b.Fatal(err)
		}
	}
}
