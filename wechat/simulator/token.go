package simulator

import (
	"crypto/rand"
	"maps"
	"slices"
	"strings"
	"time"

	"shuangyong/models/clock"
)

const (
	tokenLife    = 2 * time.Hour
	tokenOverlap = 5 * time.Minute // a token lives on so long beside its successor
	forceEvery   = 30 * time.Second
	forcesADay   = 20
	classicADay  = 2000 // asks of /cgi-bin/token
	stablePrefix = "80_"
)

// purse is one of an account's two chains of tokens, the stable and the classic one; neither ends the other's.
type purse struct {
	current string
	forced  time.Time
}

// quota counts what is limited by the day in Shanghai.
type quota struct {
	day  clock.Date
	used map[string]int
}

// spend counts one more, if the day's limit allows it.
func (a *side) spend(what string, limit int, now time.Time) bool {
	if day := clock.DateOf(now); a.quota.used == nil || a.quota.day != day {
		a.quota = quota{day, map[string]int{}}
	}
	if a.quota.used[what] >= limit {
		return false
	}
	a.quota.used[what]++
	return true
}

// InvalidateTokens makes every token out there useless, as another system's forced refresh would.
func (s *Simulator) InvalidateTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.sides {
		a.tokens, a.stable, a.classic = map[string]time.Time{}, purse{forced: a.stable.forced}, purse{}
	}
}

// TokenFetches is how often a token of the Official Account was asked for.
func (s *Simulator) TokenFetches() int { return s.TokenFetchesOf(Official) }

// TokenFetchesOf is how often a token of that account was asked for.
func (s *Simulator) TokenFetchesOf(which Side) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sides[which] == nil {
		return 0
	}
	return s.sides[which].fetches
}

// TokensMade is how many different tokens of the Official Account there have been: a stable one that is asked for again is the same.
func (s *Simulator) TokensMade() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sides[Official].minted
}

// stableToken gives everybody the same token until that nears its end, or is forced to give a new one.
func (s *Simulator) stableToken(a *ask) told {
	var in struct {
		GrantType string `json:"grant_type"`
		AppID     string `json:"appid"`
		Secret    string `json:"secret"`
		Force     bool   `json:"force_refresh"`
	}
	if !a.json(&in) {
		return refuse(badFormat)
	}
	if code := s.admit(a, in.GrantType, "client_credential", in.AppID, in.Secret); code != codeOK {
		return refuse(code)
	}
	now := s.o.Clock.Now()
	a.side.fetches++
	p := &a.side.stable
	if in.Force && (p.forced.IsZero() || now.Sub(p.forced) >= forceEvery) {
		if !a.side.spend("force_refresh", forcesADay, now) {
			return refuse(45009)
		}
		maps.DeleteFunc(a.side.tokens, func(token string, _ time.Time) bool { return strings.HasPrefix(token, stablePrefix) }) // at once, unlike one that came of age
		p.current, p.forced = "", now
	}
	if p.current == "" || a.side.tokens[p.current].Sub(now) <= tokenOverlap {
		p.current = a.side.mint(stablePrefix, now)
	}
	return tokenAnswer(p.current, a.side.tokens[p.current].Sub(now))
}

// classicToken makes a new token each time; the one before it is good for five more minutes.
func (s *Simulator) classicToken(a *ask) told {
	if code := s.admit(a, a.query.Get("grant_type"), "client_credential", a.query.Get("appid"), a.query.Get("secret")); code != codeOK {
		return refuse(code)
	}
	now := s.o.Clock.Now()
	a.side.fetches++
	if !a.side.spend(a.path, classicADay, now) {
		return refuse(45009)
	}
	p := &a.side.classic
	if ends, good := a.side.tokens[p.current]; good && ends.After(now.Add(tokenOverlap)) {
		a.side.tokens[p.current] = now.Add(tokenOverlap)
	}
	p.current = a.side.mint("60_", now)
	return tokenAnswer(p.current, tokenLife)
}

func tokenAnswer(token string, left time.Duration) told {
	return fine(map[string]any{"access_token": token, "expires_in": int(left / time.Second)})
}

// mint makes a token and forgets those that ended a day ago: until then their owner reads that they expired, later that they are none.
func (a *side) mint(prefix string, now time.Time) string {
	for token, ends := range a.tokens {
		if now.Sub(ends) > 24*time.Hour {
			delete(a.tokens, token)
		}
	}
	a.minted++
	token := prefix + rand.Text() + rand.Text()
	a.tokens[token] = now.Add(tokenLife)
	return token
}

// admit checks who asks by app id and secret; s.mu is held.
func (s *Simulator) admit(a *ask, grant, wanted, appID, secret string) int {
	found := s.sideOf(appID)
	switch {
	case grant != wanted:
		return 40002
	case appID == "":
		return 41002
	case found == nil:
		return 40013
	case secret == "":
		return 41004
	case secret != found.Secret:
		return 40125
	}
	a.side = found
	return codeOK
}

// checkToken finds whose token a call came with, and whether it holds; s.mu is held.
func (s *Simulator) checkToken(a *ask, r route) int {
	token := a.query.Get("access_token")
	if token == "" {
		return 41001
	}
	for _, owner := range s.sides {
		ends, known := owner.tokens[token]
		if !known {
			continue
		}
		a.side = owner
		switch {
		case !s.o.Clock.Now().Before(ends):
			return 42001
		case r.sides != nil && !slices.Contains(r.sides, owner.which):
			return 48001
		}
		return codeOK
	}
	return 40001
}

// sideOf is the account with that app id, nil when there is none.
func (s *Simulator) sideOf(appID string) *side {
	for _, a := range s.sides {
		if a.ID == appID {
			return a
		}
	}
	return nil
}

// callbackIPs are the addresses that WeChat pushes from.
func (s *Simulator) callbackIPs(*ask) told {
	return fine(map[string]any{"ip_list": []string{"127.0.0.1", "::1"}})
}
