package mini_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/benefit"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

// What is on the roster and must be seen nowhere else.
const (
	rosterName   = "郑守田"
	rosterNumber = "11010519491231002X"
	rosterPhone  = "13912345678"
	rosterCard   = "9901000000000123"
)

// enroll puts somebody with a card on the roster.
func (h *house) enroll(name, number, card string) person.Person {
	h.t.Helper()
	home := h.homes.Root()
	p := []person.Person{{
		ID: db.NewID(), Name: seal.Text(name), IDNumber: seal.Text(number), Phone: rosterPhone, BornOn: "1949-12-31", StationID: home.ID, StationPath: home.Path,
	}}
	require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) error {
		if err := person.InsertPeople(tx, p); err != nil {
			return err
		}
		return benefit.InsertCards(tx, []benefit.Card{{
			PersonID: p[0].ID, StationID: home.ID, StationPath: home.Path, State: benefit.CardIssued, CardNumber: seal.Text(card),
		}})
	}))
	return p[0]
}

func proof(card, name, tail string) string {
	return fmt.Sprintf(`{"card_number":%q,"name":%q,"id_tail":%q}`, card, name, tail)
}

func TestProveByCard(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enroll(rosterName, rosterNumber, rosterCard)
		me := h.relative(rosterName, person.Stated)
		h.requireProblem(me.does("GET", "/api/v1/me/statuses", "", ""), 403, "person.assurance", "三个办法")
		a := me.does("POST", "/api/v1/me/prove", proof("9901 0000 0000 0123", " 郑 守田 ", "002x"), "")
		require.Equal(t, 200, a.status, a.raw)
		require.Equal(t, map[string]any{"assurance": "matched", "assurance_text": "已核实"}, a.body)
		again := me.does("POST", "/api/v1/me/prove", proof(rosterCard, rosterName, "002X"), "")
		h.requireProblem(again, 409, "person.proved")
		a = me.does("GET", "/api/v1/me/statuses", "", "")
		require.Equal(t, 200, a.status, a.raw)
		require.Empty(t, items(a))
		merged, err := h.people.ByID(t.Context(), me.id)
		require.NoError(t, err)
		require.Equal(t, p.ID, merged.ID, "what he gave of himself is in his file now")
		h.requireUnread()
	})
}

// requireUnread makes sure that nothing of the roster is in the log of the program or in the audit log.
func (h *house) requireUnread() {
	h.t.Helper()
	rows, err := audit.Search(h.t.Context(), h.db, audit.Query{Limit: 100})
	require.NoError(h.t, err)
	require.NotEmpty(h.t, rows)
	for _, text := range []string{h.log.String(), fmt.Sprint(rows)} {
		for _, private := range []string{rosterName, "守田", rosterNumber, "002X", "002x", rosterPhone, rosterCard} {
			require.NotContains(h.t, text, private)
		}
	}
}

// Whatever is wrong, the answer is the same to the letter, and five of them are enough.
func TestWrongProofsAreAnsweredAlikeAndCounted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enroll(rosterName, rosterNumber, rosterCard)
		me := h.relative("谁也不是", person.Stated)
		wrong := []string{
			proof("9901000000000999", rosterName, "002X"), proof(rosterCard, "郑守天", "002X"), proof(rosterCard, rosterName, "0021"),
			proof("1", rosterName, "002X"), proof(rosterCard, rosterName, "002Y"),
			proof("9901000000000998", "王五", "1234"), proof(rosterCard, rosterNumber, "0020"),
		}
		var first answered
		counted := 0
		for _, body := range wrong {
			a := me.does("POST", "/api/v1/me/prove", body, "")
			if a.status == 400 { // not a number or tail at all: nothing was tried
				continue
			}
			if counted++; counted == 1 {
				first = a
			}
			h.requireProblem(a, 422, "person.no_match", "没有对上")
			require.Equal(t, first.raw, a.raw)
			require.Equal(t, first.header, a.header)
		}
		require.Equal(t, 5, counted)
		right := proof(rosterCard, rosterName, "002X")
		a := me.does("POST", "/api/v1/me/prove", right, "")
		h.requireProblem(a, 429, "attempt.locked")
		require.NotEmpty(t, a.header.Get("Retry-After"))
		h.clock.Advance(30 * time.Minute)
		require.Equal(t, 200, me.does("POST", "/api/v1/me/prove", right, "").status, "after a while he may go on")
		h.requireUnread()
	})
}

