package cluster

import (
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/config"
)

const root = "../.."

func readCompose(t *testing.T, variables map[string]string) Compose {
	t.Helper()
	c, err := Read(filepath.Join(root, "docker-compose.yml"), variables)
	require.NoError(t, err)
	return c
}

func bureau() map[string]string { return map[string]string{"SY_WECHAT_APP_ID": "wx0123456789abcdef"} }

func TestComposeWantsTheAccount(t *testing.T) {
	_, err := Read(filepath.Join(root, "docker-compose.yml"), nil)
	require.ErrorContains(t, err, "SY_WECHAT_APP_ID")
}

// The harness starts what compose says. It knows these services, and nothing else may be said of them than what it goes by or what is asserted below.
func TestComposeIsWhatTheHarnessStarts(t *testing.T) {
	c := readCompose(t, bureau())
	require.Equal(t, []string{"app1", "app2", "migrate", "postgres", "proxy", "redis", "seed", "simulator"}, slices.Sorted(maps.Keys(c.Services)))
	commands := map[string]string{
		"app1": "serve", "app2": "serve", "migrate": "migrate up", "seed": "seed", "simulator": "simulator --listen 0.0.0.0:8090 --callback http://proxy:8080",
		"proxy": "haproxy -W -db -f /usr/local/etc/haproxy/haproxy.cfg", "postgres": "postgres -c max_connections=100 -c shared_buffers=256MB",
		"redis": "redis-server --aclfile /run/secrets/redis_acl --dir /data --appendonly yes --appendfsync everysec --save  --maxmemory 256mb --maxmemory-policy volatile-ttl",
	}
	needs := map[string]string{
		"app1": "migrate completed, postgres healthy, redis healthy", "app2": "migrate completed, postgres healthy, redis healthy",
		"migrate": "postgres healthy", "seed": "migrate completed", "proxy": "app1 started, app2 started", "postgres": "", "redis": "", "simulator": "",
	}
	for name, s := range c.Services {
		require.Equal(t, commands[name], strings.Join(s.Command, " "), name)
		require.Equal(t, needs[name], conditions(s), name)
	}
	checks := map[string]string{
		"app1": "CMD /shuangyong health", "app2": "CMD /shuangyong health", "proxy": "CMD wget -q -O /dev/null http://127.0.0.1:8404/healthz",
		"postgres": "CMD pg_isready -q -h 127.0.0.1 -U shuangyong -d shuangyong",
		"redis":    "CMD-SHELL redis-cli --user health --pass x --no-auth-warning ping | grep -q PONG",
	}
	stops := map[string]string{
		"app1": "SIGTERM 30s", "app2": "SIGTERM 30s", "proxy": "SIGUSR1 25s", "postgres": "SIGINT 1m0s", "redis": "SIGTERM 30s", "migrate": " 0s", "seed": " 0s", "simulator": " 10s",
	}
	for name, s := range c.Services {
		require.Equal(t, checks[name], strings.Join(s.Healthcheck.Test, " "), name)
		require.Equal(t, stops[name], s.StopSignal+" "+s.StopGrace.String(), name)
	}
	haproxy, err := os.ReadFile(filepath.Join(root, "deploy/haproxy.cfg"))
	require.NoError(t, err)
	for name, value := range c.Services["proxy"].Environment {
		require.Contains(t, string(haproxy), "presetenv "+name+" "+value+"\n", "the proxy's own default")
	}
	require.Equal(t, c.Services["app1"], c.Services["app2"])
	for _, name := range []string{"app1", "migrate", "seed", "simulator"} {
		require.Equal(t, c.Services["app1"].Environment, c.Services[name].Environment, name)
		require.Equal(t, c.Services["app1"].Secrets, c.Services[name].Secrets, name)
	}
	require.Equal(t, []string{"demo"}, c.Services["seed"].Profiles)
	require.Equal(t, []string{"demo"}, c.Services["simulator"].Profiles)
	require.Equal(t, []string{"POSTGRES_INITDB_ARGS", "POSTGRES_PASSWORD_FILE"}, slices.Sorted(maps.Keys(c.Services["postgres"].Environment)))
	require.Empty(t, c.Services["redis"].Environment)
}

