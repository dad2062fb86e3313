package session

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

// A login at the desk says who it is and of which epoch his account was; it ends by the clock, and is worth nothing at the other door.
func TestALoginOfStaffIsOfItsEpochAndItsDoor(t *testing.T) {
	each(t, func(t *testing.T, c redis.UniversalClient) {
		clk := clock.Stopped(start)
		desk, mini := NewStaffLogins(c, keyring(t), clk, quiet(), StaffIdle, StaffLife), NewLogins(c, keyring(t), clk, quiet())
		token, made, err := desk.SignIn(t.Context(), "member", 7)
		require.NoError(t, err)
		require.Equal(t, []any{start.Add(StaffIdle), start.Add(StaffLife)}, []any{made.Expires, made.Ends})
		found, err := desk.Find(t.Context(), token)
		require.NoError(t, err)
		require.Equal(t, []any{"member", int64(7)}, []any{found.Member, found.Epoch})
		_, err = mini.Find(t.Context(), token)
		require.Equal(t, "login.expired", fault.Of(err).Reason)
		citizen := signIn(t, mini, canary())
		_, err = desk.Find(t.Context(), citizen)
		require.ErrorIs(t, err, ErrStaffOut())

		clk.Advance(StaffIdle - time.Second)
		second, _, err := desk.SignIn(t.Context(), "member", 8)
		require.NoError(t, err)
		list, err := desk.List(t.Context(), "member")
		require.NoError(t, err)
		require.Equal(t, []int64{7, 8}, []int64{list[0].Epoch, list[1].Epoch})
		clk.Advance(time.Second)
		_, err = desk.Find(t.Context(), token)
		require.ErrorIs(t, err, ErrStaffOut(), "idle")
		ended, err := desk.End(t.Context(), "member", list[1].ID)
		require.NoError(t, err)
		require.True(t, ended)
		_, err = desk.Find(t.Context(), second)
		require.ErrorIs(t, err, ErrStaffOut())
		ended, err = desk.End(t.Context(), "member", list[1].ID)
		require.NoError(t, err)
		require.False(t, ended)

		third, _, err := desk.SignIn(t.Context(), "member", 8)
		require.NoError(t, err)
		require.NoError(t, desk.SignOut(t.Context(), third))
		fourth, _, err := desk.SignIn(t.Context(), "member", 8)
		require.NoError(t, err)
		require.NoError(t, desk.Forget(t.Context(), "member"))
		for _, over := range []seal.Text{third, fourth, "", "x"} {
			_, err = desk.Find(t.Context(), over)
			require.ErrorIs(t, err, ErrStaffOut())
		}
	})
}
