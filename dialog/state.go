package dialog

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/geo"
	"shuangyong/models/handoff"
	"shuangyong/models/person"
)

// State is what the conversation remembers between two messages. It is small, and losing it costs the citizen a repetition, never a promise.
// It may hold private words: whoever stores it seals it.
type State struct {
	Seen       time.Time     `json:"t,omitzero"`
	Claimed    person.Status `json:"claimed,omitempty"` // what he says he is
	Place      *geo.Point    `json:"place,omitempty"`   // where he last said he was
	PlaceLabel string        `json:"label,omitempty"`
	Current    *Step         `json:"cur,omitempty"`   // the look-up on his screen
	Trail      []Step        `json:"trail,omitempty"` // where 返回 leads, oldest first
	Options    []Option      `json:"opt,omitempty"`   // what the numbers on his screen mean
	Rest       string        `json:"rest,omitempty"`  // of an answer too long for one screen
	Next       int           `json:"next,omitempty"`  // where Current's next page begins, 0 = there is none
	Last       string        `json:"last,omitempty"`  // what he read last, for 再说一遍
	Form       *Form         `json:"form,omitempty"`
	Want       *Step         `json:"want,omitempty"` // a wish that waits for a place or for what he is
	Also       []Step        `json:"also,omitempty"` // further wishes of the same message
	Unclear    int           `json:"unclear,omitempty"`
	Said       []string      `json:"said,omitempty"` // what was not understood, so that he need not say it again to a human
	Wrong      int           `json:"wrong,omitempty"`
	WrongAt    time.Time     `json:"wrongat,omitzero"`
	Waiting    *Waiting      `json:"wait,omitempty"`
}

// Step is a wish: an intent with its slots, and how far into a list he has read.
type Step struct {
	Intent string            `json:"i"`
	Slots  map[string]string `json:"s,omitempty"`
	Offset int               `json:"o,omitempty"`
}

// Form is a wish that needs several answers.
type Form struct {
	ID    string            `json:"id"`
	Kind  string            `json:"k"` // the intent it serves
	Ask   string            `json:"a"` // the slot asked for
	Slots map[string]string `json:"s,omitempty"`
	Asked time.Time         `json:"t"`
	Aside int               `json:"n,omitempty"` // how often he spoke of something else
}

// Waiting is a human who was called and by when he promised to be there. What is said meanwhile and nobody understands goes to him.
type Waiting struct {
	ID   uuid.UUID    `json:"id"`
	Kind handoff.Kind `json:"k"`
	By   time.Time    `json:"by"`
}

// maxState is the size in bytes above which a state forgets its comforts (the last reply, the trail) rather than grow.
const maxState = 16 << 10

// Encode writes the state for the store of conversations.
func (s State) Encode() []byte {
	b, err := json.Marshal(s)
	if err == nil && len(b) <= maxState {
		return b
	}
	s.Last, s.Rest, s.Trail, s.Said, s.Also = "", "", nil, nil, nil
	if b, err = json.Marshal(s); err != nil {
		return nil // cannot happen: the fields are plain values
	}
	return b
}

// DecodeState reads what Encode wrote; anything else is a new conversation.
func DecodeState(b []byte) State {
	var s State
	if len(b) == 0 || json.Unmarshal(b, &s) != nil {
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
