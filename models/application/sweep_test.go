package application_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/application"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
)

var job = audit.Actor{Kind: audit.Job, ID: "applications"}

func TestWhatIsLeftLyingIsClosed(t *testing.T) {
	each(t, func(h *house) {
		draft, err := h.start(h.he, veteran(), "草稿")
		require.NoError(h.t, err)
		_, err = h.add(h.he, draft.ID, "other")
		require.NoError(h.t, err)
		waits := h.handed()
		asked := h.handed()
		_, err = h.open(h.clerk, asked.ID)
		require.NoError(h.t, err)
		_, err = h.ask(h.clerk, asked.ID, application.More{Reason: "unclear_photo"})
		require.NoError(h.t, err)
		h.pass(application.KeepOpen - time.Hour)
		touched, err := h.start(h.she, veteran(), "")
		require.NoError(h.t, err)
		h.pass(time.Hour)

		n, err := h.Sweep(h.t.Context(), job, 1)
		require.NoError(h.t, err)
		require.Equal(h.t, 1, n, "a batch is bounded")
		n, err = h.Sweep(h.t.Context(), job, 100)
		require.NoError(h.t, err)
		require.Equal(h.t, 1, n)
		n, err = h.Sweep(h.t.Context(), job, 100)
		require.NoError(h.t, err)
		require.Zero(h.t, n)
		_, err = h.One(h.t.Context(), own(h.he), draft.ID)
		require.ErrorIs(h.t, err, application.ErrNotFound, "nothing is kept of a draft")
		closed, err := h.One(h.t.Context(), own(h.he), asked.ID)
		require.NoError(h.t, err)
		require.Equal(h.t, application.Withdrawn, closed.State)
		require.Empty(h.t, closed.Words)
		require.Contains(h.t, closed.Steps[len(closed.Steps)-1].Text.Reveal(), "30天")
		require.EqualValues(h.t, 2, h.pictures(), "what waits for staff stays")
		still, err := h.One(h.t.Context(), own(h.he), waits.ID)
		require.NoError(h.t, err)
		require.Equal(h.t, application.Submitted, still.State)
		require.True(h.t, still.Overdue("2026-12-23"))
		fresh, err := h.One(h.t.Context(), own(h.she), touched.ID)
		require.NoError(h.t, err)
		require.Equal(h.t, application.Draft, fresh.State)

		h.pass(application.KeepOpen)
		n, err = h.Sweep(h.t.Context(), job, 100)
		require.NoError(h.t, err)
		require.Equal(h.t, 2, n)
		_, err = h.One(h.t.Context(), own(h.he), asked.ID)
		require.ErrorIs(h.t, err, application.ErrNotFound, "nor, in the end, of what was withdrawn")
		_, err = h.One(h.t.Context(), own(h.he), waits.ID)
		require.NoError(h.t, err)
	})
}

func TestApplicationsFollowWhoTheyTurnedOutToBe(t *testing.T) {
	each(t, func(h *house) {
		c := h.handed()
		require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) error {
			return application.Reassign(tx, audit.Actor{Kind: audit.System, ID: "test"}, h.he, h.she)
		}))
		moved, err := h.One(h.t.Context(), own(h.she), c.ID)
		require.NoError(h.t, err)
		require.Equal(h.t, c.Number, moved.Number)
		_, err = h.One(h.t.Context(), own(h.he), c.ID)
		require.Equal(h.t, fault.NotFound, fault.CodeOf(err))
	})
}

func TestEverythingIsExportedAndDraftsAreErased(t *testing.T) {
	each(t, func(h *house) {
		c := h.handed()
		draft, err := h.start(h.he, veteran(), "还没想好")
		require.NoError(h.t, err)
		_, err = h.add(h.he, draft.ID, "other")
		require.NoError(h.t, err)
		drafts, handed, err := application.CountOf(h.db.View(h.t.Context()), h.he)
		require.NoError(h.t, err)
		require.Equal(h.t, []int{1, 1}, []int{drafts, handed})
		all, err := application.Export(h.db.View(h.t.Context()), h.he)
		require.NoError(h.t, err)
		require.Len(h.t, all, 2)
		require.Equal(h.t, draft.ID, all[0].ID)
		require.Len(h.t, all[1].Documents, 2)
		require.Contains(h.t, all[1].Documents[0].Picture.Reveal(), canary)
		require.Len(h.t, all[1].Steps, 2)

		erase := func(f func(tx db.Tx, by audit.Actor, who [16]byte) error) {
			require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) error { return f(tx, h.citizen(), h.he) }))
		}
		erase(func(tx db.Tx, by audit.Actor, who [16]byte) error { return application.EraseDrafts(tx, by, who) })
		_, err = h.One(h.t.Context(), own(h.he), draft.ID)
		require.ErrorIs(h.t, err, application.ErrNotFound)
		_, err = h.One(h.t.Context(), own(h.he), c.ID)
		require.NoError(h.t, err)
		erase(func(tx db.Tx, by audit.Actor, who [16]byte) error { return application.Erase(tx, by, who) })
		drafts, handed, err = application.CountOf(h.db.View(h.t.Context()), h.he)
		require.NoError(h.t, err)
		require.Zero(h.t, drafts+handed)
		require.Zero(h.t, h.pictures())
		require.Empty(h.t, h.raw("application_steps", "text"))
	})
}

