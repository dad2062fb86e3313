package app

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/station"
	"shuangyong/seed"
	"shuangyong/server/routes"
)

// In production there is no telephone in the browser, no moved clock and no invented person, and no request can bring them about: each of their paths
// answers as one that never was.
func TestTheSimulatorCannotBeSwitchedOnInProduction(t *testing.T) {
	for name, more := range map[string][]string{
		"as usual":                   nil,
		"never the demo":             {"SY_DEMO=0"},
		"the simulator as API":       {"SY_WECHAT_API_BASE=http://127.0.0.1:8090"},
		"never, and it is the API":   {"SY_DEMO=0", "SY_WECHAT_API_BASE=http://127.0.0.1:8090"},
		"a believed proxy before it": {"SY_TRUSTED_PROXIES=192.0.2.0/24"},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := New(t.Context(), settings(t, append(slices.Clone(production), more...)...), quiet, io.Discard)
			require.NoError(t, err)
			defer a.release()
			require.Nil(t, a.fake)
			never := answerTo(a, "GET", "/never/was")
			require.Equal(t, http.StatusNotFound, never.Code)
			paths := append(routes.DemoOnly(), routes.Route{Method: "GET", Path: "/simulator/"}, routes.Route{Method: "GET", Path: "/simulator/index.html"},
				routes.Route{Method: "GET", Path: "/wechat/../simulator"}, routes.Route{Method: "GET", Path: "//simulator"}, routes.Route{Method: "GET", Path: "/SIMULATOR"})
			for _, r := range paths {
				for _, method := range []string{r.Method, "GET", "POST", "DELETE", "OPTIONS"} {
					got := answerTo(a, method, r.Path)
					require.Equal(t, never.Code, got.Code, "%s %s", method, r.Path)
					require.Equal(t, never.Body.String(), got.Body.String(), "%s %s", method, r.Path)
				}
			}
		})
	}
}

// answerTo asks with everything that somebody might hope to be believed.
func answerTo(a *App, method, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1/?demo=1&SY_DEMO=1", strings.NewReader(`{"openid":"me","content":"你好"}`))
	r.URL.Path, r.URL.RawPath = path, ""
	for name, value := range map[string]string{
		"SY-Demo": "1", "X-Demo": "1", "Cookie": "demo=1; SY_DEMO=1", "X-Forwarded-For": "127.0.0.1", "X-Original-URL": "/simulator", "X-Rewrite-URL": "/simulator",
		"X-HTTP-Method-Override": "GET", "Content-Type": "application/json",
	} {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	return w
}

// Told to be the demo on a database of real people, the program does not start: nobody could tell theirs from the invented ones.
func TestTheDemoDoesNotStartOnRealData(t *testing.T) {
	c := settings(t, production...)
	a, err := New(t.Context(), c, quiet, io.Discard)
	require.NoError(t, err)
	real := station.Station{ID: db.NewID(), Code: "110101", Name: "某市退役军人服务中心", Level: station.City, Path: "110101/"}
	require.NoError(t, a.stores.DB.InTx(t.Context(), func(tx db.Tx) error { return station.InsertStations(tx, []station.Station{real}) }))
	a.release()
	c.Demo = "1"
	_, err = New(t.Context(), c, quiet, io.Discard)
	require.ErrorIs(t, err, seed.ErrNotEmpty)
}
