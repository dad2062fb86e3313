package simulator

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestALinkOpensAPageUntilItEnds(t *testing.T) {
	d := newDesk(t)
	h := d.call(Mini, "/wxa/generate_urllink", write(object{"path": "pages/book", "query": "no=A12&from=sms", "expire_type": 1, "expire_interval": 2}))
	require.Zero(t, h.code())
	path, ours := strings.CutPrefix(h.text("url_link"), d.api.URL)
	require.True(t, ours)
	open := func() heard { return d.send(http.MethodGet, path, "", "") }
	require.Equal(t, object{"appid": testMini, "path": "pages/book", "query": "no=A12&from=sms", "env_version": "release"}, open().json)
	d.clock.Advance(48*time.Hour - time.Second)
	require.Equal(t, http.StatusOK, open().status)
	d.clock.Advance(time.Second)
	require.Equal(t, http.StatusNotFound, open().status)
	require.Contains(t, string(open().body), "链接已失效")
	require.Equal(t, http.StatusNotFound, d.send(http.MethodGet, "/link/none", "", "").status)
}

func TestLinksHaveLimits(t *testing.T) {
	d := newDesk(t)
	now := d.clock.Now()
	for _, c := range []struct {
		body object
		code int
	}{
		{object{}, 0},
		{object{"expire_time": now.Add(time.Minute).Unix()}, 0},
		{object{"expire_time": now.Add(59 * time.Second).Unix()}, 85401},
		{object{"expire_time": now.Add(linkLongest + time.Second).Unix()}, 85401},
		{object{"expire_type": 1}, 85401},
		{object{"expire_type": 1, "expire_interval": 30}, 0},
		{object{"expire_type": 1, "expire_interval": 31}, 85401},
		{object{"expire_type": 2}, 40097},
		{object{"path": "pages/book?x=1"}, 40165},
		{object{"path": "页面"}, 40165},
		{object{"query": strings.Repeat("x", 1024)}, 0},
		{object{"query": strings.Repeat("x", 1025)}, 40212},
		{object{"query": "a=中"}, 40212},
		{object{"env_version": "trial"}, 0},
		{object{"env_version": "x"}, 40097},
	} {
		require.Equal(t, c.code, d.call(Mini, "/wxa/generate_urllink", write(c.body)).code(), "%v", c.body)
	}
}

func TestOldLinksMakeRoom(t *testing.T) {
	d := newDesk(t)
	now := d.clock.Now()
	for i := range maxLinks {
		d.links[strings.Repeat("x", 5)+time.Duration(i).String()] = link{ends: now.Add(time.Duration(i+1) * time.Second)}
	}
	d.call(Mini, "/wxa/generate_urllink", "{}")
	require.Len(t, d.links, maxLinks)
	require.NotContains(t, d.links, "xxxxx0s", "the one that ends first")
	d.clock.Advance(time.Hour)
	d.call(Mini, "/wxa/generate_urllink", "{}")
	require.Len(t, d.links, maxLinks-3600+2)
}
