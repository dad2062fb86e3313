package person_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/person"
)

func TestWhatBecomesOfTwoAccounts(t *testing.T) {
	older, newer := uuid.MustParse("0193a5c0-0000-7000-8000-000000000001"), uuid.MustParse("0193a5c0-0000-7000-8000-000000000002")
	nobody, none := person.Party{}, uuid.Nil
	says := func(p uuid.UUID) person.Party { return person.Party{Person: p, Assurance: person.Stated} }
	claims := func(p uuid.UUID) person.Party {
		return person.Party{Person: p, Assurance: person.Stated, Registered: true}
	}
	proved := func(p uuid.UUID) person.Party {
		return person.Party{Person: p, Assurance: person.Matched, Registered: true}
	}
	for name, c := range map[string]struct {
		a, b       person.Party
		want       person.Decision
		from, into uuid.UUID
	}{
		"neither knows":                         {nobody, nobody, person.JoinNothing, none, none},
		"one says":                              {nobody, says(older), person.JoinAdopt, none, older},
		"one proved":                            {nobody, proved(newer), person.JoinAdopt, none, newer},
		"the same":                              {says(older), proved(older), person.JoinSame, none, older},
		"both say: the older record stays":      {says(newer), says(older), person.JoinMerge, newer, older},
		"said and proved":                       {says(older), proved(newer), person.JoinMerge, older, newer},
		"proved without a number":               {says(older), person.Party{Person: newer, Assurance: person.Seen}, person.JoinMerge, older, newer},
		"both proved":                           {proved(older), proved(newer), person.JoinReview, none, none},
		"said, and a claim on a record of ours": {says(older), claims(newer), person.JoinReview, none, none},
		"proved, and a claim on another record": {proved(older), claims(newer), person.JoinReview, none, none},
		"two claims":                            {claims(older), claims(newer), person.JoinReview, none, none},
	} {
		t.Run(name, func(t *testing.T) {
			d, from, into := person.Joining(c.a, c.b)
			require.Equal(t, []any{c.want, c.from, c.into}, []any{d, from, into})
		})
	}
}

func party(t *rapid.T, name string) person.Party {
	p := person.Party{Person: uuid.UUID{15: byte(rapid.IntRange(0, 2).Draw(t, name))}}
	if p.Person != uuid.Nil {
		p.Assurance = person.Assurance(rapid.IntRange(int(person.Stated), int(person.Seen)).Draw(t, name+" level"))
		p.Registered = rapid.Bool().Draw(t, name+" registered")
	}
	return p
}

// The order does not matter, nobody who was proved loses his record, and no record with a number goes into another.
func TestJoiningTakesNothingFromWhoWasProved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := party(t, "a"), party(t, "b")
		d, from, into := person.Joining(a, b)
		again, from2, into2 := person.Joining(b, a)
		require.Equal(t, []any{d, from, into}, []any{again, from2, into2})
		if d == person.JoinMerge {
			require.NotEqual(t, from, into)
			for _, p := range []person.Party{a, b} {
				if p.Person == from {
					require.Less(t, p.Assurance, person.Matched)
					require.False(t, p.Registered)
				} else {
					require.True(t, p.Assurance >= person.Matched || !p.Registered, "nor into a record that was only claimed")
				}
			}
		}
		require.Equal(t, d == person.JoinNothing || d == person.JoinReview, into == uuid.Nil)
	})
}
