package approval_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/approval"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

const east, west = "990100/990101/", "990100/990102/"

func somebody() audit.Actor { return audit.Actor{Kind: audit.Staff, ID: db.NewID().String()} }

func city(t *testing.T, d *db.DB) {
	t.Helper()
	rows := []station.Station{{Code: "990100", Level: station.City, Path: "990100/"}, {Code: "990101", Level: station.Town, Path: east}, {Code: "990102", Level: station.Town, Path: west}}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return station.InsertStations(tx, rows) }))
}

func question(id string) approval.Question {
	return approval.Question{
		Kind: approval.MergePeople, Subject: "person", SubjectID: id, Payload: `{"into":"郑守田"}`, Reason: "同一身份证号", StationPath: east,
	}
}

func ask(t *testing.T, d *db.DB, by audit.Actor, q approval.Question) (r approval.Request, err error) {
	t.Helper()
	err = d.InTx(t.Context(), func(tx db.Tx) (err error) { r, err = approval.NewStore(d).Ask(tx, by, q); return err })
	return r, err
}

func decide(t *testing.T, d *db.DB, by audit.Actor, id uuid.UUID, approve bool) (r approval.Request, err error) {
	t.Helper()
	err = d.InTx(t.Context(), func(tx db.Tx) (err error) { r, err = approval.NewStore(d).Decide(tx, by, id, approve); return err })
	return r, err
}

func TestOneAsksAndAnotherDecides(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		city(t, d)
		asker, other := somebody(), somebody()
		made, err := ask(t, d, asker, question("a"))
		require.NoError(t, err)
		require.Equal(t, dbtest.Start().Add(72*time.Hour), made.ExpiresAt)
		_, err = decide(t, d, asker, made.ID, true)
		require.ErrorIs(t, err, approval.ErrOwn)
		_, err = decide(t, d, asker, made.ID, false)
		require.ErrorIs(t, err, approval.ErrOwn, "who asked may take it back, and refuses nothing")
		_, err = decide(t, d, other, db.NewID(), true)
		require.ErrorIs(t, err, approval.ErrNotFound)
		_, err = ask(t, d, other, question("a"))
		require.ErrorIs(t, err, approval.ErrWaiting)

		done, err := decide(t, d, other, made.ID, true)
		require.NoError(t, err)
		require.Equal(t, approval.Approved, done.State)
		require.Equal(t, other.ID, done.DecidedBy.String())
		require.JSONEq(t, `{"into":"郑守田"}`, done.Payload.Reveal())
		_, err = decide(t, d, somebody(), made.ID, false)
		require.ErrorIs(t, err, approval.ErrDecided)
		again, err := ask(t, d, asker, question("a"))
		require.NoError(t, err, "what was decided can be asked anew")
		refused, err := decide(t, d, other, again.ID, false)
		require.NoError(t, err)
		require.Equal(t, approval.Refused, refused.State)

		var raw []byte
		require.NoError(t, orm.Of(d.View(t.Context())).Raw("SELECT payload FROM approvals WHERE id = ?", made.ID).Row().Scan(&raw))
		require.NotContains(t, string(raw), "郑")
		var actions []string
		require.NoError(t, orm.Of(d.View(t.Context())).Raw("SELECT action FROM audit_entries ORDER BY id").Scan(&actions).Error)
		require.Equal(t, []string{"approval.ask", "approval.decide", "approval.ask", "approval.decide"}, actions)
	})
}

// However many decide at once, one does, and the rest are told so.
func TestOfManyWhoDecideAtOnceOneDoes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		city(t, d)
		made, err := ask(t, d, somebody(), question("a"))
		require.NoError(t, err)
		const deciders = 12
		errs, effects := make([]error, deciders), make([]bool, deciders)
		var wg sync.WaitGroup
		for i := range deciders {
			wg.Go(func() {
				_, errs[i] = decide(t, d, somebody(), made.ID, i%2 == 0)
				effects[i] = errs[i] == nil
			})
		}
		wg.Wait()
		done := 0
		for i, err := range errs {
			if effects[i] {
				done++
				continue
			}
			require.ErrorIs(t, err, approval.ErrDecided)
		}
		require.Equal(t, 1, done)
	})
}

// However many ask for the same at once, one question waits.
func TestTheSameIsNotAskedTwiceAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		city(t, d)
		errs := make([]error, 10)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = ask(t, d, somebody(), question("a")) })
		}
		wg.Wait()
		asked := 0
		for _, err := range errs {
			if err == nil {
				asked++
				continue
			}
			require.ErrorIs(t, err, approval.ErrWaiting)
		}
		require.Equal(t, 1, asked)
	})
}

// Only whoever asked for a list can fetch it, so that another's question is not the same.
func TestEachAsksForAListOfHisOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		city(t, d)
		q := question("a")
		q.Kind = approval.ExportPeople
		first, second := somebody(), somebody()
		for _, who := range []audit.Actor{first, second} {
			_, err := ask(t, d, who, q)
			require.NoError(t, err)
			_, err = ask(t, d, who, q)
			require.ErrorIs(t, err, approval.ErrWaiting)
		}
	})
}

