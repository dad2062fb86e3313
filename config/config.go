// Package config reads the program's settings: defaults, then one file, then the environment, all checked at once before anything starts.
package config

import (
	"log/slog"
	"time"
)

// Config is every setting there is. The tag `key` is the name in the file and, in capitals behind SY_, in the environment; `default` is
// what holds when nothing is said. Load fills it.
type Config struct {
	HTTPAddr  string `key:"http_addr" default:"127.0.0.1:8080"`
	AdminAddr string `key:"admin_addr" default:"127.0.0.1:9090"`
	// TrustedProxies are the addresses or networks whose X-Forwarded-For is believed; nobody's by default.
	TrustedProxies []string      `key:"trusted_proxies" default:""`
	LogLevel       slog.Level    `key:"log_level" default:"info"`
	DrainTimeout   time.Duration `key:"drain_timeout" default:"15s"`

	DataDir           string `key:"data_dir" default:"./data"`
	DatabaseURL       Secret `key:"database_url" default:""` // it may hold a password
	DatabaseMaxOpen   int    `key:"database_max_open" default:"20"`
	RedisURL          Secret `key:"redis_url" default:""` // it may hold a password
	SecretKey         Secret `key:"secret_key" default:""`
	SecretKeyPrevious Secret `key:"secret_key_previous" default:""` // while secret_key is being changed
	BureauName        string `key:"bureau_name" default:""`
	BureauPhone       string `key:"bureau_phone" default:""`
	AutoMigrate       bool   `key:"auto_migrate" default:"false"`
	MaxConcurrentWork int    `key:"max_concurrent_work" default:"64"`

	WeChat WeChat
	Mini   Mini
	Staff  Staff
	Limits Limits

	// Demo is "", "1" or "0": by the absence of a WeChat account, always, never. IsDemo is what follows.
	Demo string `key:"demo" default:""`
	// Now is where the demo's clock starts; zero is the machine's time.
	Now time.Time `key:"now" default:""`
}

// WeChat is the Official Account.
type WeChat struct {
	AppID          string        `key:"wechat_app_id" default:""`
	Secret         Secret        `key:"wechat_secret" default:""`
	Token          Secret        `key:"wechat_token" default:""`
	AESKey         Secret        `key:"wechat_aes_key" default:""`
	AESKeyPrevious Secret        `key:"wechat_aes_key_previous" default:""`
	APIBase        string        `key:"wechat_api_base" default:""`
	Freshness      time.Duration `key:"wechat_freshness" default:"5m"`
	ReplyDeadline  time.Duration `key:"wechat_reply_deadline" default:"4s"`
	MaxBody        int           `key:"wechat_max_body" default:"65536"` // bytes
}

// Mini is the mini-program.
type Mini struct {
	AppID  string `key:"mini_app_id" default:""`
	Secret Secret `key:"mini_secret" default:""`
	Token  Secret `key:"mini_token" default:""`
	AESKey Secret `key:"mini_aes_key" default:""`
}

// IsDemo says whether the program is the demo: told so, or no WeChat account is configured and nobody forbade it.
func (c Config) IsDemo() bool {
	return c.Demo == "1" || (c.Demo == "" && c.WeChat.AppID == "")
}
