package person

import (
	"slices"

	"github.com/google/uuid"
)

// Decision is what becomes of two WeChat accounts of one human being.
type Decision string

// The decisions.
const (
	JoinNothing Decision = "nothing" // neither says who he is
	JoinAdopt   Decision = "adopt"   // one knows: the other knows it too from now on, and as surely
	JoinSame    Decision = "same"    // both know the same
	JoinMerge   Decision = "merge"   // two records, one of which he made himself by giving his name: that one goes into the other
	JoinReview  Decision = "review"  // two records of the bureau's: a clerk looks at them
)

// Party is one of two accounts, as far as their joining depends on it.
type Party struct {
	Person     uuid.UUID // zero = not known who he is
	Assurance  Assurance
	Registered bool // the record has an identity number, so he did not make it by just giving his name
}

// loose tells whether the party's record is only what somebody said of himself.
func (p Party) loose() bool { return !p.Registered && p.Assurance < Matched }

// Joining decides on two accounts that WeChat says belong to one human being. Into is the person who both are afterwards, From the record that goes into his when they are
// merged. What is only stated never goes before what was proved, and never into a record of the bureau's that was not proved either: somebody could claim a
// neighbour's. Of two that were both only stated the older one stays. It is a pure rule, and the order of the two does not matter.
func Joining(a, b Party) (d Decision, from, into uuid.UUID) {
	switch {
	case a.Person == uuid.Nil && b.Person == uuid.Nil:
		return JoinNothing, uuid.Nil, uuid.Nil
	case a.Person == b.Person:
		return JoinSame, uuid.Nil, a.Person
	case a.Person == uuid.Nil:
		return JoinAdopt, uuid.Nil, b.Person
	case b.Person == uuid.Nil:
		return JoinAdopt, uuid.Nil, a.Person
	case a.loose() && b.loose():
		older, newer := a.Person, b.Person
		if slices.Compare(older[:], newer[:]) > 0 {
			older, newer = newer, older
		}
		return JoinMerge, newer, older
	case a.loose() && b.Assurance >= Matched:
		return JoinMerge, a.Person, b.Person
	case b.loose() && a.Assurance >= Matched:
		return JoinMerge, b.Person, a.Person
	}
	return JoinReview, uuid.Nil, uuid.Nil
}