func conditions(s Service) string {
	var all []string
	for name, d := range s.DependsOn {
		short := strings.TrimSuffix(strings.TrimPrefix(d.Condition, "service_"), "_successfully")
		all = append(all, name+" "+short)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// Every container gives away as little as it can, and takes as little as it may.
func TestEveryContainerIsHardened(t *testing.T) {
	pinned := regexp.MustCompile(`^[a-z]+:\d+\.\d+(\.\d+)?-[a-z]+$`)
	for name, s := range readCompose(t, bureau()).Services {
		uid, gid, _ := strings.Cut(s.User, ":")
		require.Regexp(t, `^[1-9]\d*$`, uid, name)
		require.Regexp(t, `^[1-9]\d*$`, gid, name)
		require.True(t, s.ReadOnly, name)
		require.Equal(t, []string{"ALL"}, s.CapDrop, name)
		require.Equal(t, []string{"no-new-privileges:true"}, s.SecurityOpt, name)
		require.Contains(t, s.Tmpfs, "/tmp", name)
		limits := s.Deploy.Resources.Limits
		require.NotEmpty(t, limits.CPUs, name)
		require.NotEmpty(t, limits.Memory, name)
		require.Positive(t, limits.PIDs, name)
		require.Equal(t, "10m", s.Logging.Options["max-size"], name)
		require.NotEmpty(t, s.Logging.Options["max-file"], name)
		require.Contains(t, []string{"unless-stopped", "on-failure:3"}, s.Restart, name)
		if s.Build == "" {
			require.Regexp(t, pinned, s.Image, name)
		} else {
			require.Equal(t, "shuangyong", s.Image, name)
		}
		if s.Restart == "unless-stopped" && len(s.Profiles) == 0 {
			require.NotEmpty(t, s.Healthcheck.Test, name)
			require.NotEmpty(t, s.StopSignal, name)
		}
	}
	dockerfile, err := os.ReadFile(filepath.Join(root, "Dockerfile"))
	require.NoError(t, err)
	require.Contains(t, string(dockerfile), "USER 65532:65532")
	require.Equal(t, "65532:65532", readCompose(t, bureau()).Services["app1"].User)
}

// Only the proxy is reached from outside, and only it and the replicas meet.
func TestOnlyTheProxyIsReached(t *testing.T) {
	c := readCompose(t, bureau())
	require.True(t, c.Networks["stores"].Internal)
	require.True(t, c.Networks["front"].Internal)
	for name, s := range c.Services {
		require.Equal(t, name == "proxy", len(s.Ports) > 0, name)
		_, inStores := s.Networks["stores"]
		require.Equal(t, name != "proxy" && name != "simulator", inStores, name)
	}
	require.Equal(t, []string{"stores"}, slices.Sorted(maps.Keys(c.Services["postgres"].Networks)))
	require.Equal(t, []string{"stores"}, slices.Sorted(maps.Keys(c.Services["redis"].Networks)))
	require.Equal(t, []string{"127.0.0.1:8080:8080", "443:8443"}, c.Services["proxy"].Ports)

	// Whom the replicas believe is the proxy and nobody else.
	address := c.Services["proxy"].Networks["front"]
	require.Equal(t, address, c.Services["app1"].Environment["SY_TRUSTED_PROXIES"])
	subnet, err := netip.ParsePrefix(c.Networks["front"].IPAM.Config[0].Subnet)
	require.NoError(t, err)
	require.True(t, subnet.Contains(netip.MustParseAddr(address)))
}

func TestReplicasHaveTimeToDrain(t *testing.T) {
	app := readCompose(t, bureau()).Services["app1"]
	drain, err := time.ParseDuration(app.Environment["SY_DRAIN_TIMEOUT"])
	require.NoError(t, err)
	require.Greater(t, app.StopGrace, drain+5*time.Second)
	require.Equal(t, "SIGTERM", app.StopSignal)
}

// No secret stands in a variable or on a command line; each is a file, mounted where it is named.
func TestSecretsAreFiles(t *testing.T) {
	c := readCompose(t, bureau())
	named := regexp.MustCompile(`/run/secrets/([a-z_]+)`)
	used := map[string]bool{}
	for name, s := range c.Services {
		said := strings.Join(s.Command, " ")
		for variable, value := range s.Environment {
			said += " " + value
			if key, ours := strings.CutPrefix(variable, "SY_"); ours && !strings.HasSuffix(variable, "_FILE") {
				require.Contains(t, config.Keys(), strings.ToLower(key), name)
			}
			require.NotRegexp(t, `(PASSWORD|SECRET|TOKEN|KEY|URL)(_PREVIOUS)?$`, variable, name)
		}
		for _, m := range named.FindAllStringSubmatch(said, -1) {
			require.Contains(t, s.Secrets, m[1], name)
		}
		for _, secret := range s.Secrets {
			require.Contains(t, c.Secrets, secret, name)
			used[secret] = true
		}
	}
	require.Equal(t, slices.Sorted(maps.Keys(c.Secrets)), slices.Sorted(maps.Keys(used)))
}

// The settings as a replica reads them: production with the two names, the demo never.
func TestComposeIsProduction(t *testing.T) {
	app := readCompose(t, bureau()).Services["app1"]
	require.Equal(t, "0", app.Environment["SY_DEMO"])
	require.Equal(t, "0", readCompose(t, bureau()).Services["proxy"].Environment["DEMO"])
	trying := map[string]string{}
	content, err := os.ReadFile(filepath.Join(root, "deploy/demo.env"))
	require.NoError(t, err)
	for line := range strings.Lines(string(content)) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(name, "#") {
			trying[name] = value
		}
	}
	c := readCompose(t, trying)
	require.Equal(t, "1", c.Services["proxy"].Environment["DEMO"])
	require.Equal(t, "http://simulator:8090", c.Services["app1"].Environment["SY_WECHAT_API_BASE"])
	require.Equal(t, "0", c.Services["app1"].Environment["SY_DEMO"], "also when trying")
	require.NotEqual(t, "./deploy/secrets/secret_key", c.Secrets["secret_key"].File, "never production's secrets")
}
