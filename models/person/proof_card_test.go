package person_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

// caller is somebody who logged in from the mini-program and gave a name, or none.
func caller(t *testing.T, d *db.DB, s *person.Store, openid, name seal.Text, home person.Person) (a person.Account) {
	t.Helper()
	require.NoError(t, change(t, d, func(tx db.Tx) (err error) {
		if a, err = s.Follow(tx, clerk, person.MiniProgram, openid, "", tx.Now()); err != nil || name == "" {
			return err
		}
		p, err := s.Register(tx, clerk, person.Person{Name: name, StationID: home.StationID, StationPath: home.StationPath})
		if err != nil {
			return err
		}
		a.PersonID = &p.ID
		return s.Attach(tx, clerk, a, p.ID, person.Stated)
	}))
	return a
}

// statements counts what a transaction asks of the database.
func statements(tx db.Tx) *atomic.Int64 {
	n := &atomic.Int64{}
	count := func(*gorm.DB) { n.Add(1) }
	c := orm.Of(tx).Callback()
	_ = c.Query().Before("*").Register("test:count", count)
	_ = c.Create().Before("*").Register("test:count", count)
	_ = c.Update().Before("*").Register("test:count", count)
	_ = c.Delete().Before("*").Register("test:count", count)
	_ = c.Row().Before("*").Register("test:count", count)
	return n
}

// A wrong name, an unknown number, wrong digits, somebody who died, or whose other phone proved it already: the same words for the same work.
func TestWhatDoesNotMatchIsAnsweredAlike(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, p := person.NewStore(d), plant(t, d)
		dead, taken, numberless := p, p, p
		dead.ID, dead.IDNumber, dead.DiedOn = db.NewID(), "990101195003020026", "2020-01-01"
		taken.ID, taken.IDNumber = db.NewID(), "990101195003020034"
		numberless.ID, numberless.IDNumber = db.NewID(), ""
		require.NoError(t, change(t, d, func(tx db.Tx) error { return person.InsertPeople(tx, []person.Person{dead, taken, numberless}) }))
		first := caller(t, d, s, "oFirst", "", p)
		require.NoError(t, change(t, d, func(tx db.Tx) error { return s.Attach(tx, clerk, first, taken.ID, person.Matched) }))
		me := caller(t, d, s, "oMe", "郑守田", p)
		tail := seal.Text(p.IDNumber.Reveal()[14:])
		var took []int64
		before := entries(t, d)
		for name, asked := range map[string]person.Asked{
			"no such card":      {Name: p.Name, Tail: tail},
			"nobody":            {Candidate: db.NewID(), Name: p.Name, Tail: tail},
			"a wrong name":      {Candidate: p.ID, Name: "郑守天", Tail: tail},
			"wrong digits":      {Candidate: p.ID, Name: p.Name, Tail: "0019"},
			"no digits":         {Candidate: p.ID, Name: p.Name},
			"no name":           {Candidate: p.ID, Tail: tail},
			"dead":              {Candidate: dead.ID, Name: p.Name, Tail: "0026"},
			"taken":             {Candidate: taken.ID, Name: p.Name, Tail: "0034"},
			"no number on file": {Candidate: numberless.ID, Name: p.Name, Tail: ""},
		} {
			err := change(t, d, func(tx db.Tx) error {
				n := statements(tx)
				err := s.ProveByCard(tx, clerk, me.ID, asked, s.Merge)
				took = append(took, n.Load())
				return err
			})
			require.ErrorIs(t, err, person.ErrNoMatch, name)
		}
		for _, n := range took {
			require.EqualValues(t, 2, n, "every refusal takes the same work")
		}
		require.Equal(t, before, entries(t, d))
	})
}

