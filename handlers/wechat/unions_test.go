package wechat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/once"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/station"
	gateway "shuangyong/wechat"
	"shuangyong/wechat/simulator"
)

var system = audit.Actor{Kind: audit.System, ID: "test"}

// miniAccount is the citizen's account in the mini-program, with the unionid that WeChat told there and a name he said.
func (h *house) miniAccount() person.Account {
	h.t.Helper()
	town := []station.Station{{ID: db.NewID(), Code: "990100", Level: station.City, Path: "990100/"}}
	require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) error {
		if err := station.InsertStations(tx, town); err != nil {
			return err
		}
		a, err := h.people.Follow(tx, system, person.MiniProgram, seal.Text(simulator.MiniOpenID(citizen)), "", h.clock.Now())
		if err != nil {
			return err
		}
		if err := h.people.StateName(tx, system, a, "郑小禾", town[0]); err != nil {
			return err
		}
		_, err = h.people.LearnUnion(tx, system, a, seal.Text(simulator.UnionID(citizen)), h.people.Merge)
		return err
	}))
	a, ok, err := h.people.AccountOf(h.t.Context(), person.MiniProgram, seal.Text(simulator.MiniOpenID(citizen)))
	require.NoError(h.t, err)
	require.True(h.t, ok)
	return a
}

// another is one more follower.
func (h *house) another() {
	h.t.Helper()
	require.NoError(h.t, h.db.InTx(h.t.Context(), func(tx db.Tx) error {
		_, err := h.people.Follow(tx, system, person.OfficialAccount, "oAnother", "", h.clock.Now())
		return err
	}))
}

func (r *replica) lookUp(want int) error {
	r.t.Helper()
	n, err := r.door.LookUpUnions(r.t.Context())
	require.Equal(r.t, want, n)
	return err
}

// Nobody's answer waits for it; the job asks, and asks again a day later while the bureau's accounts are not bound to each other at WeChat.
func TestALateUnionIDJoinsTheAccounts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		mini := h.miniAccount()
		h.wechat.SetBound(simulator.Official, false)
		r := h.opens(echo())
		h.follow(r)
		require.NoError(t, r.lookUp(0))
		a, _ := h.account()
		require.Nil(t, a.PersonID)
		h.wechat.SetBound(simulator.Official, true)
		require.NoError(t, r.lookUp(0), "not asked again at once")
		h.clock.Advance(24 * time.Hour)
		require.NoError(t, r.lookUp(1))
		a, _ = h.account()
		require.Equal(t, mini.PersonID, a.PersonID, "the Official Account knows whom the mini-program knows")
		require.NoError(t, r.lookUp(0))
		require.NotContains(t, h.log.String(), citizen)
	})
}

func TestAWeChatThatIsAwayIsLeftAlone(t *testing.T) {
	h := one(t)
	r := h.opens(echo())
	h.follow(r)
	h.another()
	h.wechat.Fail("/cgi-bin/user/info", 45009, 1)
	require.Error(t, r.lookUp(0), "a quota is everybody's")
	require.NoError(t, r.lookUp(1), "the other one is still due")
	h.clock.Advance(5 * time.Minute)
	require.NoError(t, r.lookUp(1))
	require.NotContains(t, h.log.String(), citizen)
}

func TestOneWhoIsRefusedDoesNotStopTheNext(t *testing.T) {
	h := one(t)
	r := h.opens(echo())
	h.follow(r)
	h.clock.Advance(time.Second)
	h.another()
	h.wechat.Fail("/cgi-bin/user/info", 40003, 1)
	require.Error(t, r.lookUp(1))
	a, _ := h.account()
	require.Empty(t, a.UnionIndex)
}

// Leaving the Official Account says nothing of the mini-program: there he stays who he is, until he takes that back as well.
func TestUnfollowingLeavesTheMiniProgramAlone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		mini := h.miniAccount()
		r := h.opens(echo())
		h.follow(r)
		require.NoError(t, r.lookUp(1))
		h.clock.Advance(time.Minute)
		require.Equal(t, "success", r.push(h.event(gateway.EventUnsubscribe, "")).raw)
		_, ok := h.account()
		require.False(t, ok)
		still, err := h.people.AccountByID(t.Context(), mini.ID)
		require.NoError(t, err)
		require.Equal(t, mini.PersonID, still.PersonID)
		require.Equal(t, simulator.UnionID(citizen), still.UnionID.Reveal())
		h.clock.Advance(time.Minute)
		h.follow(r)
		require.NoError(t, r.lookUp(1))
		a, _ := h.account()
		require.Equal(t, mini.PersonID, a.PersonID, "who comes back is known again")
	})
}

// What the mini-program's calls answered is kept to answer a repetition; it goes with the account.
func TestTakingTheAuthorisationBackForgetsTheAnswers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.opensMini(true)
		account := h.miniAccount()
		key := once.Key{Space: "api", Value: "something"}
		_, _, err := once.Run(t.Context(), h.db, account.OpenIDIndex, []once.Key{key}, func(db.Tx) ([]byte, error) { return []byte("郑小禾"), nil })
		require.NoError(t, err)
		h.clock.Advance(time.Minute)
		require.Equal(t, "success", m.pushMini(simulator.Revoke(simulator.Mini, citizen, "1")).Body.String())
		reply, done, err := once.Find(t.Context(), h.db, key)
		require.NoError(t, err)
		require.True(t, done, "it is still known to be done")
		require.Empty(t, reply)
	})
}
