//go:build cluster

package cluster

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/wechat/simulator"
)

// The whole of it on one cluster, one bad day after the other; each leaves it as it found it.
func TestCluster(t *testing.T) {
	c := start(t)
	for _, one := range []struct {
		name string
		run  func(*cluster)
	}{
		{"what outsiders reach", (*cluster).outsiders},
		{"certificate", (*cluster).certificate},
		{"rolling restarts", (*cluster).rollingRestarts},
		{"graceful stop", (*cluster).gracefulStop},
		{"killed replica", (*cluster).killedReplica},
		{"killed at work", (*cluster).killedAtWork},
		{"duplicate deliveries", (*cluster).duplicateDeliveries},
		{"Redis killed", (*cluster).redisStopped},
		{"Redis hung", (*cluster).redisHung},
		{"Redis emptied", (*cluster).redisEmptied},
		{"database stopped", (*cluster).databaseStopped},
	} {
		t.Run(one.name, func(t *testing.T) {
			part := c.in(t)
			part.mend()
			one.run(part)
		})
	}
}

// in is the cluster for a part of the test.
func (c *cluster) in(t *testing.T) *cluster {
	part := *c
	part.t = t
	return &part
}

// mend brings up what a part that failed left down.
func (c *cluster) mend() {
	for _, service := range []string{"postgres", "redis", "app1", "app2", "proxy"} {
		if !c.running[service].alive() {
			c.up(service)
		}
	}
	c.eventually("both replicas are in use", c.both)
}

// outsiders shows what the proxy lets through, and that a message is answered in production.
func (c *cluster) outsiders() {
	require.NoError(c.t, c.wechat.Challenge(c.t.Context(), simulator.Official))
	d, err := c.wechat.Push(c.t.Context(), simulator.Text("somebody", "附近有什么优惠店"))
	require.NoError(c.t, err)
	require.NotEmpty(c.t, d.Text())
	street := "http://" + c.addresses["proxy:8080"]
	for path, want := range map[string]int{
		"/wechat": 403, "/": 404, "/healthz": 404, "/readyz": 404, "/metrics": 404, "/simulator": 404, "/simulator/api/sent": 404, "/wechat/": 404, "/WECHAT": 404, "/apis": 404,
		"/api/v1/nothing": 404, "/wechat/../metrics": 404, "/%2e%2e/metrics": 404,
	} {
		r, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, street+path, nil)
		require.NoError(c.t, err)
		response, err := http.DefaultClient.Do(r)
		require.NoError(c.t, err)
		_ = response.Body.Close()
		require.Equal(c.t, want, response.StatusCode, path)
	}
}
