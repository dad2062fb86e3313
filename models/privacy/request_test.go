package privacy_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/privacy"
	"shuangyong/models/workday"
)

func TestDueIsFifteenWorkingDaysOn(t *testing.T) {
	c, err := workday.Announced()
	require.NoError(t, err)
	require.Equal(t, clock.Date("2026-10-23"), privacy.Due(c, "2026-09-28"), "with the holidays of October and the Saturday that is worked")
	require.Equal(t, clock.Date("2042-01-31"), privacy.Due(c, "2042-01-10"), "a year that is not announced is no reason not to promise")
}

func ask(t *testing.T, d *db.DB, who privacy.Who) privacy.Request {
	t.Helper()
	r := privacy.Request{PersonID: who.Person, StationPath: town, Field: "phone", Wanted: "13900001234", Why: "换号了", DueOn: "2026-12-14"}
	do(t, d, func(tx db.Tx) (err error) { r, err = privacy.NewStore(d).Ask(tx, citizen, r); return err })
	return r
}

func TestACorrectionIsAnsweredOnceByWhoeverMay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		who, s := plant(t, d), privacy.NewStore(d)
		r := ask(t, d, who)
		waiting, err := s.Waiting(t.Context(), ofTown, nobody, 10)
		require.NoError(t, err)
		require.Len(t, waiting, 1)
		require.Equal(t, "13900001234", waiting[0].Wanted.Reveal())
		elsewhere := ofTown
		elsewhere.Prefix = string(other)
		waiting, err = s.Waiting(t.Context(), elsewhere, nobody, 10)
		require.NoError(t, err)
		require.Empty(t, waiting)
		refused(t, d, "privacy.not_found", func(tx db.Tx) error {
			_, err := s.Answer(tx, clerk, elsewhere, r.ID, privacy.Decision{Agreed: true})
			return err
		})
		refused(t, d, "privacy.reason", func(tx db.Tx) error { _, err := s.Answer(tx, clerk, ofTown, r.ID, privacy.Decision{}); return err })

		var done, late atomic.Int32
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				err := d.InTx(t.Context(), func(tx db.Tx) error {
					_, err := s.Answer(tx, clerk, ofTown, r.ID, privacy.Decision{Reason: "no_proof", Words: "请带手机卡来"})
					return err
				})
				switch fault.CodeOf(err) {
				case "":
					done.Add(1)
				case fault.Conflict:
					late.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		require.EqualValues(t, 1, done.Load())
		require.EqualValues(t, 5, late.Load())
		mine, err := s.RequestsOf(t.Context(), who.Person)
		require.NoError(t, err)
		require.Equal(t, privacy.Refused, mine[0].State)
		require.Equal(t, "没有看到能证明的材料", mine[0].Reason.Chinese())
	})
}

func TestNobodyFloodsTheStationWithCorrections(t *testing.T) {
	d := dbtest.SQLite(t)
	who := plant(t, d)
	for range 5 {
		ask(t, d, who)
	}
	refused(t, d, "privacy.many", func(tx db.Tx) error {
		_, err := privacy.NewStore(d).Ask(tx, citizen, privacy.Request{PersonID: who.Person, StationPath: town, Field: "name"})
		return err
	})
	refused(t, d, "privacy.field", func(tx db.Tx) error {
		_, err := privacy.NewStore(d).Ask(tx, citizen, privacy.Request{PersonID: who.Person, StationPath: town, Field: "unit"})
		return err
	})
}