// Who takes his account back takes his drafts back; what he handed in stays his and the bureau's.
func TestDraftsGoWithTheAccount(t *testing.T) {
	each(t, func(h *house) {
		people := person.NewStore(h.db)
		account, err := in(h, func(tx db.Tx) (person.Account, error) {
			return people.Follow(tx, job, person.MiniProgram, "oABC", "", h.clock.Now())
		})
		require.NoError(h.t, err)
		start := func() application.Case {
			c, err := in(h, func(tx db.Tx) (application.Case, error) {
				return h.Start(tx, h.citizen(), application.Wish{PersonID: h.he, AccountID: account.ID, Name: "郑守田", StationPath: east, Wanted: veteran()})
			})
			require.NoError(h.t, err)
			_, err = h.add(h.he, c.ID, "other")
			require.NoError(h.t, err)
			return c
		}
		draft, handed := start(), start()
		elsewhere := application.Owner{Person: h.he, Account: db.NewID()}
		_, err = h.One(h.t.Context(), elsewhere, draft.ID)
		require.ErrorIs(h.t, err, application.ErrNotFound, "an account that is not proved to be his sees what was begun from it")
		list, err := h.Mine(h.t.Context(), elsewhere, application.Page{Limit: 9})
		require.NoError(h.t, err)
		require.Empty(h.t, list)
		_, err = h.One(h.t.Context(), application.Owner{Person: h.he, Account: account.ID}, draft.ID)
		require.NoError(h.t, err)
		_, err = h.submit(h.he, handed.ID, "")
		require.NoError(h.t, err)
		require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) error {
			if err := h.EraseAccount(tx, job, account.ID); err != nil {
				return err
			}
			return people.Forget(tx, job, person.MiniProgram, account.OpenIDIndex)
		}))
		gone, err := h.One(h.t.Context(), own(h.he), draft.ID)
		require.NoError(h.t, err)
		require.Equal(h.t, application.Withdrawn, gone.State)
		stays, err := h.One(h.t.Context(), own(h.he), handed.ID)
		require.NoError(h.t, err)
		require.Equal(h.t, application.Submitted, stays.State)
		require.Nil(h.t, stays.AccountID)
		require.EqualValues(h.t, 1, h.pictures())
	})
}

// Whoever leaves, or gives no sign, while a lawsuit needs his papers deletes nothing by it.
func TestALegalHoldKeepsDraftsUntilItsLastDay(t *testing.T) {
	each(t, func(h *house) {
		people := person.NewStore(h.db)
		account, err := in(h, func(tx db.Tx) (person.Account, error) {
			return people.Follow(tx, job, person.MiniProgram, "oABC", "", h.clock.Now())
		})
		require.NoError(h.t, err)
		draft, err := in(h, func(tx db.Tx) (application.Case, error) {
			return h.Start(tx, h.citizen(), application.Wish{PersonID: h.he, AccountID: account.ID, Name: "郑守田", StationPath: east, Wanted: veteran()})
		})
		require.NoError(h.t, err)
		_, err = h.add(h.he, draft.ID, "other")
		require.NoError(h.t, err)
		until := clock.DateOf(h.clock.Now()).AddDays(40)
		_, err = in(h, func(tx db.Tx) (privacy.Hold, error) {
			return privacy.NewStore(h.db).Place(tx, job, privacy.Hold{PersonID: h.he, StationPath: east, Reason: "lawsuit", UntilOn: until})
		})
		require.NoError(h.t, err)
		require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) error { return h.EraseAccount(tx, job, account.ID) }))
		h.pass(application.KeepOpen + time.Hour)
		n, err := h.Sweep(h.t.Context(), job, 100)
		require.NoError(h.t, err)
		require.Zero(h.t, n)
		require.EqualValues(h.t, 1, h.pictures())
		h.pass(11 * 24 * time.Hour)
		n, err = h.Sweep(h.t.Context(), job, 100)
		require.NoError(h.t, err)
		require.Equal(h.t, 1, n)
		require.Zero(h.t, h.pictures())
	})
}
