package simulator

import (
	"crypto/rand"
	"encoding/base64"
	"slices"
	"time"
)

const (
	codeLife      = 5 * time.Minute
	loginsAMinute = 100 // of one person
)

// pass is a code that a phone got and the program may exchange once.
type pass struct {
	openid string // of the Official Account
	ends   time.Time
	used   bool
}

// passes are codes of one sort; those for logging in do not tell a phone number, nor the other way round.
type passes struct {
	byCode map[string]*pass
	order  []string // the oldest first; all live equally long
}

func newPasses() passes { return passes{byCode: map[string]*pass{}} }

// issue makes a code and forgets those that ended.
func (p *passes) issue(prefix, openid string, now time.Time) string {
	for len(p.order) > 0 && !now.Before(p.byCode[p.order[0]].ends) {
		delete(p.byCode, p.order[0])
		p.order = p.order[1:]
	}
	code := prefix + rand.Text()
	p.byCode[code] = &pass{openid: openid, ends: now.Add(codeLife)}
	p.order = append(p.order, code)
	return code
}

// find is the code, nil when there is none that has not ended.
func (p *passes) find(code string, now time.Time) *pass {
	one := p.byCode[code]
	if one == nil || !now.Before(one.ends) {
		return nil
	}
	return one
}

// Code is what wx.login gives in that person's mini-program: good once and for five minutes.
func (s *Simulator) Code(openid string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.o.Clock.Now()
	p := s.known(openid)
	p.visited = now
	return s.logins.issue("0", openid, now)
}

// codeToSession tells who a code stands for.
func (s *Simulator) codeToSession(a *ask) told {
	q := a.query
	if code := s.admit(a, q.Get("grant_type"), "authorization_code", q.Get("appid"), q.Get("secret")); code != codeOK {
		return refuse(code)
	}
	if a.side.which != Mini {
		return refuse(40013)
	}
	code, now := q.Get("js_code"), s.o.Clock.Now()
	if code == "" {
		return refuse(41008)
	}
	one := s.logins.find(code, now)
	if one == nil {
		return refuse(40029)
	}
	a.openID = one.openid
	if one.used {
		return refuse(40163)
	}
	p := s.known(one.openid)
	if p.risky {
		return refuse(40226)
	}
	p.logins = slices.DeleteFunc(p.logins, func(at time.Time) bool { return now.Sub(at) >= time.Minute })
	if len(p.logins) >= loginsAMinute {
		return refuse(45011)
	}
	p.logins = append(p.logins, now)
	one.used = true
	p.sessionKey = newSessionKey()
	out := map[string]string{"openid": MiniOpenID(one.openid), "session_key": p.sessionKey}
	if !s.unbound[Mini] {
		out["unionid"] = UnionID(one.openid)
	}
	return fine(out)
}

func newSessionKey() string {
	var key [16]byte
	_, _ = rand.Read(key[:])
	return base64.StdEncoding.EncodeToString(key[:])
}
