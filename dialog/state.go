package dialog

import (
	"time"

	"github.com/google/uuid"

	"shuangyong/models/geo"
	"shuangyong/models/handoff"
	"shuangyong/models/person"
)

// State is what the conversation remembers between two messages. It is small, and losing it costs the citizen a repetition, never a promise.
// It may hold private words: whoever stores it seals it.
type State struct {
	Seen       time.Time
	Claimed    person.Claim // what he says he is
	Place      *geo.Point   // where he last said he was
	PlaceLabel string
	Current    *Step    // the look-up on his screen
	Trail      []Step   // where 返回 leads, oldest first
	Options    []Option // what the numbers on his screen mean
	Rest       string   // of an answer too long for one screen
	Next       int      // where Current's next page begins, 0 = there is none
	Last       string   // what he read last, for 再说一遍
	Form       *Form
	Want       *Step  // a wish that waits for a place or for what he is
	Also       []Step // further wishes of the same message
	Unclear    int
	Said       []string // what was not understood, so that he need not say it again to a human
	Waiting    *Waiting
}

// Step is a wish: an intent with its slots, and how far into a list he has read.
type Step struct {
	Intent string
	Slots  map[string]string
	Offset int
}

// Form is a wish that needs several answers.
type Form struct {
	ID    string
	Kind  string // the intent it serves
	Ask   string // the slot asked for
	Slots map[string]string
	Asked time.Time
	Aside int // how often he spoke of something else
}

// Waiting is a human who was called and by when he promised to be there. What is said meanwhile and nobody understands goes to him.
type Waiting struct {
	ID   uuid.UUID
	Kind handoff.Kind
	By   time.Time
}

// maxState is the size in bytes above which a state forgets its comforts (the last reply, the trail) rather than grow.
const maxState = 16 << 10

// Encode writes the state for the store of conversations.
func (s State) Encode() []byte {
	if b := s.bytes(); len(b) <= maxState {
		return b
	}
	s.Last, s.Rest, s.Trail, s.Said, s.Also = "", "", nil, nil, nil
	return s.bytes()
}

// DecodeState reads what Encode wrote; anything else is a new conversation.
func DecodeState(b []byte) State {
	s, ok := stateOf(b)
	if !ok {
		return State{}
	}
	return s
}

// slot is the value of a slot, "" when it is not there.
func (s Step) slot(name string) string { return s.Slots[name] }

// with is the step with one slot more or changed.
func (s Step) with(name, value string) Step {
	slots := make(map[string]string, len(s.Slots)+1)
	for k, v := range s.Slots {
		slots[k] = v
	}
	slots[name] = value
	return Step{Intent: s.Intent, Slots: slots}
}

// same tells whether two steps are the same wish, wherever one has read to.
func (s Step) same(o Step) bool {
	if s.Intent != o.Intent || len(s.Slots) != len(o.Slots) {
		return false
	}
	for k, v := range s.Slots {
		if o.Slots[k] != v {
			return false
		}
	}
	return true
}
