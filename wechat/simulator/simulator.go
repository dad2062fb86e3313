// Package simulator is a small WeChat of our own: it sends signed and encrypted messages to a callback as Tencent would, reads the answers, and serves
// the part of the API that the program calls. Its cryptography is written apart from the gateway's and the SDK's, so that each proves the other.
package simulator

import (
	"crypto/rand"
	"errors"
	"math/big"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"shuangyong/models/clock"
)

// Options says which account is simulated and where its callback is.
type Options struct {
	AppID, Secret, Token string
	AESKey               string // 43 characters; empty for plain mode
	Compatible           bool   // compatible mode: the plain copy beside the encrypted one
	Account              string // the original id, default gh_simulator
	Clock                clock.Clock
	Callback             string            // the program's address, http://127.0.0.1:8080/wechat
	Transport            http.RoundTripper // default http.DefaultTransport
	Timeout              time.Duration     // before WeChat hangs up; default 5 s
	Retries              int               // further tries after a failure; WeChat makes up to 3
}

// Simulator is one simulated account. It is safe for concurrent use.
type Simulator struct {
	o      Options
	key    []byte
	client *http.Client
	ids    atomic.Int64

	mu       sync.Mutex
	sent     []Sent
	menu     []byte
	tokens   map[string]time.Time // token → when it ends
	current  string
	fetches  int
	failures map[string]*failure
}

// New checks the options.
func New(o Options) (*Simulator, error) {
	if o.AppID == "" || o.Token == "" || o.Clock == nil {
		return nil, errors.New("simulator: AppID, Token and Clock are needed")
	}
	if o.Account == "" {
		o.Account = "gh_simulator"
	}
	if o.Timeout <= 0 {
		o.Timeout = 5 * time.Second
	}
	s := &Simulator{o: o, tokens: map[string]time.Time{}, failures: map[string]*failure{}}
	if o.AESKey != "" {
		key, err := decodeKey(o.AESKey)
		if err != nil {
			return nil, err
		}
		s.key = key
	}
	s.client = &http.Client{Transport: o.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	s.ids.Store(int64(randomBelow(1<<30)) << 20)
	return s, nil
}

// randomBelow is a random number in [0, n).
func randomBelow(n int64) uint64 {
	v, err := rand.Int(rand.Reader, big.NewInt(n))
	if err != nil {
		panic(err) // the system's randomness is gone
	}
	return v.Uint64()
}

func (s *Simulator) nextID() string { return strconv.FormatInt(s.ids.Add(1), 10) }
