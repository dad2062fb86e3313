package house

import (
	"crypto/rand"
	"encoding/base64"
	"strings"

	"shuangyong/models/clock"
	"shuangyong/wechat/simulator"
)

// Account is an invented Official Account and the program's secret, to be given to several processes.
type Account struct {
	AppID, Secret, Token, AESKey, SecretKey string
}

// NewAccount invents one.
func NewAccount() Account {
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	aes := strings.NewReplacer("+", "A", "/", "B").Replace(base64.StdEncoding.EncodeToString(key))[:42] + "A"
	_, _ = rand.Read(key)
	return Account{
		AppID: "wx" + strings.ToLower(rand.Text())[:16], Secret: rand.Text(), Token: rand.Text(), AESKey: aes,
		SecretKey: base64.StdEncoding.EncodeToString(key),
	}
}

// Env is the account as settings of a demo.
func (a Account) Env() []string {
	return []string{
		"SY_DEMO=1", "SY_WECHAT_APP_ID=" + a.AppID, "SY_WECHAT_SECRET=" + a.Secret, "SY_WECHAT_TOKEN=" + a.Token, "SY_WECHAT_AES_KEY=" + a.AESKey,
		"SY_SECRET_KEY=" + a.SecretKey,
	}
}

// Key is the program's secret as bytes.
func (a Account) Key() []byte {
	key, _ := base64.StdEncoding.DecodeString(a.SecretKey) // NewAccount encoded it
	return key
}

// Phone delivers messages to a program as WeChat does, once each.
func (a Account) Phone(url string, clk clock.Clock) (*simulator.Simulator, error) {
	return simulator.New(simulator.Options{
		Official: simulator.App{ID: a.AppID, Secret: a.Secret, Token: a.Token, AESKey: a.AESKey, Callback: url + "/wechat"}, Clock: clk,
	})
}
