package desk_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/station"
)

const (
	reviews   = "/api/desk/v1/reviews"
	approvals = "/api/desk/v1/approvals"
)

// likeness puts the canary on file twice, the second time at a station and with a number of one's choice, and the pair on the review list.
func (h *counter) likeness(at station.Station, number string) (first, second person.Person, review string) {
	h.t.Helper()
	first, _ = h.onFile()
	second = person.Person{ID: db.NewID(), Name: canaryName, BornOn: "1949-12-31", Phone: "13900000009", StationID: at.ID, StationPath: at.Path}
	if number != "" {
		second.IDNumber = "110105194912310029"
	}
	by := audit.Actor{Kind: audit.System, ID: "test"}
	require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) error {
		if err := person.InsertPeople(tx, []person.Person{second}); err != nil {
			return err
		}
		return h.people.Suspect(tx, by, first.ID, second.ID, person.Likely, "name born_on")
	}))
	a := h.as("chief2", "GET", reviews, "")
	require.Equal(h.t, 200, a.status, a.raw)
	return first, second, list(a, "items")[0].(map[string]any)["id"].(string)
}

func TestAPairIsMergedByTwoPeople(t *testing.T) {
	eachCounter(t, func(t *testing.T, h *counter) {
		first, second, review := h.likeness(h.east, "")
		line := list(h.as("li", "GET", reviews, ""), "items")[0].(map[string]any)
		require.Equal(t, []any{"name", "born_on"}, line["reasons"])
		require.Equal(t, "郑**", line["a"].(map[string]any)["name"])
		require.Empty(t, list(h.as("wang", "GET", reviews, ""), "items"), "another town's pairs do not exist")
		h.refused(h.as("wang", "GET", reviews+"/"+review+"/preview?into="+first.ID.String(), ""), 404, "review.not_found")

		a := h.as("li", "GET", reviews+"/"+review+"/preview?into="+first.ID.String(), "")
		require.Equal(t, 200, a.status, a.raw)
		require.Equal(t, "no-store", a.header.Get("Cache-Control"))
		require.EqualValues(t, 1, a.body["into"].(map[string]any)["benefits"])
		for _, f := range list(a, "fields") {
			f := f.(map[string]any)
			require.Equal(t, "into", f["wins"], "%v", f)
			require.Equal(t, false, f["choose"])
		}
		h.refused(h.as("li", "GET", reviews+"/"+review+"/preview?into="+uuid.NewString(), ""), 400, "review.not_of_pair")

		body := fmt.Sprintf(`{"into":%q,"choices":[{"field":"phone","side":"from"}],"reason":"同一人登记了两次"}`, first.ID)
		h.refused(h.as("wang", "POST", reviews+"/"+review+"/merge", body), 404, "review.not_found")
		a = h.as("li", "POST", reviews+"/"+review+"/merge", body)
		require.Equal(t, 202, a.status, a.raw)
		h.refused(h.as("li", "POST", reviews+"/"+review+"/merge", body), 409, "approval.waiting")
		id := a.body["id"].(string)
		h.refused(h.as("li", "POST", approvals+"/"+id+"/decision", `{"approve":true}`), 403, "approval.own")
		unchanged, err := h.people.ByID(t.Context(), second.ID)
		require.NoError(t, err)
		require.Equal(t, second.ID, unchanged.ID, "nothing happens before the second person agrees")

		a = h.as("chief", "POST", approvals+"/"+id+"/decision", `{"approve":true}`)
		require.Equal(t, 200, a.status, a.raw)
		one, err := h.people.ByID(t.Context(), second.ID)
		require.NoError(t, err)
		require.Equal(t, first.ID, one.ID)
		require.Equal(t, "13900000009", one.Phone.Reveal(), "as was chosen")
		require.Equal(t, canaryNumber, one.IDNumber.Reveal())
		require.Empty(t, list(h.as("li", "GET", reviews, ""), "items"))
		h.refused(h.as("li", "POST", reviews+"/"+review+"/different", ""), 409, "review.decided")
	})
}

func TestAPairThatIsTwoPeople(t *testing.T) {
	eachCounter(t, func(t *testing.T, h *counter) {
		first, second, review := h.likeness(h.east, "")
		a := h.as("li", "POST", reviews+"/"+review+"/merge", fmt.Sprintf(`{"into":%q,"reason":"同一人"}`, second.ID))
		require.Equal(t, 202, a.status, a.raw)
		a2 := h.as("li", "POST", reviews+"/"+review+"/different", "")
		require.Equal(t, 204, a2.status, a2.raw)
		h.refused(h.as("chief", "POST", approvals+"/"+a.body["id"].(string)+"/decision", `{"approve":true}`), 409, "review.decided")
		for _, p := range []person.Person{first, second} {
			still, err := h.people.ByID(t.Context(), p.ID)
			require.NoError(t, err)
			require.Equal(t, p.ID, still.ID, "whom somebody said to be two stays two")
		}
		require.NoError(t, h.db.InTx(t.Context(), func(tx db.Tx) error {
			return h.people.Suspect(tx, audit.Actor{Kind: audit.System, ID: "test"}, first.ID, second.ID, person.Likely, "name born_on")
		}))
		require.Empty(t, list(h.as("li", "GET", reviews, ""), "items"), "what was decided does not come back")
	})
}

func TestTwoNumbersNeedAChoice(t *testing.T) {
	eachCounter(t, func(t *testing.T, h *counter) {
		first, _, review := h.likeness(h.west, "another")
		for _, login := range []string{"li", "wang"} {
			require.Empty(t, list(h.as(login, "GET", reviews, ""), "items"), "a pair across towns is the city's")
		}
		path := reviews + "/" + review + "/merge"
		h.refused(h.as("chief2", "POST", path, fmt.Sprintf(`{"into":%q,"reason":"同一人"}`, first.ID)), 409, "person.two_numbers")
		a := h.as("chief2", "POST", path, fmt.Sprintf(`{"into":%q,"choices":[{"field":"id_number","side":"into"}],"reason":"同一人"}`, first.ID))
		require.Equal(t, 202, a.status, a.raw)
		require.Equal(t, "990100/", a.body["station_path"])
		h.silent()
	})
}