// Whoever knows a card's number cannot try its owner's digits from many phones.
func TestACardIsGuessedAtTenTimesADay(t *testing.T) {
	h := build(t)
	h.enroll(rosterName, rosterNumber, rosterCard)
	for range 10 {
		a := h.relative("随便", person.Stated).does("POST", "/api/v1/me/prove", proof(rosterCard, rosterName, "1111"), "")
		h.requireProblem(a, 422, "person.no_match")
	}
	for _, spelled := range []string{rosterCard, "9901 0000 0000 0123", "9901-0000-0000-0123"} {
		a := h.relative("随便", person.Stated).does("POST", "/api/v1/me/prove", proof(spelled, rosterName, "002X"), "")
		h.requireProblem(a, 429, "attempt.locked")
	}
}

// Whoever has used up his own tries does not use up the card's: with one phone nobody keeps its owner out for a day.
func TestALockedAccountDoesNotLockACard(t *testing.T) {
	h := build(t)
	h.enroll(rosterName, rosterNumber, rosterCard)
	stranger := h.relative("谁也不是", person.Stated)
	for n := range 25 {
		status := stranger.does("POST", "/api/v1/me/prove", proof(rosterCard, rosterName, "1111"), "").status
		require.Equal(t, n >= 5, status == 429)
	}
	require.Equal(t, 200, h.relative(rosterName, person.Stated).does("POST", "/api/v1/me/prove", proof(rosterCard, rosterName, "002X"), "").status)
}

// The same call again is answered the same, and two at once prove it once.
func TestProvingTwiceIsProvingOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enroll(rosterName, rosterNumber, rosterCard)
		me := h.relative(rosterName, person.Stated)
		var good, replayed atomic.Int32
		call := func() {
			r := httptest.NewRequest("POST", "/api/v1/me/prove", strings.NewReader(proof(rosterCard, rosterName, "002X")))
			r.Header.Set("Authorization", "Bearer "+me.token)
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Idempotency-Key", "the-same-key")
			w := httptest.NewRecorder()
			h.http.ServeHTTP(w, r)
			if w.Code == 200 {
				good.Add(1)
			}
			if w.Header().Get("Idempotency-Replayed") != "" {
				replayed.Add(1)
			}
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(call)
		}
		all.Wait()
		require.EqualValues(t, 4, good.Load())
		require.EqualValues(t, 3, replayed.Load())
		require.NoError(t, h.db.InTx(t.Context(), func(tx db.Tx) error {
			f, err := h.people.Open(tx, audit.Actor{Kind: audit.Staff, ID: "test"}, audit.Scope{Prefix: string(p.StationPath)}, p.ID, audit.ForIdentity, "", nil)
			require.Len(t, f.Proofs, 1)
			return err
		}))
	})
}

func TestPreferencesAreTheAccountsOwn(t *testing.T) {
	h := build(t)
	me, other := h.relative("", person.Unknown), h.relative("", person.Unknown)
	nothing := map[string]any{"large_text": false, "voice": false, "plain_words": false, "dialect": "", "claimed": ""}
	require.Equal(t, nothing, me.does("GET", "/api/v1/me/preferences", "", "").body)
	wanted := `{"large_text":true,"voice":false,"plain_words":true,"dialect":"southwest","claimed":"active"}`
	for range 2 {
		a := me.does("PUT", "/api/v1/me/preferences", wanted, "")
		require.Equal(t, 200, a.status, a.raw)
		require.JSONEq(t, wanted, a.raw)
	}
	require.JSONEq(t, wanted, me.does("GET", "/api/v1/me/preferences", "", "").raw)
	require.Equal(t, nothing, other.does("GET", "/api/v1/me/preferences", "", "").body)
	for _, wrong := range []string{`{}`, `{"large_text":true,"voice":false,"plain_words":true,"dialect":"某村话","claimed":""}`, `{"large_text":true,"voice":false,"plain_words":true,"dialect":"","claimed":"general"}`} {
		h.requireProblem(me.does("PUT", "/api/v1/me/preferences", wrong, ""), 400, "http.bad_request")
	}
}

func TestCounterCode(t *testing.T) {
	h := build(t)
	me := h.relative("", person.Unknown)
	a := me.does("POST", "/api/v1/counter-code", "", "")
	require.Equal(t, 200, a.status, a.raw)
	require.Equal(t, "no-store", a.header.Get("Cache-Control"))
	code := a.body["code"].(string)
	read, ok := person.ReadCounterCode(a.body["qr"].(string))
	require.True(t, ok)
	require.Equal(t, code, read)
	require.Equal(t, "2026-11-23T10:05:00+08:00", a.body["expires_at"])
	require.NotEqual(t, code, me.does("POST", "/api/v1/counter-code", "", "").body["code"])
	require.NotContains(t, h.log.String(), code)
}
