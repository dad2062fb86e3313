package app

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/docs"
	"shuangyong/handlers/openapi"
)

// written is every text in the program's SQLite file, with what is sealed opened.
func (l lived) written() map[string][]string {
	l.t.Helper()
	matches, err := filepath.Glob(filepath.Join(l.app.stores.Config.DataDir, "*.db"))
	require.NoError(l.t, err)
	require.NotEmpty(l.t, matches)
	d, err := sql.Open("sqlite", "file:"+matches[0]+"?mode=ro")
	require.NoError(l.t, err)
	defer func() { _ = d.Close() }()
	labels := map[string]func(string) string{}
	places, err := SealedPlaces()
	require.NoError(l.t, err)
	keys := map[string]string{}
	for _, p := range places {
		labels[p.Table+"."+p.Column], keys[p.Table] = p.Label, p.Key
	}
	all := map[string][]string{}
	for _, table := range column(l.t, d, "SELECT name FROM sqlite_master WHERE type = 'table'") {
		rows, err := d.QueryContext(l.t.Context(), "SELECT * FROM "+table) //nolint:gosec // a table's own name
		require.NoError(l.t, err)
		names, err := rows.Columns()
		require.NoError(l.t, err)
		for rows.Next() {
			values := make([]any, len(names))
			into := make([]any, len(names))
			for i := range values {
				into[i] = &values[i]
			}
			require.NoError(l.t, rows.Scan(into...))
			key := ""
			for i, name := range names {
				if s, ok := values[i].(string); ok && name == keys[table] {
					key = s
				}
			}
			for i, name := range names {
				at := table + "." + name
				switch v := values[i].(type) {
				case string:
					all[at] = append(all[at], v)
				case []byte:
					if label := labels[at]; label != nil && len(v) > 0 {
						plain, err := l.app.stores.Keys.Open(v, label(key))
						require.NoError(l.t, err, at)
						v = plain
					}
					all[at] = append(all[at], string(v))
				}
			}
		}
		require.NoError(l.t, rows.Err())
		_ = rows.Close()
	}
	return all
}

func column(t *testing.T, d *sql.DB, query string) []string {
	t.Helper()
	rows, err := d.QueryContext(t.Context(), query)
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	var all []string
	for rows.Next() {
		var s string
		require.NoError(t, rows.Scan(&s))
		all = append(all, s)
	}
	require.NoError(t, rows.Err())
	return all
}

// requireNowhere fails when one of the words stands anywhere in the database, sealed or not.
func (l lived) requireNowhere(words ...string) {
	l.t.Helper()
	for at, values := range l.written() {
		for _, v := range values {
			for _, w := range words {
				require.False(l.t, strings.Contains(v, w), "%s holds what must not be stored", at)
			}
		}
	}
}

// notFree are strings of bodies that look free and are not words that are kept: each with the reason.
var notFree = map[string]string{
	"password": "never stored, and no word", "new_password": "never stored, and no word", "login": "compared", "code": "compared", "recovery_code": "compared", "value": "looked up",
	"id_number": "has a form that is checked", "phone": "has a form that is checked", "card_number": "looked up",
}

// Whoever adds a string to a body says whether people write it freely; then it is cleaned.
func TestEveryStringOfABodyIsKnownToBeFreeOrNot(t *testing.T) {
	d, err := openapi.New(docs.OpenAPI)
	require.NoError(t, err)
	marked, unmarked := d.FreeText()
	require.NotEmpty(t, marked)
	for _, place := range unmarked {
		name := place[strings.LastIndex(place, ".")+1:]
		if notFree[name] == "" && place != "proveByCard.name" { // compared, not kept
			t.Errorf("%s is neither marked x-free-text nor bounded to a form (pattern, format, enum)", place)
		}
	}
}

// What must not be kept is not, wherever somebody writes it: in the conversation, in the mini-program, at the desk.
func TestUnitNumbersAreNowhereInTheDatabase(t *testing.T) {
	l := live(t)
	mine := l.known("wanshui", "万水生")
	const secret = "我原来在96123部队当兵"
	p := l.plays(mine, uuid.NewString())
	told := map[string]bool{}
	p.each(func(operation string, body any, schema *openapi3.Schema) any {
		return fill(body, schema, "", func(_ string, s *openapi3.Schema) (string, bool) {
			marked, _ := s.Extensions["x-free-text"].(bool)
			most := 1000
			if s.MaxLength != nil {
				most = int(*s.MaxLength)
			}
			words := secret
			if s.MinLength > 20 {
				words += strings.Repeat("，请看看", 50) + "{bureau}{phone}"
			}
			return words, marked && most >= len([]rune(words))
		})
	}, func(operation string, status int, body string) {
		told[operation] = status < 300
		require.NotContains(t, body, "96123", operation)
	})
	require.True(t, told["askCorrection"])
	require.True(t, told["publishNotice"])
	for _, said := range []string{secret + "，想问补助", "人工", "我的部队番号是96123，请给我回电话", "人工", secret} {
		l.get(200, "POST", "/simulator/api/message", "", "", `{"openid":"wanshui","type":"text","content":"`+said+`"}`)
	}
	l.requireNowhere("96123部队", "番号是96123")
	found := false
	for _, v := range l.written()["privacy_requests.why"] {
		found = found || strings.Contains(v, "〇〇")
	}
	require.True(t, found, "the rest of what he wrote is there")
}
