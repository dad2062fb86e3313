package config

import "strings"

// wellKnown are secrets that everybody tries first.
var wellKnown = []string{
	"changeme", "change-me", "secret", "password", "token", "test", "weixin", "wechat", "example", "default", "admin", "your", "xxxx", "123456",
}

// demand is a secret that may not be missing, short or guessable.
type demand struct {
	key   string
	value Secret
	least int
	cure  string
}

// checkProduction is what a bureau's real account needs: no secret may be missing, short or one that everybody knows.
func (c Config) checkProduction(problems *Problems) {
	if c.SecretKey == "" && !problems.has("secret_key") {
		problems.add("secret_key", "it is missing", makeKey)
	}
	if c.WeChat.AppID == "" && !problems.has("wechat_app_id") {
		problems.add("wechat_app_id", "it is missing", "Copy the AppID (wx…) of 开发 → 基本配置, or remove demo: 0 to run the demo")
	}
	secrets := []demand{
		{"wechat_secret", c.WeChat.Secret, 16, "Copy the AppSecret of 开发 → 基本配置; reset it there if it is lost"},
		{"wechat_token", c.WeChat.Token, 8, "Choose 16 to 32 random letters and digits, here and in 服务器配置"},
		{"wechat_aes_key", c.WeChat.AESKey, 43, "Set 服务器配置 to 安全模式 and copy the EncodingAESKey"},
	}
	if c.Mini.AppID != "" { // not without its push, which tells whose data must be deleted
		secrets = append(secrets, []demand{
			{"mini_secret", c.Mini.Secret, 16, "Copy the AppSecret of the mini-program"},
			{"mini_token", c.Mini.Token, 8, "Choose 16 to 32 random letters and digits, here and in the mini-program's 消息推送 (https://…/wechat/mini)"},
			{"mini_aes_key", c.Mini.AESKey, 43, "Set the mini-program's 消息推送 to 安全模式 and copy the EncodingAESKey"},
		}...)
	}
	for _, s := range secrets {
		if problems.has(s.key) {
			continue
		}
		switch {
		case s.value == "":
			problems.add(s.key, "it is missing", s.cure)
		case len(s.value) < s.least:
			problems.add(s.key, "it is too short to be safe", s.cure)
		case guessable(s.value.Reveal()):
			problems.add(s.key, "it is one that everybody tries first", s.cure)
		}
	}
}

// guessable says whether a secret is a well-known word, alone or drawn out with digits, or hardly varies.
func guessable(secret string) bool {
	if variety(secret) < 4 {
		return true
	}
	bare := strings.TrimRight(strings.ToLower(secret), "0123456789!_-")
	for _, word := range wellKnown {
		if bare == word || strings.ToLower(secret) == word {
			return true
		}
	}
	return bare == "" && len(secret) < 16 // digits only, and few of them
}
