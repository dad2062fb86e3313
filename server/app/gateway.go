package app

import (
	"errors"
	"io/fs"

	"shuangyong/wechat"
)

// Gateway is the account's gateway for the operator's commands. In the demo it reaches the API of the demo that is running.
func (s *Stores) Gateway() (*wechat.Gateway, error) {
	a := accountOf(s)
	if s.Config.IsDemo() {
		running, err := ReadDemoAccount(s.Config.DataDir)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, errors.New("this is the demo, and it is not running; start it with `shuangyong serve`, or configure a WeChat account")
		}
		if err != nil {
			return nil, err
		}
		a = account{appID: running.AppID, secret: running.Secret, token: running.Token, aesKey: running.AESKey, apiBase: running.APIBase}
	}
	return s.gateway(a)
}