// Whoever knows card, name and digits is known from then on, and what he said of himself before goes into his file.
func TestProvingByCard(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, p := person.NewStore(d), plant(t, d)
		me := caller(t, d, s, "oMe", "郑守田", p)
		oa := person.Account{App: person.OfficialAccount, OpenID: "oOA", UnionID: "uMe"}
		require.NoError(t, change(t, d, func(tx db.Tx) error {
			if err := person.InsertAccounts(tx, []person.Account{oa}); err != nil {
				return err
			}
			_, err := s.LearnUnion(tx, clerk, me, "uMe", s.Merge)
			return err
		}))
		require.NoError(t, change(t, d, func(tx db.Tx) error {
			return s.ProveByCard(tx, clerk, me.ID, person.Asked{Candidate: p.ID, Name: " 郑 守田", Tail: "0018"}, s.Merge)
		}))
		for app, openid := range map[person.App]seal.Text{person.MiniProgram: "oMe", person.OfficialAccount: "oOA"} {
			a, ok, err := s.AccountOf(t.Context(), app, openid)
			require.NoError(t, err)
			require.True(t, ok)
			require.Equal(t, p.ID, *a.PersonID, "his account in the other app knows him too")
			require.Equal(t, person.Matched, a.Assurance)
		}
		was, err := s.ByID(t.Context(), *me.PersonID)
		require.NoError(t, err)
		require.Equal(t, p.ID, was.ID, "the record that he made leads to his file")
		var proofs []person.Proof
		require.NoError(t, orm.Of(d.View(t.Context())).Where("person_id = ?", p.ID).Find(&proofs).Error)
		require.Len(t, proofs, 1)
		require.Equal(t, person.ByCard, proofs[0].How)
	})
}

// A counter's ticket joins phone and file once, however many confirm it at the same time.
func TestOfTwoWhoConfirmOneSucceeds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, p := person.NewStore(d), plant(t, d)
		me := caller(t, d, s, "oMe", "郑守田", p)
		visit := person.Visit{AccountID: me.ID, Ticket: "t1", Person: p.ID, Papers: []person.Paper{person.IdentityCard, person.IdentityCard, "passport"}}
		var won, lost atomic.Int32
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				err := d.InTx(t.Context(), func(tx db.Tx) error {
					_, err := s.Confirm(tx, clerk, whole, visit, s.Merge)
					return err
				})
				switch {
				case err == nil:
					won.Add(1)
				case reason(err) == "counter.done":
					lost.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		require.EqualValues(t, 1, won.Load())
		require.EqualValues(t, 5, lost.Load())
		a, _, err := s.AccountOf(t.Context(), person.MiniProgram, "oMe")
		require.NoError(t, err)
		require.Equal(t, []any{p.ID, person.Seen}, []any{*a.PersonID, a.Assurance})
		var proofs []person.Proof
		require.NoError(t, orm.Of(d.View(t.Context())).Find(&proofs).Error)
		require.Len(t, proofs, 1)
		require.Equal(t, []string{"identity_card", "clerk-1"}, []string{proofs[0].Papers, proofs[0].StaffID})
		sights, err := audit.SightsOf(d.View(t.Context()), []uuid.UUID{p.ID}, uuid.Nil, 10)
		require.NoError(t, err)
		require.Len(t, sights, 1, "who confirmed has seen the file")
		require.Equal(t, audit.ForIdentity, sights[0].Purpose)
	})
}

