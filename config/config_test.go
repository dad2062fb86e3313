package config_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/config"
)

const (
	goodKey = "3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs=" // bytes that differ, for tests only
	goodAES = "k9Qw2eRt6YuI8oP3aSdF5gHjK7lZxC1vBn4M0qWeRtY"
)

// production is the least that a real account needs.
func production(more ...string) []string {
	return append([]string{
		"SY_WECHAT_APP_ID=wx0123456789abcdef", "SY_WECHAT_SECRET=9f8e7d6c5b4a39281706f5e4d3c2b1a0",
		"SY_WECHAT_TOKEN=Zk3mP9qT7wXv2LrN", "SY_WECHAT_AES_KEY=" + goodAES, "SY_SECRET_KEY=" + goodKey,
	}, more...)
}

func TestNothingSaidIsTheDemo(t *testing.T) {
	c, err := config.Load("", []string{"PATH=/bin"})
	require.NoError(t, err)
	require.True(t, c.IsDemo())
	require.Equal(t, "127.0.0.1:8080", c.HTTPAddr)
	require.Equal(t, "127.0.0.1:9090", c.AdminAddr)
	require.Equal(t, 4*time.Second, c.WeChat.ReplyDeadline)
	require.Equal(t, slog.LevelInfo, c.LogLevel)
	require.Empty(t, c.TrustedProxies)
}

func TestEnvironmentGoesBeforeFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sy.yaml")
	file := "http_addr: 127.0.0.1:7000\ndrain_timeout: 30s\ntrusted_proxies: [10.0.0.1, 10.1.0.0/16]\nnow: 2026-11-23T10:00:00+08:00\n"
	require.NoError(t, os.WriteFile(path, []byte(file), 0o600))
	for _, how := range []struct {
		path    string
		environ []string
	}{{path, nil}, {"", []string{"SY_CONFIG=" + path}}} {
		c, err := config.Load(how.path, append(how.environ, "SY_HTTP_ADDR=127.0.0.1:7001", "SY_TEST_POSTGRES_URL=left alone"))
		require.NoError(t, err)
		require.Equal(t, "127.0.0.1:7001", c.HTTPAddr)
		require.Equal(t, 30*time.Second, c.DrainTimeout)
		require.Equal(t, []string{"10.0.0.1", "10.1.0.0/16"}, c.TrustedProxies)
		require.Equal(t, time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC), c.Now)
	}
}

func TestProductionStarts(t *testing.T) {
	c, err := config.Parse(nil, production())
	require.NoError(t, err)
	require.False(t, c.IsDemo())
	c, err = config.Parse(nil, production("SY_DEMO=1", "SY_NOW=2026-11-23T10:00:00+08:00"))
	require.NoError(t, err)
	require.True(t, c.IsDemo(), "the demo with given secrets")
}

