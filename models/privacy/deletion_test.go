package privacy_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/privacy"
)

var everyPart = []privacy.Part{
	privacy.Calls, privacy.Accounts, privacy.OpenCalls, privacy.Copies, privacy.Proxies, privacy.Drafts, privacy.Applications, privacy.Bookings,
	privacy.Petitions, privacy.Benefits, privacy.Contact, privacy.File, privacy.Consents, privacy.Requests, privacy.Traces,
}

func item(plan []privacy.Item, p privacy.Part) (privacy.Item, bool) {
	at := slices.IndexFunc(plan, func(i privacy.Item) bool { return i.Part == p })
	if at < 0 {
		return privacy.Item{}, false
	}
	return plan[at], true
}

// Whatever somebody has: all of it is spoken of, nothing is held without a reason and a law, nothing that the law keeps goes, and a hold only ever keeps more.
func TestWhatGoesAndWhatIsHeld(t *testing.T) {
	never := []privacy.Part{privacy.OpenCalls, privacy.Applications, privacy.Bookings, privacy.Petitions, privacy.Benefits, privacy.Consents, privacy.Requests, privacy.Traces}
	rapid.Check(t, func(t *rapid.T) {
		stock := privacy.Stock{}
		for _, p := range everyPart {
			stock[p] = rapid.IntRange(0, 3).Draw(t, string(p))
		}
		hold := privacy.Hold{Reason: "lawsuit", UntilOn: "2027-03-01"}
		plan := privacy.Plan(stock, nil, "2026-11-23")
		held := privacy.Plan(stock, []privacy.Hold{hold}, "2026-11-23")
		require.Equal(t, plan, privacy.Plan(stock, []privacy.Hold{hold}, "2027-03-02"), "the day after its last a hold holds nothing")
		for _, p := range everyPart {
			i, there := item(plan, p)
			require.Equal(t, stock[p] > 0, there, p)
			if !there {
				continue
			}
			require.Equal(t, i.Goes, i.Why == "" && i.Law == "", p)
			require.NotEmpty(t, i.Chinese)
			if slices.Contains(never, p) {
				require.False(t, i.Goes, p)
			}
			h, _ := item(held, p)
			require.False(t, h.Goes && !i.Goes, "%s: a hold lets go of what would stay", p)
			if h.Goes {
				require.Contains(t, []privacy.Part{privacy.Accounts, privacy.Copies}, p)
			}
		}
		if i, there := item(plan, privacy.File); there && stock[privacy.Benefits] > 0 {
			require.False(t, i.Goes, "whom money is paid to has a name")
		}
		if i, there := item(plan, privacy.Accounts); there {
			require.True(t, i.Goes, "what came from WeChat always goes")
		}
	})
}

// Whoever reads why something stays is told no day that it does not end with, and the last one where there are several.
func TestAHoldIsToldBesideWhatTheLawKeeps(t *testing.T) {
	stock := privacy.Stock{privacy.Drafts: 1, privacy.Benefits: 1}
	plan := privacy.Plan(stock, []privacy.Hold{{Reason: "lawsuit", UntilOn: "2027-03-01"}, {Reason: "review", UntilOn: "2027-05-01"}, {Reason: "duty", UntilOn: "2027-04-01"}}, "2026-11-23")
	drafts, _ := item(plan, privacy.Drafts)
	require.Equal(t, "复查、复核还没有结束，到2027年5月1日（周六）为止", drafts.Why)
	benefits, _ := item(plan, privacy.Benefits)
	require.Equal(t, "发钱的凭证要存三十年；另外，复查、复核还没有结束，到2027年5月1日（周六）为止", benefits.Why)
	require.Equal(t, "《会计档案管理办法》", benefits.Law)
}

func TestADeletionDoesWhatWasShownOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		who, s := plant(t, d), privacy.NewStore(d)
		stock := privacy.Stock{privacy.Accounts: 1, privacy.Petitions: 2, privacy.File: 1}
		shown := privacy.Fingerprint(privacy.Plan(stock, nil, clock.DateOf(dbtest.Start())))
		var erased []privacy.Part
		erasers := map[privacy.Part]privacy.Eraser{privacy.Accounts: func(_ db.Tx, _ audit.Actor, id uuid.UUID) error {
			require.Equal(t, who.Person, id)
			erased = append(erased, privacy.Accounts)
			return nil
		}}
		delete := func(tx db.Tx) error {
			holds, err := privacy.HoldsOn(tx, who.Person, clock.DateOf(tx.Now()))
			if err != nil {
				return err
			}
			return s.Delete(tx, citizen, who.Person, town, privacy.Plan(stock, holds, clock.DateOf(tx.Now())), shown, erasers)
		}
		stock[privacy.Petitions] = 3
		refused(t, d, "privacy.plan_changed", delete)
		stock[privacy.Petitions] = 2
		do(t, d, delete)
		require.Equal(t, []privacy.Part{privacy.Accounts}, erased)
		mine, err := s.RequestsOf(t.Context(), who.Person)
		require.NoError(t, err)
		require.Equal(t, privacy.Deletion, mine[0].Kind)
		require.Equal(t, privacy.Done, mine[0].State)

		do(t, d, func(tx db.Tx) error {
			_, err := s.Place(tx, clerk, privacy.Hold{PersonID: who.Person, StationPath: town, Reason: "lawsuit", Number: "482193057", UntilOn: "2027-01-31"})
			return err
		})
		refused(t, d, "privacy.plan_changed", delete)
		require.ErrorContains(t, d.InTx(t.Context(), func(tx db.Tx) error {
			plan := privacy.Plan(privacy.Stock{privacy.Drafts: 1}, nil, "2026-11-23")
			return s.Delete(tx, citizen, who.Person, town, plan, privacy.Fingerprint(plan), nil)
		}), "nothing deletes drafts")
	})
}