func TestAQuestionThatNobodyAnsweredExpires(t *testing.T) {
	clk := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, clk, func(t *testing.T, d *db.DB) {
		city(t, d)
		made, err := ask(t, d, somebody(), question("a"))
		require.NoError(t, err)
		clk.Advance(approval.Life - time.Microsecond)
		waiting, err := approval.NewStore(d).Waiting(t.Context(), audit.Scope{Prefix: "990100/"}, approval.Kinds(), uuid.Nil, 10)
		require.NoError(t, err)
		require.Len(t, waiting, 1)
		clk.Advance(time.Microsecond)
		require.Equal(t, approval.Expired, made.StateAt(clk.Now()))
		_, err = decide(t, d, somebody(), made.ID, true)
		require.ErrorIs(t, err, approval.ErrExpired)
		waiting, err = approval.NewStore(d).Waiting(t.Context(), audit.Scope{Prefix: "990100/"}, approval.Kinds(), uuid.Nil, 10)
		require.NoError(t, err)
		require.Empty(t, waiting)
		again, err := ask(t, d, somebody(), question("a"))
		require.NoError(t, err, "its place is free")
		_, err = decide(t, d, somebody(), again.ID, true)
		require.NoError(t, err)
	})
}

func TestOnlyWhoAskedTakesItBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		city(t, d)
		s, asker := approval.NewStore(d), somebody()
		withdraw := func(by audit.Actor, id uuid.UUID) error {
			return d.InTx(t.Context(), func(tx db.Tx) error { _, err := s.Withdraw(tx, by, id); return err })
		}
		one, err := ask(t, d, asker, question("a"))
		require.NoError(t, err)
		_, err = ask(t, d, asker, question("b"))
		require.NoError(t, err)
		kept, err := ask(t, d, somebody(), question("c"))
		require.NoError(t, err)
		require.ErrorIs(t, withdraw(somebody(), one.ID), approval.ErrNotOwn)
		require.NoError(t, withdraw(asker, one.ID))
		require.ErrorIs(t, withdraw(asker, one.ID), approval.ErrDecided)
		_, err = decide(t, d, somebody(), one.ID, true)
		require.ErrorIs(t, err, approval.ErrDecided)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			n, err := s.WithdrawAll(tx, audit.Actor{Kind: audit.System, ID: "test"}, uuid.MustParse(asker.ID))
			require.Equal(t, 1, n)
			return err
		}))
		waiting, err := s.Waiting(t.Context(), audit.Scope{Prefix: "990100/"}, approval.Kinds(), uuid.Nil, 10)
		require.NoError(t, err)
		require.Len(t, waiting, 1)
		require.Equal(t, kept.ID, waiting[0].ID)
		mine, err := s.Mine(t.Context(), uuid.MustParse(asker.ID), uuid.Nil, 10)
		require.NoError(t, err)
		require.Len(t, mine, 2)
	})
}

// What lies in another part of the tree does not exist.
func TestRequestsAreSeenWithinTheirPartOfTheTree(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		city(t, d)
		s := approval.NewStore(d)
		var ids []uuid.UUID
		for i := range 3 {
			r, err := ask(t, d, somebody(), question(fmt.Sprint(i)))
			require.NoError(t, err)
			ids = append(ids, r.ID)
		}
		for prefix, n := range map[string]int{"990100/": 3, east: 3, west: 0, "": 0} {
			waiting, err := s.Waiting(t.Context(), audit.Scope{Prefix: prefix}, approval.Kinds(), uuid.Nil, 10)
			require.NoError(t, err)
			require.Len(t, waiting, n, prefix)
			_, err = s.InScope(d.View(t.Context()), audit.Scope{Prefix: prefix}, ids[0])
			require.Equal(t, n == 0, fault.CodeOf(err) == fault.NotFound, prefix)
		}
		none, err := s.Waiting(t.Context(), audit.Scope{Prefix: east}, nil, uuid.Nil, 10)
		require.NoError(t, err)
		require.Empty(t, none, "who may decide on nothing sees nothing")
		rest, err := s.Waiting(t.Context(), audit.Scope{Prefix: east}, approval.Kinds(), ids[0], 1)
		require.NoError(t, err)
		require.Equal(t, ids[1], rest[0].ID)
	})
}

func TestWhatMayNotBeAsked(t *testing.T) {
	d := dbtest.SQLite(t)
	city(t, d)
	for name, spoil := range map[string]func(*approval.Question){
		"an unknown kind":     func(q *approval.Question) { q.Kind = "anything" },
		"no subject":          func(q *approval.Question) { q.Subject = "" },
		"nobody in it":        func(q *approval.Question) { q.SubjectID = "" },
		"nowhere":             func(q *approval.Question) { q.StationPath = "" },
		"no reason":           func(q *approval.Question) { q.Reason = "" },
		"a long reason":       func(q *approval.Question) { q.Reason = strings.Repeat("字", 101) },
		"a phone as reason":   func(q *approval.Question) { q.Reason = "他的电话138 0000-0000" },
		"a payload that is a": func(q *approval.Question) { q.Payload = seal.Text(strings.Repeat("x", 1<<20)) },
	} {
		q := question("a")
		spoil(&q)
		_, err := ask(t, d, somebody(), q)
		require.Equal(t, fault.Invalid, fault.CodeOf(err), name)
	}
	_, err := ask(t, d, audit.Actor{Kind: audit.Citizen, ID: db.NewID().String()}, question("a"))
	require.Error(t, err, "a citizen asks for nothing here")
	for _, k := range approval.Kinds() {
		require.NotEmpty(t, k.Chinese())
	}
}