// Each row is wrong in one way; the error names the key, the variable and a cure, and never the value.
func TestRefusals(t *testing.T) {
	rows := []struct{ name, key, setting string }{
		{"no key", "secret_key", "SY_SECRET_KEY="},
		{"short key", "secret_key", "SY_SECRET_KEY=c2hvcnQga2V5IHZhbHVl"},
		{"key not base64", "secret_key", "SY_SECRET_KEY=%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%"},
		{"previous secret malformed", "secret_key_previous", "SY_SECRET_KEY_PREVIOUS=c2hvcnQga2V5IHZhbHVl"},
		{"previous secret the same", "secret_key_previous", "SY_SECRET_KEY_PREVIOUS=" + goodKey},
		{"zero key", "secret_key", "SY_SECRET_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
		{"no token", "wechat_token", "SY_WECHAT_TOKEN="},
		{"short token", "wechat_token", "SY_WECHAT_TOKEN=abc12"},
		{"token with blanks", "wechat_token", "SY_WECHAT_TOKEN=abc 12 def gh"},
		{"default token", "wechat_token", "SY_WECHAT_TOKEN=changeme123"},
		{"no secret", "wechat_secret", "SY_WECHAT_SECRET="},
		{"short secret", "wechat_secret", "SY_WECHAT_SECRET=9f8e7d6c"},
		{"monotonous secret", "wechat_secret", "SY_WECHAT_SECRET=0000000000000000000000000000000a"},
		{"no AES key", "wechat_aes_key", "SY_WECHAT_AES_KEY="},
		{"short AES key", "wechat_aes_key", "SY_WECHAT_AES_KEY=k9Qw2eRt6YuI8oP3aSdF5gHjK7lZxC1vBn4M0qWeRt"},
		{"AES key with =", "wechat_aes_key", "SY_WECHAT_AES_KEY=" + goodAES + "="},
		{"monotonous AES key", "wechat_aes_key", "SY_WECHAT_AES_KEY=" + strings.Repeat("a", 43)},
		{"previous key malformed", "wechat_aes_key_previous", "SY_WECHAT_AES_KEY_PREVIOUS=abcdefghijk"},
		{"previous key the same", "wechat_aes_key_previous", "SY_WECHAT_AES_KEY_PREVIOUS=" + goodAES},
		{"no account, never demo", "wechat_app_id", "SY_WECHAT_APP_ID="},
		{"moved clock", "now", "SY_NOW=2026-11-23T10:00:00+08:00"},
		{"no instant", "now", "SY_NOW=tomorrow-ish"},
		{"odd demo", "demo", "SY_DEMO=perhaps"},
		{"no address", "http_addr", "SY_HTTP_ADDR=localhost-without-port"},
		{"one address twice", "admin_addr", "SY_ADMIN_ADDR=127.0.0.1:8080"},
		{"unknown database", "database_url", "SY_DATABASE_URL=oracle://scott:tiger99@db"},
		{"unknown Redis", "redis_url", "SY_REDIS_URL=memcached://cache77"},
		{"bad proxy", "trusted_proxies", "SY_TRUSTED_PROXIES=10.0.0.1,proxy.example"},
		{"bad duration", "drain_timeout", "SY_DRAIN_TIMEOUT=soonish"},
		{"no duration", "drain_timeout", "SY_DRAIN_TIMEOUT=-3s"},
		{"too slow", "wechat_reply_deadline", "SY_WECHAT_REPLY_DEADLINE=5s"},
		{"bad number", "database_max_open", "SY_DATABASE_MAX_OPEN=many-many"},
		{"bad level", "log_level", "SY_LOG_LEVEL=chatty"},
		{"bad base", "wechat_api_base", "SY_WECHAT_API_BASE=ftp://files99"},
		{"misspelt", "wechat_tokne", "SY_WECHAT_TOKNE=Zk3mP9qT7wXv2LrN"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			_, err := config.Parse(nil, override(production("SY_DEMO=0"), row.setting))
			var problems config.Problems
			require.ErrorAs(t, err, &problems)
			require.Len(t, problems, 1, "%v", err)
			require.Equal(t, row.key, problems[0].Key)
			require.NotEmpty(t, problems[0].Cure)
			require.Contains(t, err.Error(), config.Env(row.key))
			if _, value, _ := strings.Cut(row.setting, "="); len(value) > 5 {
				require.NotContains(t, err.Error(), value)
			}
		})
	}
}

func override(environ []string, setting string) []string {
	name, _, _ := strings.Cut(setting, "=")
	kept := []string{setting}
	for _, pair := range environ {
		if !strings.HasPrefix(pair, name+"=") {
			kept = append(kept, pair)
		}
	}
	return kept
}

func TestAllProblemsAtOnce(t *testing.T) {
	_, err := config.Parse([]byte("http_adr: x\nwechat:\n  token: abc\nlog_level: [a]\n"), []string{"SY_DEMO=0", "SY_COLOUR=red"})
	var problems config.Problems
	require.ErrorAs(t, err, &problems)
	var keys []string
	for _, p := range problems {
		keys = append(keys, p.Key)
	}
	require.Equal(t, []string{
		"colour", "http_adr", "log_level", "secret_key", "wechat", "wechat_aes_key", "wechat_app_id", "wechat_secret", "wechat_token",
	}, keys)
}

