package desk_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/person"
)

func scan(qr string) string { return fmt.Sprintf(`{"code":%q}`, qr) }

// A clerk scans, picks the file, ticks the papers: three calls' worth of taps, and no number is typed by anybody.
func TestACounterTakesOneScanAndOneConfirmation(t *testing.T) {
	eachCounter(t, func(t *testing.T, h *counter) {
		p, veteran := h.onFile()
		account, qr := h.phone(canaryName)
		a := h.as("li", "POST", "/api/desk/v1/counter", scan(qr))
		require.Equal(t, 200, a.status, a.raw)
		require.Equal(t, []any{canaryName, "stated", ""}, []any{a.body["said_name"], a.body["assurance"], a.body["claimed"]})
		offered := list(a, "candidates")
		require.Len(t, offered, 1)
		one := offered[0].(map[string]any)
		require.Equal(t, []any{p.ID.String(), "郑**", "110105********002X", "139****5678"}, []any{one["id"], one["name"], one["id_number"], one["phone"]})
		ticket := a.body["ticket"].(string)

		confirm := fmt.Sprintf(`{"ticket":%q,"person_id":%q,"papers":["identity_card","discharge"],"seen":[{"status_id":%q,"paper":"discharge"}]}`, ticket, p.ID, veteran.ID)
		a = h.keyed("li", "confirm-1", "POST", "/api/desk/v1/counter/confirm", confirm)
		require.Equal(t, 200, a.status, a.raw)
		again := h.keyed("li", "confirm-1", "POST", "/api/desk/v1/counter/confirm", confirm)
		require.Equal(t, a.raw, again.raw)
		require.Equal(t, "true", again.header.Get("Idempotency-Replayed"))
		h.refused(h.as("li", "POST", "/api/desk/v1/counter/confirm", confirm), 409, "counter.done")

		got, err := h.people.AccountByID(t.Context(), account.ID)
		require.NoError(t, err)
		require.Equal(t, []any{p.ID, person.Seen}, []any{*got.PersonID, got.Assurance})
		held, err := h.people.HistoryOf(t.Context(), p.ID)
		require.NoError(t, err)
		require.Equal(t, []any{"2026-11-23", person.Discharge}, []any{string(held[0].SeenOn), held[0].Proof})
		h.refused(h.as("li", "POST", "/api/desk/v1/counter", scan(qr)), 404, "counter.code")
		h.silent()
	})
}

// What the scan gave is one clerk's and for a while, and says nothing of people elsewhere.
func TestATicketIsOneClerks(t *testing.T) {
	h := openCounter(t, dbtest.Place(t, db.SQLite))
	p, _ := h.onFile()
	_, qr := h.phone(canaryName)
	a := h.as("wang", "POST", "/api/desk/v1/counter", scan(qr))
	require.Equal(t, 200, a.status, a.raw)
	require.Empty(t, a.body["candidates"], "in the west he does not exist")
	confirm := func(as, ticket, whom string) answer {
		return h.as(as, "POST", "/api/desk/v1/counter/confirm", fmt.Sprintf(`{"ticket":%q,%s,"papers":["identity_card"]}`, ticket, whom))
	}
	ticket, him := a.body["ticket"].(string), fmt.Sprintf(`"person_id":%q`, p.ID)
	h.refused(confirm("wang", ticket, him), 404, "person.not_found")
	h.refused(confirm("li", ticket, him), 409, "counter.ticket")
	h.refused(confirm("wang", ticket[:len(ticket)-2]+"AA", him), 409, "counter.ticket")
	h.refused(confirm("wang", ticket, him+`,"new":{"name":"孙小宁","born_on":"1950-01-01"}`), 400, "counter.which")
	h.refused(confirm("chief", ticket, him), 403, "staff.role")
	require.Equal(t, 200, confirm("wang", ticket, `"new":{"name":"孙小宁","born_on":"1950-01-01"}`).status)
	_, qr = h.phone("")
	a = h.as("li", "POST", "/api/desk/v1/counter", scan(qr))
	require.Equal(t, "", a.body["said_name"])
	h.clock.Advance(15 * time.Minute)
	h.refused(confirm("li", a.body["ticket"].(string), him), 409, "counter.ticket")
	for range 21 {
		a = h.as("li", "POST", "/api/desk/v1/counter", scan("482193057"))
	}
	h.refused(a, 429, "attempt.locked")
	h.silent()
}

// Two clerks before one phone, and one clerk who taps twice: one of them has it.
func TestOfTwoAtTheCounterOneSucceeds(t *testing.T) {
	eachCounter(t, func(t *testing.T, h *counter) {
		p, _ := h.onFile()
		_, qr := h.phone(canaryName)
		scanned := h.atOnce(func(i int) answer {
			return h.keyed([]string{"li", "wang"}[i%2], "scan-key", "POST", "/api/desk/v1/counter", scan(qr))
		})
		require.EqualValues(t, 1, scanned)
		_, qr = h.phone(canaryName)
		ticket := h.as("li", "POST", "/api/desk/v1/counter", scan(qr)).body["ticket"]
		confirmed := h.atOnce(func(i int) answer {
			return h.keyed("li", fmt.Sprintf("confirm-%d", i), "POST", "/api/desk/v1/counter/confirm",
				fmt.Sprintf(`{"ticket":%q,"person_id":%q,"papers":["identity_card"]}`, ticket, p.ID))
		})
		require.EqualValues(t, 1, confirmed)
	})
}

// atOnce makes six calls at the same time and tells how many succeeded.
func (h *counter) atOnce(call func(i int) answer) int32 {
	var good atomic.Int32
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			if call(i).status == 200 {
				good.Add(1)
			}
		})
	}
	all.Wait()
	return good.Load()
}
