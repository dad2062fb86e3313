package desk_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
)

const people = "/api/desk/v1/people"

func TestSearchFindsWholeValuesMaskedAndOnlyInOnesOwnPart(t *testing.T) {
	eachCounter(t, func(t *testing.T, h *counter) {
		p, _ := h.onFile()
		for by, value := range map[string]string{"name": " 郑 守田", "phone": "139-1234-5678", "id_number": "11010519491231002x", "card": "9901 0000 0000 0123"} {
			body := fmt.Sprintf(`{"by":%q,"value":%q}`, by, value)
			a := h.as("li", "POST", people+"/search", body)
			require.Equal(t, 200, a.status, a.raw)
			require.Len(t, list(a, "items"), 1, by)
			require.Equal(t, map[string]any{
				"id": p.ID.String(), "name": "郑**", "sex": "f", "born_year": 1949.0, "phone": "139****5678", "id_number": "110105********002X",
				"station_path": "990100/990101/", "died": false,
			}, list(a, "items")[0], by)
			require.Empty(t, list(h.as("wang", "POST", people+"/search", body), "items"), "%s: in another town he does not exist", by)
			require.Len(t, list(h.as("chief", "POST", people+"/search", body), "items"), 1, by)
		}
		h.refused(h.as("li", "POST", people+"/search", `{"by":"phone","value":"139"}`), 400, "person.search")
		h.refused(h.as("li", "POST", people+"/search", `{"by":"address","value":"东街"}`), 400, "http.bad_request")
		h.silent()
	})
}

func TestPagesOfASearch(t *testing.T) {
	h := openCounter(t, dbtest.Place(t, db.SQLite))
	for range 5 {
		a := h.as("li", "POST", people, `{"name":"王建国","born_on":"1950-03-02","papers":["identity_card"]}`)
		require.Equal(t, 201, a.status, a.raw)
	}
	seen := map[any]bool{}
	next := ""
	for range 3 {
		a := h.as("li", "POST", people+"/search?limit=2&cursor="+next, `{"by":"name","value":"王建国"}`)
		require.Equal(t, 200, a.status, a.raw)
		for _, line := range list(a, "items") {
			seen[line.(map[string]any)["id"]] = true
		}
		next = a.body["next"].(string)
	}
	require.Len(t, seen, 5)
	require.Empty(t, next)
}

// A file is opened for a purpose, shows in full only what was asked for, and the person can read who saw what.
func TestOpeningAFile(t *testing.T) {
	eachCounter(t, func(t *testing.T, h *counter) {
		p, veteran := h.onFile()
		path := people + "/" + p.ID.String() + "/open"
		a := h.as("li", "POST", path, `{"purpose":"benefit","number":"482193057"}`)
		require.Equal(t, 200, a.status, a.raw)
		require.Equal(t, []any{canaryName, "139****5678", "110105********002X", "东街石***", "1949-12-31"},
			[]any{a.body["name"], a.body["phone"], a.body["id_number"], a.body["address"], a.body["born_on"]})
		require.Equal(t, veteran.ID.String(), list(a, "statuses")[0].(map[string]any)["id"])
		a = h.as("li", "POST", path, `{"purpose":"identity","reveal":["phone","address"]}`)
		require.Equal(t, []any{canaryPhone, canaryAddress, "110105********002X"}, []any{a.body["phone"], a.body["address"], a.body["id_number"]})

		h.refused(h.as("li", "POST", path, `{}`), 400, "http.bad_request")
		h.refused(h.as("li", "POST", path, `{"purpose":"curiosity"}`), 400, "http.bad_request")
		other := h.as("wang", "POST", path, `{"purpose":"benefit"}`)
		h.refused(other, 404, "person.not_found")
		require.Equal(t, other.raw, h.as("wang", "POST", people+"/"+uuid.NewString()+"/open", `{"purpose":"benefit"}`).raw, "like a key that never was")

		sights, err := audit.SightsOf(h.db.View(t.Context()), []uuid.UUID{p.ID}, uuid.Nil, 10)
		require.NoError(t, err)
		var parts []string
		for _, s := range sights {
			require.Equal(t, h.li.ID.String(), s.By.ID)
			parts = append(parts, s.Part)
		}
		require.ElementsMatch(t, []string{"file", "file", "phone", "address"}, parts)
		h.silent()
	})
}

func TestRegisteringCorrectingAndHandingOver(t *testing.T) {
	eachCounter(t, func(t *testing.T, h *counter) {
		body := fmt.Sprintf(`{"name":%q,"id_number":%q,"phone":%q,"address":%q,"papers":["identity_card"]}`, canaryName, canaryNumber, canaryPhone, canaryAddress)
		a := h.as("li", "POST", people, body)
		require.Equal(t, 201, a.status, a.raw)
		id := a.body["id"].(string)
		h.refused(h.as("wang", "POST", people, body), 409, "person.number_registered")
		h.refused(h.as("li", "POST", people, fmt.Sprintf(`{"name":"王五","born_on":"1950-01-01","station_id":%q,"papers":["identity_card"]}`, h.west.ID)), 404, "station.not_found")
		h.refused(h.as("li", "POST", people, `{"name":"王五","papers":["identity_card"]}`), 400, "person.particulars")
		h.refused(h.as("chief", "POST", people, body), 403, "staff.role")

		correct := people + "/" + id + "/correct"
		require.Equal(t, 204, h.as("li", "POST", correct, `{"phone":"13812345678","reason":"asked"}`).status)
		h.refused(h.as("li", "POST", correct, `{"phone":"13812345678","reason":"asked"}`), 409, "person.unchanged")
		h.refused(h.as("li", "POST", correct, `{"phone":"1381234567","reason":"asked"}`), 400, "person.particulars")
		h.refused(h.as("wang", "POST", correct, `{"phone":"13812345679","reason":"asked"}`), 404, "person.not_found")
		a = h.as("li", "POST", correct, fmt.Sprintf(`{"station_id":%q,"reason":"handed_over"}`, h.west.ID))
		require.Equal(t, 204, a.status, a.raw)
		h.refused(h.as("li", "POST", people+"/"+id+"/open", `{"purpose":"identity"}`), 404, "person.not_found")
		require.Equal(t, 200, h.as("wang", "POST", people+"/"+id+"/open", `{"purpose":"identity"}`).status)
		h.silent()
	})
}