func TestSecretsThatYAMLWouldChangeMustBeQuoted(t *testing.T) {
	_, err := config.Parse([]byte("wechat_token: 0123456701234567\n"), nil)
	require.ErrorContains(t, err, "quotes")
	_, err = config.Parse([]byte("wechat_token: \"0123456701234567\"\ndemo: 1\n"), nil)
	require.NoError(t, err)
}

func TestAccountWithoutItsID(t *testing.T) {
	_, err := config.Parse(nil, []string{"SY_WECHAT_TOKEN=Zk3mP9qT7wXv2LrN"})
	require.ErrorContains(t, err, "SY_WECHAT_APP_ID")
}

func TestBrokenYAMLDoesNotQuoteTheFile(t *testing.T) {
	for _, file := range []string{"wechat_secret: \"9f8e7d6c5b4a3928\nx", "- 9f8e7d6c5b4a3928", "9f8e7d6c5b4a3928", "a: 9f8e7d6c5b4a3928\na: 2", "\tx: 1"} {
		_, err := config.Parse([]byte(file), nil)
		require.Error(t, err, file)
		require.NotContains(t, err.Error(), "9f8e7d6c5b4a3928")
	}
}

func TestMissingFile(t *testing.T) {
	_, err := config.Load(filepath.Join(t.TempDir(), "none.yaml"), nil)
	require.ErrorContains(t, err, "--config")
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	c, err := config.Parse(nil, production("SY_DATABASE_URL=postgres://sy:pa55w0rd@db/sy", "SY_REDIS_URL=redis://:hunter22@cache:6379"))
	require.NoError(t, err)
	asJSON, err := json.Marshal(c)
	require.NoError(t, err)
	var logged strings.Builder
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("config", "c", c, "token", c.WeChat.Token)
	for _, shown := range []string{fmt.Sprint(c), fmt.Sprintf("%+v %#v %s %q %x", c, c, c.SecretKey, c.WeChat.Token, c.WeChat.Secret), string(asJSON), logged.String()} {
		for _, secret := range []string{goodKey, goodAES, "Zk3mP9qT7wXv2LrN", "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "pa55w0rd", "hunter22"} {
			require.NotContains(t, shown, secret)
		}
	}
	require.Equal(t, "Zk3mP9qT7wXv2LrN", c.WeChat.Token.Reveal())
}

// A mini-program comes with all that belongs to it, or not at all.
func TestAMiniProgramIsWhole(t *testing.T) {
	whole := []string{
		"SY_DEMO=0", "SY_MINI_APP_ID=wx9876543210fedcba", "SY_MINI_SECRET=0f1e2d3c4b5a69788796a5b4c3d2e1f0", "SY_MINI_TOKEN=Wq8nR4sK2xYv7JpM", "SY_MINI_AES_KEY=" + goodAES,
	}
	_, err := config.Parse(nil, production(whole...))
	require.NoError(t, err)
	for i, key := range map[int]string{2: "mini_secret", 3: "mini_token", 4: "mini_aes_key"} {
		_, err := config.Parse(nil, production(slices.Delete(slices.Clone(whole), i, i+1)...))
		var problems config.Problems
		require.ErrorAs(t, err, &problems)
		require.Len(t, problems, 1, "%v", err)
		require.Equal(t, key, problems[0].Key)
	}
}

var exampleKey = regexp.MustCompile(`(?m)^# ([a-z_]+):`)

// The example names every key once, and its values are the defaults.
func TestExampleIsInStep(t *testing.T) {
	example, err := os.ReadFile("config.example.yaml")
	require.NoError(t, err)
	var inExample []string
	for _, m := range exampleKey.FindAllStringSubmatch(string(example), -1) {
		inExample = append(inExample, m[1])
	}
	sort.Strings(inExample)
	require.Equal(t, config.Keys(), inExample)

	asItIs, err := config.Parse(example, nil)
	require.NoError(t, err)
	defaults, err := config.Parse(nil, nil)
	require.NoError(t, err)
	require.Equal(t, defaults, asItIs)
	uncommented, err := config.Parse(exampleKey.ReplaceAll(example, []byte("$1:")), nil)
	require.NoError(t, err)
	require.Equal(t, defaults, uncommented)
}
