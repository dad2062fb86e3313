package simulator

import (
	"strings"
	"time"
)

// The ids of one person: openid in the Official Account, and what follows from it. A real WeChat's ids have nothing in common; here they can be read, so that
// they are the same after a restart.
const (
	miniPrefix  = "mini-"
	unionPrefix = "union-"
)

// MiniOpenID is the openid in the mini-program of whoever has openid in the Official Account.
func MiniOpenID(openid string) string { return miniPrefix + openid }

// UnionID is what joins a person's openids.
func UnionID(openid string) string { return unionPrefix + openid }

// officialOf is the Official Account's openid of whoever has openid in that account; "" when there can be nobody.
func officialOf(which Side, openid string) string {
	if which == Official {
		return openid
	}
	official, ok := strings.CutPrefix(openid, miniPrefix)
	if !ok {
		return ""
	}
	return official
}

// openIDOf is the openid of a person in that account.
func openIDOf(which Side, openid string) string {
	if which == Mini {
		return MiniOpenID(openid)
	}
	return openid
}

// person is somebody with a phone. Who was never seen follows the account, so that a test may begin with a message.
type person struct {
	openid     string
	follows    bool
	followedAt time.Time
	scene      string // of the code that he followed by
}

// known is the person, who is made when he is new; s.mu is held.
func (s *Simulator) known(openid string) *person {
	p := s.people[openid]
	if p == nil {
		p = &person{openid: openid, follows: true, followedAt: s.o.Clock.Now()}
		s.people[openid] = p
	}
	return p
}
