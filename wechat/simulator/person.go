package simulator

import (
	"regexp"
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

// openIDForm is what openids look like; whoever has another one does not exist.
var openIDForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)

// person is somebody with a phone. Who was never seen follows the account, so that a test may begin with a message.
type person struct {
	openid     string
	follows    bool
	followedAt time.Time
	scene      string // of the code that he followed by

	windows    map[Side]*windows // in which customer-service messages reach him
	accepts    map[string]int    // template of the mini-program → messages that he still takes
	visited    time.Time         // when he was last in the mini-program
	sessionKey string
	logins     []time.Time // of the last minute
	phone      string      // what he was given; else invented
	risky      bool
	blocks     bool // refuses the Official Account's notices, and goes on following
}

// known is the person, who is made when he is new; s.mu is held.
func (s *Simulator) known(openid string) *person {
	p := s.people[openid]
	if p == nil {
		p = s.stranger(openid)
		s.people[openid] = p
	}
	return p
}

// stranger is somebody who did nothing yet.
func (s *Simulator) stranger(openid string) *person {
	return &person{openid: openid, follows: true, followedAt: s.o.Clock.Now(), windows: map[Side]*windows{}, accepts: map[string]int{}}
}

// addressee is who has that openid in the account, nil when nobody can have it. Asking for somebody does not make him known; s.mu is held.
func (s *Simulator) addressee(which Side, openid string) *person {
	openid = officialOf(which, openid)
	if !openIDForm.MatchString(openid) {
		return nil
	}
	if p := s.people[openid]; p != nil {
		return p
	}
	return s.stranger(openid)
}

// SetBound binds an account to one on the open platform, as both are from the start, or undoes that: then WeChat tells no unionid there.
func (s *Simulator) SetBound(which Side, bound bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unbound[which] = !bound
}

// SetRisky lets WeChat take somebody for a risk, who then cannot log in.
func (s *Simulator) SetRisky(openid string, risky bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known(openid).risky = risky
}

// SetBlocked lets somebody refuse the Official Account's notices: they are taken, and the report says failed:user block.
func (s *Simulator) SetBlocked(openid string, blocked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known(openid).blocks = blocked
}
