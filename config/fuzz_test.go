package config_test

import (
	"errors"
	"strings"
	"testing"

	"shuangyong/config"
)

const marker = "S3CR3T-M4RK3R"

// Whatever the file and a variable hold: no panic, no error but Problems, nothing accepted outside the demo without its secrets, and no error
// that repeats a value.
func FuzzParse(f *testing.F) {
	f.Add([]byte("http_addr: 127.0.0.1:1\n"), "SY_WECHAT_APP_ID", "wx0123456789abcdef")
	f.Add([]byte("demo: 0\nsecret_key: \"x\"\n"), "SY_DEMO", "1")
	f.Add([]byte("a: &a [*a]"), "SY_", "")
	f.Add([]byte("now: 2026-11-23\ntrusted_proxies: {}"), "SY_TRUSTED_PROXIES", ",,")
	f.Add([]byte("? [1]\n: 2"), "SY_WECHAT_AES_KEY", strings.Repeat("A", 43))
	f.Add([]byte("wechat_secret: [S3CR3T-M4RK3R"), "SY_NOW", "S3CR3T-M4RK3R")
	f.Add([]byte("demo: 0"), "SY_WECHAT_TOKEN_FILE", "/dev/S3CR3T-M4RK3R")
	f.Add([]byte(""), "SY_REDIS_URL_FILE", "/dev/null")
	f.Fuzz(func(t *testing.T, file []byte, name, value string) {
		c, err := config.Parse(file, []string{name + "=" + value, "SY_REDIS_URL=" + marker + value})
		if err != nil {
			var problems config.Problems
			if !errors.As(err, &problems) {
				t.Fatalf("an error that is no Problems: %T", err)
			}
			if strings.Contains(err.Error(), marker) && !strings.Contains(strings.ToUpper(name), marker) {
				t.Fatal("the error repeats a value")
			}
			return
		}
		if !c.IsDemo() && (c.WeChat.Token == "" || c.WeChat.AESKey == "" || c.SecretKey == "") {
			t.Fatal("started outside the demo without its secrets")
		}
	})
}
