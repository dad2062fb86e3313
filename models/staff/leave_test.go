package staff_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/staff"
)

func TestWhoIsDisabledIsOutAndComesBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		boss, li := h.enlist("boss", "990100", staff.SystemAdmin), h.enlist("li1", "990101", staff.TownClerk)
		do := func(what func(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID) error, by staff.Member, scope string, id uuid.UUID) error {
			return h.tx(func(tx db.Tx) error { return what(tx, by.Actor(), audit.Scope{Prefix: scope}, id) })
		}
		waiting := h.ticket("li1")
		h.refused(do(h.s.Disable, boss, west, li.ID), fault.NotFound, "staff.not_found")
		h.refused(do(h.s.Disable, boss, city, boss.ID), fault.Forbidden, "staff.own_account")
		h.refused(do(h.s.Unlock, boss, city, boss.ID), fault.Forbidden, "staff.own_account")
		require.NoError(t, do(h.s.Disable, boss, city, li.ID))
		h.refused(do(h.s.Disable, boss, city, li.ID), fault.Conflict, "staff.state")
		_, err := h.s.EnterCode(t.Context(), waiting, h.code(li.ID), "")
		h.refused(err, fault.Unauthenticated, "staff.ticket")
		require.NoError(t, do(h.s.Enable, boss, city, li.ID))
		h.refused(do(h.s.Enable, boss, city, li.ID), fault.Conflict, "staff.state")
		_, err = h.s.EnterCode(t.Context(), h.ticket("li1"), h.code(li.ID), "")
		require.NoError(t, err)
		require.Equal(t, []staff.Role{staff.TownClerk}, h.present(li.ID).Roles)
	})
}

func TestWhoLeavesIsGoneForGood(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		boss, li := h.enlist("boss", "990100", staff.Director), h.enlist("li1", "990101", staff.TownClerk, staff.ShopInspector)
		auditor := h.enlist("auditor", "990100", staff.Auditor)
		clerk, peer := h.enlist("clerk", "990100", staff.CityClerk), h.enlist("peer", "990101", staff.TownClerk)
		leave := func(by staff.Member, id uuid.UUID) error {
			return h.tx(func(tx db.Tx) error { return h.s.Leave(tx, by, id) })
		}
		h.refused(leave(clerk, auditor.ID), fault.Forbidden, "staff.admins")
		h.refused(leave(clerk, boss.ID), fault.Forbidden, "staff.above")
		h.refused(leave(peer, li.ID), fault.Forbidden, "staff.above")
		h.refused(leave(peer, clerk.ID), fault.NotFound, "staff.not_found")
		h.refused(leave(boss, boss.ID), fault.Forbidden, "staff.own_account")
		require.NoError(t, leave(boss, auditor.ID))
		require.NoError(t, leave(clerk, li.ID))
		gone := h.present(li.ID)
		require.Equal(t, staff.Left, gone.State)
		require.Empty(t, gone.Roles)
		_, err := h.s.EnterPassword(t.Context(), here, "li1", good)
		require.ErrorIs(t, err, staff.ErrWrong)
		h.refused(leave(boss, li.ID), fault.Conflict, "staff.state")
		h.refused(h.tx(func(tx db.Tx) error { return h.s.Enable(tx, boss.Actor(), whole, li.ID) }), fault.Conflict, "staff.state")
		h.refused(h.tx(func(tx db.Tx) error { return h.s.Assign(tx, boss.Actor(), whole, staff.Grant{Member: li.ID}) }), fault.Conflict, "staff.left")
		h.refused(h.tx(func(tx db.Tx) error { _, _, err := h.s.Reset(tx, boss.Actor(), whole, li.ID, true); return err }), fault.Conflict, "staff.left")
	})
}