func TestAHoldIsLiftedOnceAndEndsByItself(t *testing.T) {
	c := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, c, func(t *testing.T, d *db.DB) {
		who, s := plant(t, d), privacy.NewStore(d)
		today := clock.DateOf(c.Now())
		place := func(until clock.Date, reason privacy.HoldReason) (h privacy.Hold, err error) {
			err = d.InTx(t.Context(), func(tx db.Tx) (err error) {
				h, err = s.Place(tx, clerk, privacy.Hold{PersonID: who.Person, StationPath: town, Reason: reason, UntilOn: until})
				return err
			})
			return h, err
		}
		for _, bad := range []struct {
			until  clock.Date
			reason privacy.HoldReason
		}{{today, "lawsuit"}, {today.AddDays(800), "lawsuit"}, {today.AddDays(10), "curiosity"}} {
			_, err := place(bad.until, bad.reason)
			require.ErrorContains(t, err, "privacy.hold")
		}
		h, err := place(today.AddDays(10), "lawsuit")
		require.NoError(t, err)
		count := func() int {
			holds, err := privacy.HoldsOn(d.View(t.Context()), who.Person, clock.DateOf(c.Now()))
			require.NoError(t, err)
			return len(holds)
		}
		require.Equal(t, 1, count())
		c.Advance(11 * 24 * time.Hour)
		require.Zero(t, count())
		refused(t, d, "privacy.hold_over", func(tx db.Tx) error { return s.Lift(tx, clerk, ofTown, h.ID) })
		c.Advance(-11 * 24 * time.Hour)
		do(t, d, func(tx db.Tx) error { return s.Lift(tx, clerk, ofTown, h.ID) })
		require.Zero(t, count())
		refused(t, d, "privacy.hold_over", func(tx db.Tx) error { return s.Lift(tx, clerk, ofTown, h.ID) })
	})
}

func TestACopyIsItsOwnersAloneAndSealed(t *testing.T) {
	c := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, c, func(t *testing.T, d *db.DB) {
		who, s := plant(t, d), privacy.NewStore(d)
		file := make([]byte, 3*512<<10+77)
		for i := range file {
			file[i] = byte(i * 7)
		}
		copy(file, "郑守田的一切")
		var made privacy.Copy
		do(t, d, func(tx db.Tx) (err error) {
			if err = s.MayCopy(tx, who.Person); err != nil {
				return err
			}
			made, err = s.Keep(tx, citizen, who, file)
			return err
		})
		refused(t, d, "privacy.copy_today", func(tx db.Tx) error { return s.MayCopy(tx, who.Person) })
		fetch := func(person uuid.UUID) (got []byte, err error) {
			err = d.InTx(t.Context(), func(tx db.Tx) (err error) { got, err = s.Fetch(tx, citizen, person, made.ID); return err })
			return got, err
		}
		got, err := fetch(who.Person)
		require.NoError(t, err)
		require.Equal(t, file, got)
		for _, stranger := range []uuid.UUID{db.NewID(), uuid.Nil} {
			_, err = fetch(stranger)
			require.ErrorContains(t, err, "privacy.no_copy")
		}
		var stored [][]byte
		require.NoError(t, orm.Of(d.View(t.Context())).Table("privacy_export_parts").Pluck("body", &stored).Error)
		require.Len(t, stored, 4)
		for _, b := range stored {
			require.NotContains(t, string(b), "郑守田")
		}
		c.Advance(privacy.KeepCopies)
		defer c.Advance(-privacy.KeepCopies)
		_, err = fetch(who.Person)
		require.ErrorContains(t, err, "privacy.no_copy")
		n, err := s.SweepCopies(t.Context(), c.Now().Add(-privacy.KeepCopies+time.Second), 10)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		var left int64
		require.NoError(t, orm.Of(d.View(t.Context())).Table("privacy_export_parts").Count(&left).Error)
		require.Zero(t, left)
	})
}
