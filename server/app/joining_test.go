package app

import (
	"context"
	"fmt"
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
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// human is one human being with a phone: his openid in each app, what joins them, what the bureau has of him, and what he asked it for.
type human struct {
	t     require.TestingT
	d     *db.DB
	clock *clock.Movable
	from  *answers
	home  station.Station

	openids    map[person.App]seal.Text
	union      seal.Text
	registered person.Person
	cases      map[uuid.UUID]uuid.UUID // petition → the key of who asked, as it was then
	left       map[person.App]bool
	numbers    *int // of petitions, given out so far
}

var bySystem = audit.Actor{Kind: audit.System, ID: "test"}

func (h *human) do(fn func(tx db.Tx) error) error {
	h.clock.Advance(time.Minute)
	return h.d.InTx(h.ctx(), fn)
}

func (h *human) account(app person.App) (person.Account, bool) {
	a, ok, err := h.from.people.AccountOf(h.ctx(), app, h.openids[app])
	require.NoError(h.t, err)
	return a, ok
}

// follows opens an account, and tells its unionid if WeChat does.
func (h *human) follows(app person.App, told bool) {
	require.NoError(h.t, h.do(func(tx db.Tx) error {
		if told {
			if err := h.from.people.MeetAt(tx, h.union); err != nil {
				return err
			}
		}
		a, err := h.from.people.Follow(tx, bySystem, app, h.openids[app], "", tx.Now())
		if err != nil || !told {
			return err
		}
		_, err = h.from.people.LearnUnion(tx, bySystem, a, h.union, h.from.mergePeople)
		return err
	}))
	h.left[app] = false
}

func (h *human) leaves(app person.App) {
	require.NoError(h.t, h.do(func(tx db.Tx) error {
		a, ok, err := h.from.people.Leave(tx, app, h.openids[app], tx.Now())
		if err != nil || !ok {
			return err
		}
		return h.from.people.Forget(tx, bySystem, app, a.OpenIDIndex)
	}))
	h.left[app] = true
}

// names says his name there, which is refused once he was proved to be somebody.
func (h *human) names(app person.App) {
	a, ok := h.account(app)
	if !ok {
		return
	}
	err := h.do(func(tx db.Tx) error { return h.from.people.StateName(tx, bySystem, a, "郑小禾", h.home) })
	if err != nil {
		require.Equal(h.t, "person.name_proved", fault.Of(err).Reason)
	}
}

// asks files a petition there, once the bureau has a name for him.
func (h *human) asks(app person.App) {
	a, ok := h.account(app)
	if !ok || a.PersonID == nil {
		return
	}
	row := petition.Petition{
		ID: db.NewID(), Number: h.number(), Kind: petition.Appeal, State: petition.Registered,
		PersonID: a.PersonID, StationID: h.home.ID, StationPath: h.home.Path, ReceivedAt: h.clock.Now(),
	}
	require.NoError(h.t, h.do(func(tx db.Tx) error { return petition.InsertPetitions(tx, []petition.Petition{row}) }))
	h.cases[row.ID] = *a.PersonID
}

// number is one that no petition has.
func (h *human) number() string {
	*h.numbers++
	return fmt.Sprintf("%09d", *h.numbers)
}

// ctx is the test's.
func (h *human) ctx() context.Context { return context.Background() }

// proves shows a clerk his papers, with the phone that has the account.
func (h *human) proves(app person.App) {
	a, ok := h.account(app)
	if !ok {
		return
	}
	require.NoError(h.t, h.do(func(tx db.Tx) error {
		return h.from.people.Recognise(tx, bySystem, a.ID, h.registered, person.Proof{How: person.AtCounter}, h.from.mergePeople)
	}))
}

// check finds every case with who asked, whoever he turned out to be, and the two accounts agreed.
func (h *human) check() {
	for id, asked := range h.cases {
		p, err := h.from.people.ByID(h.ctx(), asked)
		require.NoError(h.t, err)
		his, err := h.from.petitions.OfPerson(h.ctx(), p.ID, 100)
		require.NoError(h.t, err)
		require.True(h.t, slices.ContainsFunc(his, func(c petition.Petition) bool { return c.ID == id }), "the case is with who asked")
	}
	for app, left := range h.left {
		_, there := h.account(app)
		require.Equal(h.t, !left, there)
	}
	a, ok := h.account(person.OfficialAccount)
	b, too := h.account(person.MiniProgram)
	if ok && too && a.UnionIndex != "" && a.UnionIndex == b.UnionIndex {
		require.Equal(h.t, a.PersonID, b.PersonID)
		require.Equal(h.t, a.Assurance, b.Assurance)
	}
}

// step is something that happens.
type step struct {
	name string
	do   func(h *human)
}

func steps() []step {
	return []step{
		{"follows", func(h *human) { h.follows(person.OfficialAccount, false) }},
		{"unionid learnt late", func(h *human) {
			if _, ok := h.account(person.OfficialAccount); ok {
				h.follows(person.OfficialAccount, true)
			}
		}},
		{"logs in without a unionid", func(h *human) { h.follows(person.MiniProgram, false) }},
		{"logs in", func(h *human) { h.follows(person.MiniProgram, true) }},
		{"names himself in the Official Account", func(h *human) { h.names(person.OfficialAccount) }},
		{"names himself in the mini-program", func(h *human) { h.names(person.MiniProgram) }},
		{"asks in the Official Account", func(h *human) { h.asks(person.OfficialAccount) }},
		{"asks in the mini-program", func(h *human) { h.asks(person.MiniProgram) }},
		{"shows his papers", func(h *human) { h.proves(person.MiniProgram) }},
		{"shows them with the other account", func(h *human) { h.proves(person.OfficialAccount) }},
		{"unfollows", func(h *human) { h.leaves(person.OfficialAccount) }},
		{"takes his authorisation back", func(h *human) { h.leaves(person.MiniProgram) }},
	}
}

// In whatever order all this happens: no case is lost, and what is joined agrees. Once WeChat told both unionids, whoever was proved in an account that stands is known in both.
func TestAnyOrderOfMeetingEndsInOnePerson(t *testing.T) {
	next := newcomers(t)
	rapid.Check(t, func(t *rapid.T) {
		h := next(t)
		all := steps()
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			s := rapid.SampledFrom(all).Draw(t, "step")
			t.Log(s.name)
			s.do(h)
			h.check()
		}
	})
}

