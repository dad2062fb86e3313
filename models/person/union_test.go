package person_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

const union = "uSomebody"

// known is what an account is to the program.
type known struct {
	*person.Store
	t *testing.T
	d *db.DB
}

func (k known) do(fn func(tx db.Tx) error) {
	k.t.Helper()
	require.NoError(k.t, k.d.InTx(k.t.Context(), fn))
}

func (k known) follow(app person.App) (a person.Account) {
	k.t.Helper()
	k.do(func(tx db.Tx) (err error) {
		a, err = k.Follow(tx, clerk, app, seal.Text("o-"+app), "", tx.Now())
		return err
	})
	return a
}

func (k known) learn(a person.Account) person.Account {
	k.t.Helper()
	k.do(func(tx db.Tx) (err error) {
		if err := k.MeetAt(tx, union); err != nil {
			return err
		}
		a, err = k.LearnUnion(tx, clerk, a, union, k.Merge)
		return err
	})
	return a
}

func (k known) now(app person.App) person.Account {
	k.t.Helper()
	a, ok, err := k.AccountOf(k.t.Context(), app, seal.Text("o-"+app))
	require.NoError(k.t, err)
	require.True(k.t, ok)
	return a
}

// say lets an account's owner say his name.
func (k known) say(a person.Account, name seal.Text) {
	k.t.Helper()
	k.do(func(tx db.Tx) error { return k.StateName(tx, clerk, a, name, k.home()) })
}

func (k known) home() station.Station {
	k.t.Helper()
	var s station.Station
	require.NoError(k.t, orm.Of(k.d.View(k.t.Context())).Table("stations").Take(&s).Error)
	return s
}

func eachKnown(t *testing.T, fn func(t *testing.T, k known, registered person.Person)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fn(t, known{person.NewStore(d), t, d}, plant(t, d))
	})
}

// Whoever was proved in one app is known in the other as soon as WeChat says that both accounts are his, whichever learns it last.
func TestBothAccountsKnowWhomOneKnows(t *testing.T) {
	for name, last := range map[string]person.App{"at the login": person.MiniProgram, "a late unionid": person.OfficialAccount} {
		t.Run(name, func(t *testing.T) {
			eachKnown(t, func(t *testing.T, k known, p person.Person) {
				oa, mini := k.follow(person.OfficialAccount), k.follow(person.MiniProgram)
				require.NotNil(t, oa.UnionDueAt, "WeChat is to be asked")
				require.Nil(t, mini.UnionDueAt, "it tells itself")
				k.do(func(tx db.Tx) error { return k.Attach(tx, clerk, oa, p.ID, person.Seen) })
				first, second := oa, mini
				if last == person.OfficialAccount {
					first, second = mini, oa
				}
				k.learn(first)
				require.Nil(t, k.now(person.MiniProgram).PersonID)
				joined := k.learn(second)
				require.Equal(t, second.ID, joined.ID)
				for _, app := range []person.App{person.OfficialAccount, person.MiniProgram} {
					a := k.now(app)
					require.Equal(t, p.ID, *a.PersonID)
					require.Equal(t, person.Seen, a.Assurance)
					settled, err := k.Settled(t.Context(), a, union)
					require.NoError(t, err)
					require.True(t, settled)
					both, err := k.Joined(t.Context(), a)
					require.NoError(t, err)
					require.True(t, both)
				}
				before := entries(t, k.d)
				k.learn(second)
				require.Equal(t, before, entries(t, k.d), "again is nothing new")
				due, err := k.UnionsDue(t.Context(), 10)
				require.NoError(t, err)
				require.Empty(t, due)
			})
		})
	}
}

// Whoever proves who he is in one app, when they are joined already, has proved it in both.
func TestProvingInOneAppProvesInBoth(t *testing.T) {
	eachKnown(t, func(t *testing.T, k known, p person.Person) {
		oa, mini := k.learn(k.follow(person.OfficialAccount)), k.learn(k.follow(person.MiniProgram))
		k.say(mini, "郑守田")
		half := k.now(person.OfficialAccount)
		require.Equal(t, person.Stated, half.Assurance)
		require.Equal(t, *k.now(person.MiniProgram).PersonID, *half.PersonID)
		k.do(func(tx db.Tx) error { return k.Attach(tx, clerk, mini, p.ID, person.Matched) })
		settled, err := k.Settled(t.Context(), k.now(person.MiniProgram), union)
		require.NoError(t, err)
		require.False(t, settled, "the Official Account still knows the record he made himself")
		k.learn(mini)
		require.Equal(t, p.ID, *k.now(person.OfficialAccount).PersonID)
		require.Equal(t, person.Matched, k.now(person.OfficialAccount).Assurance)
		k.do(func(tx db.Tx) error { return k.Attach(tx, clerk, oa, p.ID, person.Seen) })
		require.Equal(t, person.Seen, k.now(person.MiniProgram).Assurance)
	})
}

