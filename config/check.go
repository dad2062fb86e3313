package config

import (
	"encoding/base64"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// check adds what is wrong with settings that were read. A key that could not be read has its problem already.
func (c Config) check(problems *Problems) {
	c.checkAddresses(problems)
	c.checkStores(problems)
	c.checkWeChatForm(problems)
	c.checkStaff(problems)
	c.checkLimits(problems)
	if c.Demo != "" && c.Demo != "0" && c.Demo != "1" {
		problems.add("demo", "it is neither 1 nor 0", "Write 1 for the demo, 0 for never, or leave it out")
		return // what else holds depends on it
	}
	if c.IsDemo() {
		return
	}
	c.checkProduction(problems)
}

func (c Config) checkAddresses(problems *Problems) {
	for key, addr := range map[string]string{"http_addr": c.HTTPAddr, "admin_addr": c.AdminAddr} {
		if host, port, err := net.SplitHostPort(addr); err != nil || port == "" || strings.ContainsAny(host, " /") {
			problems.add(key, "it is no address to listen on", "Write host:port, for example 127.0.0.1:8080")
		}
	}
	if _, port, _ := net.SplitHostPort(c.HTTPAddr); c.HTTPAddr == c.AdminAddr && port != "0" {
		problems.add("admin_addr", "it is the same as http_addr", "Give health and metrics a port of their own, not reachable from outside")
	}
	for _, proxy := range c.TrustedProxies {
		_, errAddr := netip.ParseAddr(proxy)
		_, errPrefix := netip.ParsePrefix(proxy)
		if errAddr != nil && errPrefix != nil {
			problems.add("trusted_proxies", "an entry is neither an address nor a network", "Write for example [10.0.0.5, 192.168.1.0/24]")
			break
		}
	}
	if c.WeChat.APIBase != "" {
		u, err := url.Parse(c.WeChat.APIBase)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || u.RawQuery != "" {
			problems.add("wechat_api_base", "it is no web address", "Write for example https://api.weixin.qq.com, or leave it out")
		}
	}
}

func (c Config) checkStores(problems *Problems) {
	if c.DataDir == "" {
		problems.add("data_dir", "it is empty", "Name a directory that this user may write")
	}
	if !schemeIn(c.DatabaseURL, "", "postgres", "postgresql", "mysql", "mariadb") {
		problems.add("database_url", "it is no database that this program knows",
			"Write postgres://user:password@host:5432/name or mysql://user:password@host:3306/name, or leave it out for a file in data_dir")
	}
	if !schemeIn(c.RedisURL, "", "redis", "rediss", "unix") {
		problems.add("redis_url", "it is no Redis address", "Write redis://host:6379/0, or leave it out for one inside the program")
	}
	for key, value := range map[string]Secret{"secret_key": c.SecretKey, "secret_key_previous": c.SecretKeyPrevious} {
		if value != "" {
			checkSecretKey(problems, key, value)
		}
	}
	if c.SecretKeyPrevious != "" && c.SecretKeyPrevious == c.SecretKey {
		problems.add("secret_key_previous", "it is the same as secret_key", "Give the secret that was used before, or leave it out")
	}
	if c.Now.IsZero() || c.IsDemo() || problems.has("now") {
		return
	}
	problems.add("now", "only the demo's clock can be set", "Remove it")
}

func schemeIn(value Secret, schemes ...string) bool {
	scheme, _, found := strings.Cut(value.Reveal(), "://")
	if !found {
		scheme = value.Reveal()
	}
	for _, s := range schemes {
		if scheme == s && (found || s == "") {
			return true
		}
	}
	return false
}

func checkSecretKey(problems *Problems, key string, value Secret) {
	secret, err := base64.StdEncoding.DecodeString(value.Reveal())
	switch {
	case err != nil || len(secret) != 32:
		problems.add(key, "it is not base64 of 32 bytes", makeKey)
	case variety(string(secret)) < 12: // 32 random bytes have about 30 different ones, and fewer than 20 once in many lifetimes
		problems.add(key, "it is not random", makeKey)
	}
}

const makeKey = "Make one with: openssl rand -base64 32, and keep a copy in a safe: without it personal data cannot be read any more"

var (
	tokenForm  = regexp.MustCompile(`^[A-Za-z0-9]{3,32}$`)
	aesKeyForm = regexp.MustCompile(`^[A-Za-z0-9]{43}$`)
	appIDForm  = regexp.MustCompile(`^[A-Za-z0-9_-]{4,64}$`)
)

// checkWeChatForm looks at what is given, in the demo too.
func (c Config) checkWeChatForm(problems *Problems) {
	for key, value := range map[string]Secret{"wechat_token": c.WeChat.Token, "mini_token": c.Mini.Token} {
		if value != "" && !tokenForm.MatchString(value.Reveal()) {
			problems.add(key, "it is not 3 to 32 letters and digits", "Copy the Token of 开发 → 基本配置 → 服务器配置")
		}
	}
	keys := map[string]Secret{
		"wechat_aes_key": c.WeChat.AESKey, "wechat_aes_key_previous": c.WeChat.AESKeyPrevious, "mini_aes_key": c.Mini.AESKey,
	}
	for key, value := range keys {
		if value == "" {
			continue
		}
		if _, err := base64.StdEncoding.DecodeString(value.Reveal() + "="); err != nil || !aesKeyForm.MatchString(value.Reveal()) {
			problems.add(key, "it is not an EncodingAESKey: 43 letters and digits", "Copy the EncodingAESKey of 开发 → 基本配置 → 服务器配置")
		} else if variety(value.Reveal()) < 8 {
			problems.add(key, "it is not random", "Let 服务器配置 make one (随机生成)")
		}
	}
	if c.WeChat.AESKeyPrevious != "" && c.WeChat.AESKeyPrevious == c.WeChat.AESKey {
		problems.add("wechat_aes_key_previous", "it is the same as wechat_aes_key", "Give the key that was used before, or leave it out")
	}
	for key, id := range map[string]string{"wechat_app_id": c.WeChat.AppID, "mini_app_id": c.Mini.AppID} {
		if id != "" && !appIDForm.MatchString(id) {
			problems.add(key, "it is no AppID", "Copy the AppID (wx…) of 开发 → 基本配置")
		}
	}
	const seconds5 = 5e9 // WeChat hangs up after five seconds
	if c.WeChat.ReplyDeadline >= seconds5 {
		problems.add("wechat_reply_deadline", "WeChat hangs up after 5 seconds", "Leave it at 4s")
	}
	if c.WeChat.AppID == "" && c.Demo == "" && (c.WeChat.Token != "" || c.WeChat.Secret != "" || c.WeChat.AESKey != "") {
		problems.add("wechat_app_id", "it is missing, though other settings of the account are there",
			"Copy the AppID (wx…) of 开发 → 基本配置, or set demo: 1 to run the demo with these secrets")
	}
}

// variety is how many different bytes s has.
func variety(s string) int {
	var seen [256]bool
	n := 0
	for i := range len(s) {
		if !seen[s[i]] {
			seen[s[i]] = true
			n++
		}
	}
	return n
}
