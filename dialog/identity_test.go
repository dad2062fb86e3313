package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/person"
)

// What needs proof of who one is, and how to give it, is said in full; whoever gave it is not sent around again.
func TestIdentity(t *testing.T) {
	s := newStage(t).means("怎么认证", "identity.verify")
	s.say("怎么认证")
	s.deps.Bureau.Mini = true
	s.say("怎么认证")
	s.knownTo().say("怎么认证")
	s.golden("identity")
}

// Levels below what an act needs show nothing of the file, whatever is joined to the account.
func TestALevelTooLowShowsNothing(t *testing.T) {
	for _, level := range []person.Assurance{person.Unknown, person.Stated, person.Matched, person.Seen} {
		for _, act := range []person.Act{person.OwnCard, person.OwnPayments, person.OwnPetitions, person.OwnBenefits, person.OwnFile} {
			k := known()
			k.Level = level
			require.Equal(t, level >= person.Matched, k.May(act), "%s at %d", act, level)
			k.PersonID = [16]byte{}
			require.False(t, k.May(act), "nobody's")
		}
	}
}
