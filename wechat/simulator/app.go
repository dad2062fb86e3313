package simulator

import (
	"errors"
	"time"
)

// Side tells a bureau's two accounts at WeChat apart.
type Side int

// The two.
const (
	Official Side = iota // 公众号
	Mini                 // 小程序
)

// Mode is how an account's messages are protected.
type Mode int

// The modes of 消息加解密方式.
const (
	ModeAuto       Mode = iota // safe with an AES key, plain without
	ModePlain                  // 明文模式
	ModeCompatible             // 兼容模式: the plain copy beside the encrypted one
	ModeSafe                   // 安全模式
)

// App is an account as its owner set it up at WeChat.
type App struct {
	ID, Secret string
	Token      string // of the callback
	AESKey     string // 43 characters; empty for plain mode
	Mode       Mode
	JSON       bool   // 数据格式 JSON, which a mini-program may choose
	Account    string // the original id, default gh_simulator (gh_simulator_mini)
	Callback   string // the program's address, http://127.0.0.1:8080/wechat
}

// side is an account with what WeChat keeps of it. Its mutable part is guarded by Simulator.mu.
type side struct {
	App
	which Side
	key   []byte // of the callback; nil in plain mode

	tokens          map[string]time.Time // token → when it ends
	stable, classic purse
	fetches, minted int
	quota           quota
}

func newSide(which Side, a App) (*side, error) {
	if a.Account == "" {
		a.Account = map[Side]string{Official: "gh_simulator", Mini: "gh_simulator_mini"}[which]
	}
	if a.Mode == ModeAuto {
		a.Mode = ModePlain
		if a.AESKey != "" {
			a.Mode = ModeSafe
		}
	}
	s := &side{App: a, which: which, tokens: map[string]time.Time{}}
	if a.Mode == ModePlain {
		return s, nil
	}
	if a.AESKey == "" {
		return nil, errors.New("simulator: this mode needs an AESKey")
	}
	key, err := decodeKey(a.AESKey)
	if err != nil {
		return nil, err
	}
	s.key = key
	return s, nil
}
