package person_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/fault"
	"shuangyong/models/person"
)

var update = flag.Bool("update", false, "write docs/assurance.md anew")

const page = "../../docs/assurance.md"

// docs/assurance.md is the table that the program goes by. What stands above the first table is written by hand.
func TestTheTableInTheDocsIsTheTableInTheCode(t *testing.T) {
	raw, err := os.ReadFile(page)
	require.NoError(t, err)
	const mark = "<!-- written by go test ./models/person -update -->\n"
	head, _, found := strings.Cut(string(raw), mark)
	require.True(t, found)
	want := head + mark + tables()
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(want), 0o644)) //nolint:gosec // a page of the docs
		return
	}
	require.Equal(t, want, string(raw), "run go test ./models/person -run TestTheTable -update")
}

func tables() string {
	var b strings.Builder
	b.WriteString("\n| level | code | on screen |\n| --- | --- | --- |\n")
	for _, a := range []person.Assurance{person.Unknown, person.Stated, person.Matched, person.Seen} {
		fmt.Fprintf(&b, "| %d | `%s` | %s |\n", a, a.Code(), a.Chinese())
	}
	b.WriteString("\n| act | what people want | level | through a proxy | why |\n| --- | --- | --- | --- | --- |\n")
	for _, r := range person.Rules() {
		proxy := "may be"
		if r.Alone {
			proxy = "never"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %d | %s | %s |\n", r.Act, r.What, r.Needs, proxy, r.Why)
	}
	return b.String()
}

// Most needs no proof; what does, says why and what to do next; and what nobody listed needs the most.
func TestTheRules(t *testing.T) {
	seen := map[person.Act]bool{}
	free := 0
	for _, r := range person.Rules() {
		require.False(t, seen[r.Act], r.Act)
		seen[r.Act] = true
		require.NotEmpty(t, r.What)
		require.NotEmpty(t, r.Why)
		if r.Needs == person.Unknown {
			free++
		}
		for level := person.Unknown; level <= person.Seen; level++ {
			err := level.Require(r.Act)
			require.Equal(t, level >= r.Needs, err == nil, "%s at %d", r.Act, level)
			require.Equal(t, err == nil, level.May(r.Act))
			if err == nil {
				continue
			}
			f := fault.Of(err)
			require.Equal(t, "person.assurance", f.Reason)
			require.True(t, strings.HasPrefix(f.Detail, r.Why), "why")
			require.Greater(t, len(f.Detail), len(r.Why), "and what next")
		}
	}
	require.GreaterOrEqual(t, free, 6)
	require.True(t, person.RuleOf(person.RideCode).Alone)
	require.Equal(t, person.Seen, person.Need("something new"))
	require.True(t, person.RuleOf("something new").Alone)
	require.Equal(t, person.Unknown, person.Need(person.FilePetition), "reception is a right")
}
