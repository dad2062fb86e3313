package house

import (
	"crypto/rand"
	"encoding/base64"
	"strings"

	"shuangyong/models/clock"
	"shuangyong/wechat/simulator"
)

// Account is an invented Official Account with a mini-program, and the program's secret, to be given to several processes.
type Account struct {
	AppID, Secret, Token, AESKey                 string
	MiniAppID, MiniSecret, MiniToken, MiniAESKey string
	SecretKey                                    string
}

// NewAccount invents one.
func NewAccount() Account {
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	return Account{
		AppID: appID(), Secret: rand.Text(), Token: rand.Text(), AESKey: aesKey(),
		MiniAppID: appID(), MiniSecret: rand.Text(), MiniToken: rand.Text(), MiniAESKey: aesKey(),
		SecretKey: base64.StdEncoding.EncodeToString(key),
	}
}

func appID() string { return "wx" + strings.ToLower(rand.Text())[:16] }

func aesKey() string {
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	return strings.NewReplacer("+", "A", "/", "B").Replace(base64.StdEncoding.EncodeToString(key))[:42] + "A"
}

// Env is the account as settings of a demo.
func (a Account) Env() []string {
	return []string{
		"SY_DEMO=1", "SY_WECHAT_APP_ID=" + a.AppID, "SY_WECHAT_SECRET=" + a.Secret, "SY_WECHAT_TOKEN=" + a.Token, "SY_WECHAT_AES_KEY=" + a.AESKey,
		"SY_MINI_APP_ID=" + a.MiniAppID, "SY_MINI_SECRET=" + a.MiniSecret, "SY_MINI_TOKEN=" + a.MiniToken, "SY_MINI_AES_KEY=" + a.MiniAESKey,
		"SY_SECRET_KEY=" + a.SecretKey,
	}
}

// Key is the program's secret as bytes.
func (a Account) Key() []byte {
	key, _ := base64.StdEncoding.DecodeString(a.SecretKey) // NewAccount encoded it
	return key
}

// WeChat is the account as the simulator takes it, for a program that answers at url. The mini-program's messages come as JSON.
func (a Account) WeChat(url string, clk clock.Clock) simulator.Options {
	return simulator.Options{
		Official: simulator.App{ID: a.AppID, Secret: a.Secret, Token: a.Token, AESKey: a.AESKey, Callback: url + "/wechat"},
		Mini:     simulator.App{ID: a.MiniAppID, Secret: a.MiniSecret, Token: a.MiniToken, AESKey: a.MiniAESKey, JSON: true, Callback: url + "/wechat/mini"},
		Clock:    clk,
	}
}

// Phone delivers messages to a program as WeChat does, once each.
func (a Account) Phone(url string, clk clock.Clock) (*simulator.Simulator, error) {
	return simulator.New(a.WeChat(url, clk))
}
