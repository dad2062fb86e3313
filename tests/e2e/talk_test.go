package e2e

import (
	"bufio"
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/tests/house"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// People talk, as testdata/*.talk has it, and the transcripts are the same on every database, with one replica and with two.
func TestConversations(t *testing.T) {
	onEach(t, func(t *testing.T, kind db.Dialect, env []string) {
		dir := t.TempDir()
		p := startIn(t, dir, append(env, monday)...)
		transcripts(t, dir, p.URL, nil, *update && kind == db.SQLite)
	})
}

func TestConversationsWithTwoReplicas(t *testing.T) {
	onEach(t, func(t *testing.T, kind db.Dialect, env []string) {
		if kind == db.SQLite {
			return // one process's file
		}
		account := house.NewAccount()
		env = append(append(env, account.Env()...), monday, redisEnv(t, account))
		url, _ := startReplicas(t, 2, env)
		dir := t.TempDir()
		require.NoError(t, os.Mkdir(filepath.Join(dir, "data"), 0o700))
		writeAccount(t, dir, url, account)
		transcripts(t, dir, url, nil, false)
	})
}

// writeAccount leaves the account where `talk` looks for the running demo's.
func writeAccount(t *testing.T, dir, url string, a house.Account) {
	t.Helper()
	content := `{"url":"` + url + `","app_id":"` + a.AppID + `","secret":"` + a.Secret + `","token":"` + a.Token + `","aes_key":"` + a.AESKey + `"}`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "data", "demo.json"), []byte(content), 0o600))
}

// transcripts holds every conversation and compares what was said.
func transcripts(t *testing.T, dir, url string, env []string, write bool) {
	t.Helper()
	scripts, err := filepath.Glob("testdata/*.talk")
	require.NoError(t, err)
	require.NotEmpty(t, scripts)
	for _, script := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(script), ".talk"), func(t *testing.T) {
			said := talk(t, dir, url, script, env)
			t.Log("\n" + said)
			golden := strings.TrimSuffix(script, ".talk") + ".golden"
			if write {
				require.NoError(t, os.WriteFile(golden, []byte(said), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			if string(want) != said { // the whole is in the log above; the review is the diff
				t.Error("people read something else now: go test ./tests/e2e -run TestConversations -args -update, then git diff")
			}
		})
	}
}

// talk pipes a script into the program's own `talk`. Its first line says who speaks: "# as somebody".
func talk(t *testing.T, dir, url, script string, env []string) string {
	t.Helper()
	content, err := os.ReadFile(script)
	require.NoError(t, err)
	first, _, err := bufio.NewReader(bytes.NewReader(content)).ReadLine()
	require.NoError(t, err)
	as, ok := strings.CutPrefix(string(first), "# as ")
	require.True(t, ok, "the first line of %s must be: # as OPENID", script)
	command := exec.CommandContext(t.Context(), binary, "talk", "--as", as, "--url", url)
	command.Dir, command.Env, command.Stdin = dir, env, bytes.NewReader(content)
	var out, complaints bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaints
	require.NoError(t, command.Run(), complaints.String())
	return out.String()
}