func TestSomebodyStandsInWhileSomebodyIsOnLeave(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		li, wang := h.enlist("li1", "990101", staff.TownClerk), h.enlist("wang", "990101", staff.TownClerk)
		far, high := h.enlist("far", "990102", staff.TownClerk), h.enlist("high", "990100", staff.CityClerk)
		today := clock.DateOf(h.clk.Now())
		add := func(of, deputy uuid.UUID, from, until clock.Date) (a staff.Absence, err error) {
			err = h.tx(func(tx db.Tx) (err error) {
				a, err = h.s.AddAbsence(tx, high.Actor(), whole, staff.Absence{MemberID: of, DeputyID: deputy, FromOn: from, UntilOn: until})
				return err
			})
			return a, err
		}
		_, err := add(li.ID, far.ID, today, today)
		h.refused(err, fault.Forbidden, "staff.out_of_reach")
		_, err = add(li.ID, li.ID, today, today)
		h.refused(err, fault.Invalid, "staff.bad_deputy")
		_, err = add(li.ID, wang.ID, today.AddDays(-1), today)
		h.refused(err, fault.Invalid, "staff.bad_days")
		_, err = add(li.ID, wang.ID, today.AddDays(2), today.AddDays(1))
		h.refused(err, fault.Invalid, "staff.bad_days")
		made, err := add(li.ID, wang.ID, today.AddDays(1), today.AddDays(3))
		require.NoError(t, err)
		_, err = add(li.ID, high.ID, today.AddDays(3), today.AddDays(4))
		h.refused(err, fault.Conflict, "staff.absent_already")
		_, err = add(high.ID, li.ID, today.AddDays(2), today.AddDays(2))
		h.refused(err, fault.Forbidden, "staff.out_of_reach")
		_, err = add(wang.ID, li.ID, today.AddDays(2), today.AddDays(2))
		h.refused(err, fault.Invalid, "staff.bad_deputy")

		for day, want := range map[clock.Date]uuid.UUID{today: li.ID, today.AddDays(1): wang.ID, today.AddDays(3): wang.ID, today.AddDays(4): li.ID} {
			got, err := h.s.StandIn(t.Context(), li.ID, day)
			require.NoError(t, err)
			require.Equal(t, want, got, day)
		}
		chen := h.enlist("chen", "990101", staff.TownClerk)
		_, err = add(chen.ID, high.ID, today.AddDays(3), today.AddDays(3))
		require.NoError(t, err)
		n, err := h.s.DeputyFor(h.d.View(t.Context()), wang.ID)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		for _, away := range []uuid.UUID{li.ID, chen.ID} {
			h.refused(h.tx(func(tx db.Tx) error { _, err := h.s.HandOver(tx, high.Actor(), wang.ID, away); return err }), fault.Invalid, "staff.bad_successor")
		}
		require.NoError(t, h.tx(func(tx db.Tx) error {
			moved, err := h.s.HandOver(tx, high.Actor(), wang.ID, high.ID)
			require.Equal(t, 1, moved)
			return err
		}))
		_, err = add(high.ID, h.enlist("boss", "990100", staff.Director).ID, today.AddDays(3), today.AddDays(5))
		h.refused(err, fault.Conflict, "staff.stands_in")
		got, err := h.s.StandIn(t.Context(), li.ID, today.AddDays(2))
		require.NoError(t, err)
		require.Equal(t, high.ID, got)
		end := func(scope string) error {
			return h.tx(func(tx db.Tx) error {
				return h.s.EndAbsence(tx, high.Actor(), audit.Scope{Prefix: scope}, li.ID, made.ID)
			})
		}
		h.refused(end(west), fault.NotFound, "staff.not_found")
		require.NoError(t, end(city))
		h.refused(end(city), fault.NotFound, "staff.no_absence")
		list, err := h.s.Absences(t.Context(), li.ID, 10)
		require.NoError(t, err)
		require.Empty(t, list)
	})
}

func TestAccountsAreSeenWithinTheirPartOfTheTree(t *testing.T) {
	h := build(t, dbtest.SQLite(t), 0)
	li, far := h.enlist("li1", "990101", staff.TownClerk), h.enlist("far", "990102")
	for prefix, want := range map[string][]uuid.UUID{city: {li.ID, far.ID}, east: {li.ID}, west: {far.ID}, "": nil} {
		list, err := h.s.List(t.Context(), audit.Scope{Prefix: prefix}, uuid.Nil, 10)
		require.NoError(t, err)
		var ids []uuid.UUID
		for _, a := range list {
			ids = append(ids, a.ID)
		}
		require.Equal(t, want, ids, prefix)
	}
	_, err := h.s.Find(t.Context(), audit.Scope{Prefix: west}, li.ID)
	require.ErrorIs(t, err, staff.ErrNotFound)
	found, err := h.s.Find(t.Context(), audit.Scope{Prefix: east}, li.ID)
	require.NoError(t, err)
	require.Equal(t, []any{"李文", []staff.Role{staff.TownClerk}}, []any{found.FullName.Reveal(), found.Roles})
	rest, err := h.s.List(t.Context(), whole, li.ID, 10)
	require.NoError(t, err)
	require.Len(t, rest, 1)
	require.Equal(t, dbtest.Start(), found.CreatedAt.UTC().Truncate(time.Second))
}