func TestConfirming(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, p := person.NewStore(d), plant(t, d)
		home := stationOf(p)
		var veteran person.Held
		require.NoError(t, change(t, d, func(tx db.Tx) (err error) {
			veteran, err = s.Grant(tx, clerk, person.Held{PersonID: p.ID, Status: person.Veteran, From: "1976-01-01"})
			return err
		}))
		confirm := func(v person.Visit) error {
			return change(t, d, func(tx db.Tx) error { _, err := s.Confirm(tx, clerk, whole, v, s.Merge); return err })
		}
		me := caller(t, d, s, "oMe", "", p)
		id := []person.Paper{person.IdentityCard}
		require.Equal(t, "counter.papers", reason(confirm(person.Visit{AccountID: me.ID, Ticket: "t1", Person: p.ID})))
		require.Equal(t, "person.not_found", reason(confirm(person.Visit{AccountID: me.ID, Ticket: "t1", Person: db.NewID(), Papers: id})))
		require.Equal(t, "person.paper", reason(confirm(person.Visit{AccountID: me.ID, Ticket: "t1", Person: p.ID, Papers: id, Seen: []person.Tick{{Status: veteran.ID, Paper: person.MartyrPaper}}})))
		require.NoError(t, confirm(person.Visit{AccountID: me.ID, Ticket: "t1", Person: p.ID, Papers: id, Seen: []person.Tick{{Status: veteran.ID, Paper: person.Discharge}}}),
			"what was refused used nothing up")
		held := historyOf(t, d, p.ID)
		require.Equal(t, []any{today, person.Discharge}, []any{held[0].SeenOn, held[0].Proof})

		young := caller(t, d, s, "oNew", "孙小宁", p)
		in := person.Particulars{Name: "孙小宁", IDNumber: "11010519491231002X", Station: &home}
		granted := []person.Held{{Status: person.DisabledVeteran, Level: 7, Cause: "duty", From: "2001-05-01", Proof: person.DisabilityCard}}
		require.NoError(t, confirm(person.Visit{AccountID: young.ID, Ticket: "t2", New: in, Papers: id, Granted: granted}))
		a, _, err := s.AccountOf(t.Context(), person.MiniProgram, "oNew")
		require.NoError(t, err)
		made, err := s.ByID(t.Context(), *a.PersonID)
		require.NoError(t, err)
		require.Equal(t, []any{"孙小宁", "f", "1949-12-31"}, []any{made.Name.Reveal(), made.Sex, string(made.BornOn)})
		require.Equal(t, today, historyOf(t, d, made.ID)[0].SeenOn)

		require.Equal(t, "person.account_taken", reason(confirm(person.Visit{AccountID: me.ID, Ticket: "t3", Person: made.ID, Papers: id})), "a phone that is known to be another's")
		serving := caller(t, d, s, "oServing", "", p)
		require.NoError(t, change(t, d, func(tx db.Tx) error { return s.Claim(tx, clerk, serving, person.Active) }))
		require.ErrorIs(t, confirm(person.Visit{AccountID: serving.ID, Ticket: "t5", New: in, Papers: id}), person.ErrServing, "of who says that he serves no file is made")
		other := caller(t, d, s, "oOther", "", p)
		require.Equal(t, "person.number_registered", reason(confirm(person.Visit{AccountID: other.ID, Ticket: "t4", New: in, Papers: id})))
	})
}

// Two phones that know the same card, name and digits: one of them is his.
func TestOfTwoPhonesOneProvesIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, p := person.NewStore(d), plant(t, d)
		phones := []person.Account{caller(t, d, s, "oOne", "郑守田", p), caller(t, d, s, "oTwo", "郑守田", p), caller(t, d, s, "oThree", "", p)}
		var won, lost atomic.Int32
		var all sync.WaitGroup
		for _, a := range phones {
			all.Go(func() {
				err := d.InTx(t.Context(), func(tx db.Tx) error {
					return s.ProveByCard(tx, clerk, a.ID, person.Asked{Candidate: p.ID, Name: "郑守田", Tail: "0018"}, s.Merge)
				})
				switch {
				case err == nil:
					won.Add(1)
				case errors.Is(err, person.ErrNoMatch):
					lost.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		require.EqualValues(t, 1, won.Load())
		require.EqualValues(t, 2, lost.Load())
	})
}

func FuzzReadCounterCode(f *testing.F) {
	for _, s := range []string{"sy:counter:482193057", "482 193 057", "４８２１９３０５７", "sy:counter:", "", "sy:counter:sy:counter:482193057", "http://x/482193057"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, ok := person.ReadCounterCode(s)
		if !ok {
			return
		}
		again, ok := person.ReadCounterCode(person.CounterQR(code))
		require.True(t, ok)
		require.Equal(t, code, again)
	})
}

func FuzzTidy(f *testing.F) {
	f.Add("阿卜杜勒 • 热合曼")
	f.Add("王\u3000五")
	f.Fuzz(func(t *testing.T, s string) {
		once := person.Tidy(seal.Text(s))
		require.Equal(t, once, person.Tidy(once), "tidy is tidy")
	})
}
