package e2e

import (
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/tests/house"
)

// A program in production mode and `shuangyong simulator` beside it, each its own process with the same settings: somebody without a WeChat account
// talks on the phone in the browser, and the mini-program on it logs in.
func TestProductionWithTheSimulatorBeside(t *testing.T) {
	account := house.NewAccount()
	program, err := house.FreeAddr()
	require.NoError(t, err)
	wechat, err := house.FreeAddr()
	require.NoError(t, err)
	env := append(account.Env(), "SY_DEMO=0", "SY_WECHAT_API_BASE=http://"+wechat, "SY_AUTO_MIGRATE=true", "SY_HTTP_ADDR="+program,
		"SY_BUREAU_NAME=某市退役军人事务局", "SY_BUREAU_PHONE=0640-5550100")
	sim := exec.CommandContext(t.Context(), binary, "simulator", "--listen", wechat, "--callback", "http://"+program, "--mini-json")
	sim.Env, sim.Dir = env, t.TempDir()
	var said strings.Builder
	sim.Stdout, sim.Stderr = &said, &said
	require.NoError(t, sim.Start())
	start(t, env...)
	require.Eventually(t, func() bool { return get(t, "http://"+wechat+"/simulator").StatusCode == http.StatusOK }, 10*time.Second, 20*time.Millisecond)

	status, body := post(t, "http://"+wechat+"/simulator/api/message", `{"openid":"phone-1","type":"follow"}`)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, "办事不收费")
	_, body = post(t, "http://"+wechat+"/simulator/api/code", `{"openid":"phone-1"}`)
	status, body = post(t, "http://"+wechat+"/api/v1/login", body)
	require.Equal(t, http.StatusOK, status, body)
	require.Contains(t, body, `"token"`)
	for _, path := range []string{"/simulator/api/state", "/simulator/api/map", "/simulator/api/timeline?after=0"} {
		require.Equal(t, http.StatusOK, get(t, "http://"+wechat+path).StatusCode, path)
	}
	for _, path := range []string{"/api/demo/v1/clock", "/wechat", "/metrics", "/elsewhere"} {
		require.Equal(t, http.StatusNotFound, get(t, "http://"+wechat+path).StatusCode, path)
	}
	require.Equal(t, http.StatusNotFound, get(t, "http://"+program+"/simulator").StatusCode)

	require.NoError(t, sim.Process.Signal(syscall.SIGTERM))
	require.NoError(t, sim.Wait(), "it stops when it is told, also with pages open")
	require.Contains(t, said.String(), "http://"+wechat+"/simulator")
	for _, secret := range []string{account.Secret, account.Token, account.AESKey, account.MiniSecret} {
		require.NotContains(t, said.String(), secret, "secrets that were given are not told")
	}
}

// Without an account of one's own the simulator invents one and says how the program must be started; what cannot work is said at once.
func TestTheSimulatorSaysWhatItNeeds(t *testing.T) {
	for callback, complaint := range map[string]string{"127.0.0.1:8080": "--callback", "http://127.0.0.1:8080/wechat": "--callback"} {
		out, err := command(t, t.TempDir(), nil, "simulator", "--listen", "127.0.0.1:0", "--callback", callback)
		require.Error(t, err)
		require.Contains(t, out, complaint)
	}
	out, err := command(t, t.TempDir(), nil, "simulator", "--listen", "nowhere:-1")
	require.Error(t, err)
	require.Contains(t, out, "--listen")
}
