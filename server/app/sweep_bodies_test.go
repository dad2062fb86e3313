package app

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/staff"
)

// everywhere are the operations that reach people of every town on purpose, and why.
var everywhere = map[string]string{
	"POST /api/desk/v1/audit/search": "the auditor reads every trace",
}

// peopleIn puts people in place of all that a body says of whom it is about; nil where it is about nobody.
func peopleIn(body []byte, who func() string) []byte {
	var fields map[string]any
	if json.Unmarshal(body, &fields) != nil {
		return nil
	}
	found := false
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if slices.Contains([]string{"person_id", "principal_id", "agent_id", "deceased_id", "relative_id"}, name) {
			fields[name], found = who(), true
		}
	}
	if !found {
		return nil
	}
	changed, _ := json.Marshal(fields) // it was read as JSON
	return changed
}

// A key in a body reaches no further than one in an address: people of another town are answered like people who never were.
func TestPeopleInBodiesAreAsFarAwayAsPeopleInAddresses(t *testing.T) {
	s := sweeps(t)
	tried := 0
	for _, o := range s.operations {
		if o.Tag != "desk" || strings.Contains(o.Path, ":") || everywhere[o.Method+" "+o.Path] != "" {
			continue
		}
		theirs := peopleIn(o.Body, func() string { return s.personHere().ID.String() })
		if theirs == nil {
			continue
		}
		tried++
		never := peopleIn(o.Body, uuid.NewString)
		for _, r := range staff.AllowedTo(staff.Act(o.Act)) {
			o.Body = theirs
			status, body := s.as(o, s.far[r], nil)
			o.Body = never
			wantStatus, want := s.as(o, s.far[r], nil)
			require.Equal(t, wantStatus, status, "%s %s as %s: %s instead of %s", o.Method, o.Path, r, body, want)
			require.Equal(t, want, body, "%s %s as %s", o.Method, o.Path, r)
			require.GreaterOrEqual(t, status, 400)
		}
	}
	require.Greater(t, tried, 3)
}