func TestTwoHalfKnownPeopleAreOne(t *testing.T) {
	eachKnown(t, func(t *testing.T, k known, _ person.Person) {
		oa, mini := k.follow(person.OfficialAccount), k.follow(person.MiniProgram)
		k.say(oa, "郑 小禾")
		k.say(mini, "小禾")
		older, newer := *k.now(person.OfficialAccount).PersonID, *k.now(person.MiniProgram).PersonID
		k.learn(mini)
		k.learn(oa)
		require.Equal(t, older, *k.now(person.MiniProgram).PersonID)
		one, err := k.ByID(t.Context(), newer)
		require.NoError(t, err)
		require.Equal(t, older, one.ID, "the newer key leads to the older")
		require.Equal(t, "郑小禾", one.Name.Reveal())
		require.Equal(t, person.Stated, k.now(person.MiniProgram).Assurance, "two say it, and still nothing is proved")
	})
}

// What only a clerk can decide is put before one, and both go on as they were.
func TestTwoProvedRecordsAreForAClerk(t *testing.T) {
	eachKnown(t, func(t *testing.T, k known, p person.Person) {
		other := []person.Person{{Name: "郑守山", IDNumber: "990101195003020034", StationID: p.StationID, StationPath: p.StationPath}}
		k.do(func(tx db.Tx) error { return person.InsertPeople(tx, other) })
		oa, mini := k.follow(person.OfficialAccount), k.follow(person.MiniProgram)
		k.do(func(tx db.Tx) error { return k.Attach(tx, clerk, oa, p.ID, person.Seen) })
		k.do(func(tx db.Tx) error { return k.Attach(tx, clerk, mini, other[0].ID, person.Matched) })
		k.learn(oa)
		k.learn(mini)
		k.learn(mini)
		require.Equal(t, p.ID, *k.now(person.OfficialAccount).PersonID)
		require.Equal(t, other[0].ID, *k.now(person.MiniProgram).PersonID)
		var pairs []person.Review
		require.NoError(t, orm.Of(k.d.View(t.Context())).Find(&pairs).Error)
		require.Len(t, pairs, 1, "once")
		require.Equal(t, "unionid", pairs[0].Reasons)
		require.Equal(t, person.ReviewOpen, pairs[0].State)
	})
}

// A merge that the records themselves forbid is a clerk's matter too, and nothing of it is left half done.
func TestAMergeThatIsRefusedIsForAClerk(t *testing.T) {
	eachKnown(t, func(t *testing.T, k known, p person.Person) {
		oa, mini := k.follow(person.OfficialAccount), k.follow(person.MiniProgram)
		k.do(func(tx db.Tx) error { return k.Attach(tx, clerk, oa, p.ID, person.Seen) })
		k.say(mini, "郑小禾")
		daughter := *k.now(person.MiniProgram).PersonID
		k.do(func(tx db.Tx) error {
			return person.InsertRelations(tx, []person.Relation{{PersonID: p.ID, RelativeID: daughter, Kind: "child"}})
		})
		k.learn(oa)
		k.learn(mini)
		require.Equal(t, daughter, *k.now(person.MiniProgram).PersonID)
		require.Equal(t, person.Stated, k.now(person.MiniProgram).Assurance)
		var pairs []person.Review
		require.NoError(t, orm.Of(k.d.View(t.Context())).Find(&pairs).Error)
		require.Len(t, pairs, 1)
	})
}

// Logins on several replicas and the lookup of the other account's unionid, all at once: one account each, and one person.
func TestJoiningFromEverySideAtOnce(t *testing.T) {
	eachKnown(t, func(t *testing.T, k known, p person.Person) {
		oa := k.follow(person.OfficialAccount)
		k.do(func(tx db.Tx) error { return k.Attach(tx, clerk, oa, p.ID, person.Seen) })
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() {
				errs[i] = k.d.InTx(t.Context(), func(tx db.Tx) error {
					if err := k.MeetAt(tx, union); err != nil {
						return err
					}
					a := oa
					if i%2 == 0 {
						var err error
						if a, err = k.Follow(tx, clerk, person.MiniProgram, "o-mini", fmt.Sprint(i), tx.Now()); err != nil {
							return err
						}
					}
					_, err := k.LearnUnion(tx, clerk, a, union, k.Merge)
					return err
				})
			})
		}
		wg.Wait()
		for _, err := range errs {
			require.NoError(t, err)
		}
		require.Equal(t, p.ID, *k.now(person.MiniProgram).PersonID)
		var n int64
		require.NoError(t, orm.Of(k.d.View(t.Context())).Table("audit_entries").Where("action = ?", "account.join").Count(&n).Error)
		require.EqualValues(t, 1, n, "joined once")
		require.NoError(t, orm.Of(k.d.View(t.Context())).Table("wechat_accounts").Count(&n).Error)
		require.EqualValues(t, 2, n)
	})
}

