// Package outage breaks the connection between the program and a server it depends on: what tests of bad days stand on.
package outage

import (
	"net/url"
	"strings"
	"testing"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"github.com/stretchr/testify/require"
)

// Proxy stands before a server until the test ends.
type Proxy struct {
	*toxiproxy.Proxy
	t testing.TB
}

// Before puts a proxy before the server at addr.
func Before(t testing.TB, addr string) *Proxy {
	t.Helper()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	p := &Proxy{toxiproxy.NewProxy(server, "server", "127.0.0.1:0", addr), t}
	require.NoError(t, p.Start())
	t.Cleanup(p.Stop)
	return p
}

// BeforeURL puts a proxy before the server that a URL names, and gives the URL that leads through it.
func BeforeURL(t testing.TB, raw string) (*Proxy, string) {
	t.Helper()
	u, err := url.Parse(raw)
	require.NoError(t, err)
	p := Before(t, u.Host)
	u.Host = p.Listen
	return p, u.String()
}

// Cut refuses connections and breaks those that are open.
func (p *Proxy) Cut() { p.Stop() }

// Freeze accepts connections and never answers, also on those that are open: what is sent arrives, what comes back is lost.
func (p *Proxy) Freeze() {
	p.t.Helper()
	_, err := p.Toxics.AddToxicJson(strings.NewReader(`{"name": "frozen", "type": "timeout", "stream": "downstream", "attributes": {"timeout": 0}}`))
	require.NoError(p.t, err)
}

// Mend ends whatever is wrong.
func (p *Proxy) Mend() {
	p.t.Helper()
	p.Toxics.ResetToxics(p.t.Context())
	if !p.Enabled {
		require.NoError(p.t, p.Start())
	}
}
