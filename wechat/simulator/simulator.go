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

// Options says which accounts are simulated and where their callbacks are.
type Options struct {
	Official  App
	Mini      App // the mini-program beside it; the zero App when there is none
	Clock     clock.Clock
	Base      string            // where phones reach this WeChat, http://127.0.0.1:8090: pictures and links begin with it
	Transport http.RoundTripper // default http.DefaultTransport
	Timeout   time.Duration     // before WeChat hangs up; default 5 s
	Retries   int               // further tries after a failure; WeChat makes up to 3
	Every     time.Duration     // from the beginning of one try to the next; default Timeout, as WeChat does
	Templates []Template        // of notices, beside the invented ones
}

// Simulator is WeChat with one Official Account, one mini-program, and the people who use them. It is safe for concurrent use.
type Simulator struct {
	o      Options
	sides  map[Side]*side
	client *http.Client
	ids    atomic.Int64
	routes map[string]route

	mu        sync.Mutex
	people    map[string]*person // by the Official Account's openid
	sent      []Sent
	menu      []byte
	troubles  []*Trouble
	record    record
	logins    passes // codes of wx.login
	phones    passes // codes of getPhoneNumber
	templates map[string]Template
	noticed   onceNotices
	unbound   map[Side]bool
	failing   int // notices that will not arrive
	codes     qrStore
	media     mediaStore
	links     map[string]link
	outbox
}

// New checks the options.
func New(o Options) (*Simulator, error) {
	if o.Official.ID == "" || o.Official.Token == "" || o.Clock == nil {
		return nil, errors.New("simulator: the Official Account's ID and Token, and Clock are needed")
	}
	if o.Timeout <= 0 {
		o.Timeout = 5 * time.Second
	}
	if o.Every <= 0 {
		o.Every = o.Timeout
	}
	s := &Simulator{
		o: o, sides: map[Side]*side{}, routes: routeTable(), people: map[string]*person{}, record: newRecord(), logins: newPasses(), phones: newPasses(),
		templates: map[string]Template{}, noticed: newOnceNotices(), codes: newQRStore(), media: newMediaStore(), links: map[string]link{}, unbound: map[Side]bool{},
	}
	for _, t := range append(inventedTemplates(), o.Templates...) {
		s.templates[t.ID] = t
	}
	for which, app := range map[Side]App{Official: o.Official, Mini: o.Mini} {
		if app.ID == "" {
			continue
		}
		made, err := newSide(which, app)
		if err != nil {
			return nil, err
		}
		s.sides[which] = made
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
