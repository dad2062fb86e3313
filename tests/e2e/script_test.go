package e2e

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
)

var (
	only = flag.String("script", "", "the one script to run, without .script")
	full = flag.Bool("full", false, "every kind of day with every number of replicas; else one replica on a good day, several on a bad one")
)

// Scripts are people who talk, WeChat that pushes and phones that call, as testdata/*.script has it. What they see is the same with everything inside
// and on every server, from one replica and from two, and on a day when everything that WeChat is known for goes wrong.
func TestScripts(t *testing.T) {
	onEach(t, func(t *testing.T, kind db.Dialect, _ []string) {
		for _, replicas := range []int{1, 2} {
			if replicas > 1 && kind == db.SQLite {
				continue // one process's file
			}
			for _, day := range []day{goodDay, badDay} {
				if kind != db.SQLite && !*full && (replicas > 1) != (day == badDay) {
					continue
				}
				t.Run(fmt.Sprintf("%d replica/%s", replicas, day), func(t *testing.T) {
					env := append(databaseEnv(t, kind), monday) // each day begins with an empty city
					playAll(t, newStage(t, replicas, env, day), *update && kind == db.SQLite && day == goodDay)
				})
			}
		}
	})
}

// playAll runs every script on one stage, each with people of its own.
func playAll(t *testing.T, s *stage, write bool) {
	t.Helper()
	scripts, err := filepath.Glob("testdata/*.script")
	require.NoError(t, err)
	require.NotEmpty(t, scripts)
	for _, script := range scripts {
		name := strings.TrimSuffix(filepath.Base(script), ".script")
		if *only != "" && *only != name {
			continue
		}
		t.Run(name, func(t *testing.T) {
			seen := s.play(t, script)
			t.Log("\n" + seen)
			golden := strings.TrimSuffix(script, ".script") + ".seen"
			if write {
				require.NoError(t, os.WriteFile(golden, []byte(seen), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), seen, "people see something else now: go test ./tests/e2e -run TestScripts -args -update, then git diff")
		})
	}
	s.refuseImpostors(t)
}

// play performs one script and returns what was seen, line by line under what was done.
func (s *stage) play(t *testing.T, script string) string {
	t.Helper()
	file, err := os.Open(script)
	require.NoError(t, err)
	defer func() { _ = file.Close() }()
	s.out.Reset()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		verb, rest, _ := strings.Cut(line, " ")
		act, ok := verbs[verb]
		require.True(t, ok, "%s: nobody knows how to %q", script, verb)
		if verb != "as" {
			_, _ = fmt.Fprintf(&s.out, "%s> %s\n", s.as, line)
		}
		act(s, t, strings.TrimSpace(rest))
	}
	require.NoError(t, lines.Err())
	return s.out.String()
}

// see writes down what somebody sees, indented.
func (s *stage) see(words string) {
	for line := range strings.Lines(words) {
		_, _ = fmt.Fprintf(&s.out, "    %s\n", strings.TrimRight(line, "\n"))
	}
}