func TestStatusesAtTheDesk(t *testing.T) {
	eachCounter(t, func(t *testing.T, h *counter) {
		p, veteran := h.onFile()
		path := people + "/" + p.ID.String()
		disabled := `{"status":"disabled_veteran","level":7,"cause":"duty","from":"1979-03-01","proof":"disability"}`
		a := h.keyed("li", "grant-one", "POST", path+"/statuses", disabled)
		require.Equal(t, 201, a.status, a.raw)
		require.Equal(t, []any{"2026-11-23", true, "残疾军人"}, []any{a.body["seen_on"], a.body["held"], a.body["status_text"]})
		require.Equal(t, a.raw, h.keyed("li", "grant-one", "POST", path+"/statuses", disabled).raw)
		h.refused(h.keyed("li", "grant-one", "POST", path+"/statuses", `{"status":"other","from":"1979-03-01"}`), 422, "http.key_reused")
		h.refused(h.as("li", "POST", path+"/statuses", disabled), 409, "person.status_overlap")
		h.refused(h.as("li", "POST", path+"/statuses", `{"status":"active","from":"2020-01-01"}`), 400, "http.bad_request")
		h.refused(h.as("wang", "POST", path+"/statuses", `{"status":"other","from":"1979-03-01"}`), 404, "person.not_found")

		end := "/api/desk/v1/statuses/" + veteran.ID.String() + "/end"
		h.refused(h.as("wang", "POST", end, `{"reason":"error"}`), 404, "person.status_not_found")
		h.refused(h.as("li", "POST", end, `{"reason":"discharge","on":"2026-01-01"}`), 400, "person.status_ending")
		a = h.as("li", "POST", end, `{"reason":"error"}`)
		require.Equal(t, 200, a.status, a.raw)
		require.Equal(t, []any{"error", false}, []any{a.body["end_reason"], a.body["held"]})

		h.refused(h.as("wang", "POST", path+"/death", `{"died_on":"2026-11-20"}`), 404, "person.not_found")
		h.refused(h.as("li", "POST", path+"/death", `{"died_on":"2026-12-20"}`), 400, "person.status_days")
		a = h.as("li", "POST", path+"/departure", `{"on":"2026-11-01"}`)
		require.Equal(t, map[string]any{"ended": 1.0}, a.body, a.raw)
		a = h.as("li", "POST", path+"/death", `{"died_on":"2026-11-20"}`)
		require.Equal(t, map[string]any{"ended": 0.0, "family": 0.0, "accounts": 0.0}, a.body, a.raw)
		_, qr := h.phone(canaryName)
		ticket := h.as("li", "POST", "/api/desk/v1/counter", scan(qr)).body["ticket"]
		h.refused(h.as("li", "POST", "/api/desk/v1/counter/confirm", fmt.Sprintf(`{"ticket":%q,"person_id":%q,"papers":["identity_card"]}`, ticket, p.ID)), 409, "person.dead")

		h.refused(h.as("wang", "DELETE", path+"/death", ""), 404, "person.not_found")
		a = h.as("li", "DELETE", path+"/death", "")
		require.Equal(t, map[string]any{"again": 0.0}, a.body, a.raw)
		h.refused(h.as("li", "DELETE", path+"/death", ""), 409, "person.alive")
		h.silent()
	})
}

// Who was buried by mistake, and whose phone was lost, is put right: what he held is his again, and he proves anew who he is.
func TestMistakesAreTakenBack(t *testing.T) {
	eachCounter(t, func(t *testing.T, h *counter) {
		p, veteran := h.onFile()
		path := people + "/" + p.ID.String()
		proved := func() answer {
			_, qr := h.phone(canaryName)
			ticket := h.as("li", "POST", "/api/desk/v1/counter", scan(qr)).body["ticket"]
			return h.as("li", "POST", "/api/desk/v1/counter/confirm", fmt.Sprintf(`{"ticket":%q,"person_id":%q,"papers":["identity_card"]}`, ticket, p.ID))
		}
		require.Equal(t, 200, proved().status)
		a := h.as("li", "POST", path+"/death", `{"died_on":"2026-11-20"}`)
		require.Equal(t, map[string]any{"ended": 1.0, "family": 0.0, "accounts": 1.0}, a.body, a.raw)
		h.refused(proved(), 409, "person.dead")
		require.Equal(t, map[string]any{"again": 1.0}, h.as("li", "DELETE", path+"/death", "").body)
		held, err := h.people.HistoryOf(t.Context(), p.ID)
		require.NoError(t, err)
		require.Equal(t, veteran, held[0])
		require.Equal(t, 200, proved().status)
		require.Equal(t, map[string]any{"accounts": 1.0}, h.as("li", "POST", path+"/release", "").body)
		h.refused(h.as("wang", "POST", path+"/release", ""), 404, "person.not_found")
		h.silent()
	})
}
