//go:build peer

package peer_test

import (
	"bufio"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/wechat/simulator"
)

// programs are libraries with which others answer WeChat.
var programs = []string{"co-wechat", "node-easywechat"}

// node runs a script until the test ends; lines are what it prints.
func node(t *testing.T, script string, arg any) (in *json.Encoder, lines *bufio.Reader) {
	t.Helper()
	path, err := exec.LookPath("node")
	require.NoError(t, err, "node is needed for the peer tests")
	require.DirExists(t, "node_modules", "run npm ci in tests/peer first")
	text, err := json.Marshal(arg)
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), path, "--no-deprecation", script, string(text))
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = stdin.Close()
		_ = cmd.Wait()
	})
	return json.NewEncoder(stdin), bufio.NewReader(stdout)
}

// WeChat here pushes to programs that others wrote for Tencent's, and understands what they answer.
func TestProgramsOfOthersAnswerTheSimulator(t *testing.T) {
	for _, library := range programs {
		for mode, m := range map[string]simulator.Mode{"plain": simulator.ModePlain, "safe": simulator.ModeSafe} {
			t.Run(library+" "+mode, func(t *testing.T) {
				account := simulator.App{ID: app, Token: token, Mode: m}
				if m == simulator.ModeSafe {
					account.AESKey = key
				}
				_, lines := node(t, "program.js", map[string]string{"library": library, "token": token, "key": account.AESKey, "app": app})
				port, err := lines.ReadString('\n')
				require.NoError(t, err)
				account.Callback = "http://127.0.0.1:" + strings.TrimSpace(port) + "/"
				s, err := simulator.New(simulator.Options{Official: account, Clock: clock.Stopped(time.Unix(now, 0))})
				require.NoError(t, err)
				require.NoError(t, s.Challenge(t.Context(), simulator.Official))
				for _, c := range []struct {
					m    simulator.Message
					want string
				}{
					{simulator.Text(alice, "附近的优惠店"), "收到：附近的优惠店"},
					{simulator.Image(alice, "https://example.com/a.jpg"), "收到：image-media"},
					{simulator.Location(alice, 31.2, 121.4, "东街1号"), "收到：东街1号"},
					{simulator.Follow(alice, "east"), "欢迎：qrscene_east"},
					{simulator.Click(alice, "benefit.mine"), "CLICK：benefit.mine"},
					{simulator.Text(alice, "安静"), ""},
				} {
					d, err := s.Push(t.Context(), c.m)
					require.NoError(t, err, "%s: %s", c.want, d.Raw)
					require.Equal(t, c.want, d.Text())
				}
				d, err := s.Push(t.Context(), simulator.Text(alice, "卡片"))
				require.NoError(t, err, "%s", d.Raw)
				require.Equal(t, []simulator.Article{{
					Title: "东街服务站", Description: "周一至周五", PicURL: "https://example.com/p.jpg", URL: "https://example.com/?a=1&b=2",
				}}, d.Reply.Articles)
			})
		}
	}
}