func TestAPhoneNumberIsLentAndTakenBack(t *testing.T) {
	eachKnown(t, func(t *testing.T, k known, p person.Person) {
		a := k.follow(person.MiniProgram)
		tell := func(number seal.Text) {
			k.do(func(tx db.Tx) error { return k.LearnPhone(tx, clerk, a, number) })
		}
		phoneOf := func() string {
			who, err := k.ByID(t.Context(), *k.now(person.MiniProgram).PersonID)
			require.NoError(t, err)
			return who.Phone.Reveal()
		}
		tell("13812345678")
		k.say(a, "郑小禾")
		require.Equal(t, "13812345678", phoneOf(), "said before he had a name, it is his")
		tell("13887654321")
		require.Equal(t, "13887654321", phoneOf())
		whole, err := k.AccountByID(t.Context(), a.ID)
		require.NoError(t, err)
		require.Equal(t, "13887654321", whole.Phone.Reveal())
		require.NotNil(t, whole.PhoneAt)
		half := *whole.PersonID
		forget := func() {
			k.do(func(tx db.Tx) error { return k.Forget(tx, clerk, person.MiniProgram, a.OpenIDIndex) })
		}
		forget()
		who, err := k.ByID(t.Context(), half)
		require.NoError(t, err)
		require.Empty(t, who.Phone, "what WeChat gave goes with the account")
		require.Empty(t, who.PhoneIndex)

		a = k.follow(person.MiniProgram)
		k.do(func(tx db.Tx) error { return k.Attach(tx, clerk, a, p.ID, person.Seen) })
		tell("13812345678")
		require.Equal(t, p.Phone.Reveal(), phoneOf(), "the bureau's own stays")
		forget()
		who, err = k.ByID(t.Context(), p.ID)
		require.NoError(t, err)
		require.Equal(t, p.Phone, who.Phone)
	})
}

func TestSayingOnesName(t *testing.T) {
	eachKnown(t, func(t *testing.T, k known, p person.Person) {
		a := k.follow(person.MiniProgram)
		state := func(name seal.Text) error {
			return k.d.InTx(t.Context(), func(tx db.Tx) error { return k.StateName(tx, clerk, a, name, k.home()) })
		}
		for _, wrong := range []seal.Text{"", "  ", "13900000001", "郑\x00", seal.Text(make([]byte, 400))} {
			require.Equal(t, fault.Invalid, fault.CodeOf(state(wrong)))
		}
		require.NoError(t, state("郑 小禾"))
		half := *k.now(person.MiniProgram).PersonID
		before := entries(t, k.d)
		require.NoError(t, state("郑小禾"))
		require.Equal(t, before, entries(t, k.d), "twice is once")
		require.NoError(t, state("郑大禾"))
		require.Equal(t, half, *k.now(person.MiniProgram).PersonID, "one record")
		k.do(func(tx db.Tx) error { return k.Attach(tx, clerk, a, p.ID, person.Stated) })
		require.Equal(t, "person.name_proved", fault.Of(state("郑大禾")).Reason, "a record of the bureau's is not renamed by whoever claims it")
		k.do(func(tx db.Tx) error { return k.Attach(tx, clerk, a, half, person.Matched) })
		require.Equal(t, fault.Conflict, fault.CodeOf(state("郑小禾")), "nor one that was proved")
	})
}

func TestUnionsAreAskedForWhenDue(t *testing.T) {
	clk := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, clk, func(t *testing.T, d *db.DB) {
		k := known{person.NewStore(d), t, d}
		a := k.follow(person.OfficialAccount)
		due := func() int {
			list, err := k.UnionsDue(t.Context(), 10)
			require.NoError(t, err)
			return len(list)
		}
		require.Equal(t, 1, due())
		k.do(func(tx db.Tx) error { return k.AskUnionAgain(tx, a, clk.Now().Add(time.Hour)) })
		require.Zero(t, due())
		clk.Advance(time.Hour)
		require.Equal(t, 1, due())
		k.learn(a)
		k.do(func(tx db.Tx) error { return k.AskUnionAgain(tx, a, clk.Now()) })
		require.Zero(t, due(), "what was learnt meanwhile is not asked again")
		err := d.InTx(t.Context(), func(tx db.Tx) error {
			if err := k.Forget(tx, audit.Actor{Kind: audit.System, ID: "test"}, a.App, a.OpenIDIndex); err != nil {
				return err
			}
			_, err := k.LearnUnion(tx, clerk, a, union, k.Merge)
			return err
		})
		require.Equal(t, fault.NotFound, fault.CodeOf(err), "who left is not joined with anybody")
	})
}
