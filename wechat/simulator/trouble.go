package simulator

import (
	"slices"
	"time"
)

// Trouble is something that goes wrong on purpose: with the API (Path is /cgi-bin/… or * for all of it) or with the messages that are pushed (Path is
// PushOfficial or PushMini).
type Trouble struct {
	ID    int64         `json:"id"`
	Path  string        `json:"path"`
	Kind  TroubleKind   `json:"kind"`
	Code  int           `json:"code"`  // errcode of an error, HTTP status of a status
	Delay time.Duration `json:"delay"` // of a delay; how old a stale message is
	Times int           `json:"times"` // how often it still happens; 0 is until it is mended
}

// Where the troubles of pushed messages happen.
const (
	PushOfficial = "push"
	PushMini     = "push-mini"
	AnyAPI       = "*"
)

// TroubleKind is what goes wrong.
type TroubleKind string

// The troubles of the API.
const (
	TroubleError   TroubleKind = "error"   // an errcode instead of the work
	TroubleStatus  TroubleKind = "status"  // an HTTP status with a page of HTML, as a proxy in between gives
	TroubleDelay   TroubleKind = "delay"   // the work, later
	TroubleHangUp  TroubleKind = "hangup"  // the connection is cut without an answer
	TroubleGarbage TroubleKind = "garbage" // 200 and something that is no JSON
	TroubleCut     TroubleKind = "cut"     // the work is done, but only half of the answer arrives
)

// The troubles of pushed messages.
const (
	TroubleLostAnswer TroubleKind = "lost_answer" // the program's answer does not arrive, so the message comes again
	TroubleTwice      TroubleKind = "twice"       // delivered three times at once
	TroubleStale      TroubleKind = "stale"       // signed long ago
	TroubleForged     TroubleKind = "forged"      // signed with another token: not WeChat at all
	TroubleOtherKey   TroubleKind = "other_key"   // encrypted with a key that the program does not know
	TroubleBroken     TroubleKind = "broken"      // authentic, and no XML inside
	TroubleSlowBody   TroubleKind = "slow_body"   // the body arrives in drops
)

// Make lets something go wrong from now on and returns its number.
func (s *Simulator) Make(t Trouble) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.record.seq++
	t.ID = s.record.seq
	s.troubles = append(s.troubles, &t)
	return t.ID
}

// Mend ends one trouble, or all of them when id is 0.
func (s *Simulator) Mend(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.troubles = slices.DeleteFunc(s.troubles, func(t *Trouble) bool { return id == 0 || t.ID == id })
}

// Troubles are those in force.
func (s *Simulator) Troubles() []Trouble {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Trouble, 0, len(s.troubles))
	for _, t := range s.troubles {
		list = append(list, *t)
	}
	return list
}

// Fail makes the API at path (/cgi-bin/…) answer with code the next times.
func (s *Simulator) Fail(path string, code, times int) {
	s.Make(Trouble{Path: path, Kind: TroubleError, Code: code, Times: times})
}

// trouble is the first one in force at path, counted down; s.mu is held.
func (s *Simulator) trouble(path string) (Trouble, bool) {
	return s.troubleWhere(path, func(Trouble) bool { return true })
}

// troubleWhere passes over those that do not suit.
func (s *Simulator) troubleWhere(path string, suits func(Trouble) bool) (Trouble, bool) {
	for i, t := range s.troubles {
		if t.Path != path && (t.Path != AnyAPI || path == PushOfficial || path == PushMini) || !suits(*t) {
			continue
		}
		found := *t
		if t.Times == 1 {
			s.troubles = slices.Delete(s.troubles, i, i+1)
		} else if t.Times > 1 {
			t.Times--
		}
		return found, true
	}
	return Trouble{}, false
}
