package wechat

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDefaultMenuIsWithinTheLimitsAndComesBackAsItWent(t *testing.T) {
	require.NoError(t, DefaultMenu().Validate())
	r := newRig(t)
	none, err := r.gateway.CurrentMenu(t.Context())
	require.NoError(t, err)
	require.Empty(t, none)
	m := append(DefaultMenu()[:2:2], Button{Name: "官网", URL: "https://example.com/?a=1&b=2"})
	require.NoError(t, r.gateway.PushMenu(t.Context(), m))
	got, err := r.gateway.CurrentMenu(t.Context())
	require.NoError(t, err)
	require.Equal(t, m, got)
}

func TestMenuValidateNamesEveryFault(t *testing.T) {
	ok := Button{Name: "好", Key: "k"}
	for want, m := range map[string]Menu{
		"0 columns":                {},
		"4 columns":                {ok, ok, ok, ok},
		"column 1 has 6 rows":      {{Name: "好", Rows: []Button{ok, ok, ok, ok, ok, ok}}},
		"18 bytes, want 1 to 16":   {{Name: "查优待和福利", Key: "k"}},
		"63 bytes, want 1 to 60":   {{Name: "好", Rows: []Button{{Name: strings.Repeat("长", 21), Key: "k"}}}},
		"0 bytes":                  {{Key: "k"}},
		"129 bytes":                {{Name: "好", Key: strings.Repeat("k", 129)}},
		"needs a key or":           {{Name: "好"}},
		"rows and an action":       {{Name: "好", Key: "k", Rows: []Button{ok}}},
		"rows below a row":         {{Name: "好", Rows: []Button{{Name: "好", Key: "k", Rows: []Button{ok}}}}},
		"\"两个\" needs a key or an": {ok, {Name: "两个", Key: "k", URL: "https://example.com"}},
	} {
		require.ErrorContains(t, m.Validate(), want)
		require.Error(t, newRig(t).gateway.PushMenu(t.Context(), m))
	}
}