// The same six things in any order, without anybody leaving, end the same: one person, the bureau's, seen, with both cases.
func TestEveryOrderEndsTheSame(t *testing.T) {
	next := newcomers(t)
	rapid.Check(t, func(t *rapid.T) {
		h := next(t)
		oa, mini := person.OfficialAccount, person.MiniProgram
		things := []func(){
			func() { h.follows(oa, false); h.names(oa); h.asks(oa) },
			func() { h.follows(mini, false); h.names(mini); h.asks(mini) },
			func() { h.follows(mini, true) },
			func() { h.follows(oa, false); h.follows(oa, true) },
			func() { h.follows(oa, false); h.proves(oa) },
		}
		for _, i := range rapid.Permutation([]int{0, 1, 2, 3, 4}).Draw(t, "order") {
			things[i]()
			h.check()
		}
		h.follows(mini, true) // he comes back some day
		h.check()
		for _, app := range []person.App{oa, mini} {
			a, ok := h.account(app)
			require.True(t, ok)
			require.Equal(t, h.registered.ID, *a.PersonID)
			require.Equal(t, person.Seen, a.Assurance)
		}
		his, err := h.from.petitions.OfPerson(h.ctx(), h.registered.ID, 10)
		require.NoError(t, err)
		require.Len(t, his, 2)
	})
}

// newcomers gives one human being after the other, in one town.
func newcomers(t *testing.T) func(t require.TestingT) *human {
	clk := clock.Stopped(dbtest.Start())
	d := dbtest.SQLiteAt(t, clk)
	from, err := newAnswers(d)
	require.NoError(t, err)
	town := []station.Station{{ID: db.NewID(), Code: "990100", Level: station.City, Path: "990100/"}}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return station.InsertStations(tx, town) }))
	n, numbers := 0, 0
	return func(t require.TestingT) *human {
		n++
		h := &human{
			t: t, d: d, clock: clk, numbers: &numbers, from: from, home: town[0], union: seal.Text(fmt.Sprint("u", n)), cases: map[uuid.UUID]uuid.UUID{}, left: map[person.App]bool{},
			openids: map[person.App]seal.Text{person.OfficialAccount: seal.Text(fmt.Sprint("o", n)), person.MiniProgram: seal.Text(fmt.Sprint("m", n))},
		}
		rows := []person.Person{{Name: "郑守田", IDNumber: seal.Text(fmt.Sprintf("99010119500302%04d", n)), StationID: town[0].ID, StationPath: town[0].Path}}
		require.NoError(t, h.do(func(tx db.Tx) error { return person.InsertPeople(tx, rows) }))
		h.registered = rows[0]
		return h
	}
}
