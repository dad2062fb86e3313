package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/config"
)

// inFile writes content to a file and gives the setting that names it.
func inFile(t *testing.T, key, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), key)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return config.Env(key) + "_FILE=" + path
}

func TestEverySecretMayStandInAFile(t *testing.T) {
	inFiles := map[string]string{
		"secret_key": goodKey + "\n", "secret_key_previous": goodKey[:40] + "AAA=", "wechat_secret": "9f8e7d6c5b4a39281706f5e4d3c2b1a0\r\n", "wechat_token": "Zk3mP9qT7wXv2LrN", "wechat_aes_key": goodAES + "\n",
		"wechat_aes_key_previous": strings.ToUpper(goodAES) + "\n", "database_url": "postgres://sy:pa55w0rd@db/sy\n", "redis_url": "redis://:hunter22@cache:6379\n",
		"mini_secret": "0a1b2c3d4e5f60718293a4b5c6d7e8f9\n", "mini_token": "Zk3mP9qT7wXv2LrM\n", "mini_aes_key": goodAES,
	}
	environ := []string{"SY_WECHAT_APP_ID=wx0123456789abcdef", "SY_MINI_APP_ID=wx9876543210fedcba", "SY_SECRET_KEY="} // empty is not given
	var direct []string
	for key, content := range inFiles {
		environ = append(environ, inFile(t, key, content))
		direct = append(direct, config.Env(key)+"="+strings.TrimRight(content, "\r\n"))
	}
	want, err := config.Parse(nil, append(direct, environ[:2]...))
	require.NoError(t, err)
	yaml := []byte("wechat_token: \"another00token00\"\nsecret_key: \"" + strings.Replace(goodKey, "3", "4", 1) + "\"\n")
	got, err := config.Parse(yaml, environ)
	require.NoError(t, err)
	require.Equal(t, want, got, "and files go before the YAML")
	require.Equal(t, "postgres://sy:pa55w0rd@db/sy", got.DatabaseURL.Reveal())
}

// Each row is wrong in one way; what the file holds, and where it is, stays out of the error.
func TestSecretFilesThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	locked := filepath.Join(dir, "directory")
	require.NoError(t, os.Mkdir(locked, 0o700))
	token := "Zk3mP9qT7wXv2LrN"
	rows := []struct{ name, key, setting, says string }{
		{"missing", "wechat_token", "SY_WECHAT_TOKEN_FILE=" + filepath.Join(dir, "none"), "cannot be read"},
		{"directory", "wechat_token", "SY_WECHAT_TOKEN_FILE=" + locked, "cannot be read"},
		{"device", "secret_key", "SY_SECRET_KEY_FILE=/dev/zero", "cannot be read"},
		{"empty", "wechat_secret", inFile(t, "wechat_secret", ""), "empty"},
		{"only a newline", "wechat_secret", inFile(t, "wechat_secret", "\n"), "empty"},
		{"blank", "secret_key", inFile(t, "secret_key", "  \t\n"), "empty"},
		{"two lines", "wechat_token", inFile(t, "wechat_token", token+"\n"+token+"\n"), "one line"},
		{"two newlines", "wechat_token", inFile(t, "wechat_token", token+"\n\n"), "one line"},
		{"too large", "wechat_token", inFile(t, "wechat_token", strings.Repeat(token, 2000)), "too large"},
		{"not a key", "secret_key", inFile(t, "secret_key", token), "base64"},
		{"not a secret", "bureau_name_file", inFile(t, "bureau_name", token), "no such key"},
		{"misspelt", "wechat_tokne_file", inFile(t, "wechat_tokne", token), "no such key"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			key := strings.TrimSuffix(row.key, "_file")
			_, err := config.Parse(nil, override(override(production("SY_DEMO=0"), row.setting), config.Env(key)+"="))
			var problems config.Problems
			require.ErrorAs(t, err, &problems)
			named := problems[:0]
			for _, p := range problems {
				if p.Key == row.key {
					named = append(named, p)
				}
			}
			require.Len(t, named, 1, "%v", err)
			require.Contains(t, named[0].String(), row.says)
			require.NotEmpty(t, named[0].Cure)
			require.NotContains(t, err.Error(), token)
			require.NotContains(t, err.Error(), filepath.Dir(dir))
		})
	}
}

func TestASecretGivenTwiceIsAnError(t *testing.T) {
	_, err := config.Parse(nil, production("SY_DEMO=0", inFile(t, "wechat_token", "another00token00")))
	var problems config.Problems
	require.ErrorAs(t, err, &problems)
	require.Len(t, problems, 1, "%v", err)
	require.Equal(t, "wechat_token", problems[0].Key)
	require.Contains(t, err.Error(), "twice")
	require.NotContains(t, err.Error(), "another00token00")
}
