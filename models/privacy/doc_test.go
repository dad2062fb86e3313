package privacy_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/privacy"
)

var update = flag.Bool("update", false, "write the tables of docs/privacy.md anew")

const doc = "../../docs/privacy.md"

// between replaces what stands between two marks.
func between(t *testing.T, text, mark, table string) string {
	t.Helper()
	before, rest, ok := strings.Cut(text, "<!-- "+mark+" -->\n")
	require.True(t, ok, mark)
	_, after, ok := strings.Cut(rest, "<!-- /"+mark+" -->")
	require.True(t, ok, mark)
	return before + "<!-- " + mark + " -->\n" + table + "<!-- /" + mark + " -->" + after
}

func terms() string {
	var b strings.Builder
	b.WriteString("| code | what | how long | after | why | deleted by | a hold keeps it |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, t := range privacy.Terms() {
		keep, job, hold := "not deleted now", "–", ""
		switch {
		case t.Keep > 0:
			keep = fmt.Sprintf("%d days", t.Keep/(24*time.Hour))
		case t.Job != "":
			keep = "at once"
		}
		if t.Job != "" {
			job = "`" + t.Job + "`"
		}
		if t.Honour {
			hold = "yes"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", t.Code, t.What, keep, t.After, t.Why, job, hold)
	}
	return b.String()
}

func parts() string {
	var b strings.Builder
	b.WriteString("| part | what people read | goes at once | why it can stay | law told |\n| --- | --- | --- | --- | --- |\n")
	for _, p := range everyPart {
		i, ok := item(privacy.Plan(privacy.Stock{p: 1}, nil, "2026-11-23"), p)
		if !ok {
			continue
		}
		goes, why, law := "yes", "", ""
		if kept, _ := item(privacy.Plan(privacy.Stock{p: 1, privacy.Petitions: 1, privacy.Benefits: 1}, nil, "2026-11-23"), p); !kept.Goes {
			why, law = kept.Why, kept.Law
			if goes = "no"; i.Goes {
				goes = "unless something needs it"
			}
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", p, i.Chinese, goes, why, law)
	}
	return b.String()
}

func TestDocSaysWhatTheCodeDoes(t *testing.T) {
	raw, err := os.ReadFile(doc)
	require.NoError(t, err)
	want := between(t, between(t, string(raw), "terms", terms()), "parts", parts())
	if *update {
		require.NoError(t, os.WriteFile(doc, []byte(want), 0o600))
	}
	raw, err = os.ReadFile(doc)
	require.NoError(t, err)
	require.Equal(t, want, string(raw), "run: go test ./models/privacy -run Doc -update")
}
