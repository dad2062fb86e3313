package session

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/clock"
)

func TestStateSurvivesStorage(t *testing.T) {
	s := New(nil, keyring(t), clock.Stopped(start), quiet())
	rapid.Check(t, func(t *rapid.T) {
		in := state{version: token(), expires: start.Add(time.Duration(rapid.Int64Range(0, 1<<50).Draw(t, "expires"))).Truncate(time.Microsecond)}
		for range rapid.IntRange(0, recentMax).Draw(t, "n") {
			in.recent = append(in.recent, recent{rapid.StringMatching("[0-9a-f]{24}").Draw(t, "field"), start})
		}
		in.payload = rapid.SliceOfN(rapid.Byte(), 1, 300).Draw(t, "payload")
		sealed, err := s.sealState(in, "p")
		require.NoError(t, err)
		require.Equal(t, in, s.openState(sealed, "p"))
		require.Empty(t, s.openState(sealed, "another person").payload, "a conversation cannot be moved to somebody else")
	})
}

func TestRememberIsBoundedAndMergeTakesEachOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []recent
		now := start
		for range rapid.IntRange(1, 100).Draw(t, "messages") {
			field := rapid.StringMatching("[0-9a-f]{1}").Draw(t, "field")
			now = now.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "gap")) * time.Second)
			before := len(list)
			keep, drop := remember(list, field, now)
			require.LessOrEqual(t, len(keep), recentMax)
			require.Equal(t, field, keep[len(keep)-1].field)
			require.LessOrEqual(t, before, len(keep)+len(drop))
			list = merge(keep, list)
			seen := map[string]bool{}
			for _, r := range list {
				require.False(t, seen[r.field])
				seen[r.field] = true
			}
		}
	})
}

// FuzzOpenState: whatever stands in Redis, the worst is a conversation that begins anew.
func FuzzOpenState(f *testing.F) {
	s := New(nil, keyring(f), clock.Stopped(start), quiet())
	good, err := s.sealState(state{version: token(), expires: start, recent: []recent{{"0123456789abcdef01234567", start}}, payload: []byte("x")}, "p")
	require.NoError(f, err)
	f.Add(good)
	f.Add([]byte(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		if st := s.openState(b, "p"); len(st.payload) > 0 && string(st.payload) != "x" {
			t.Fatal("opened what was never sealed")
		}
	})
}
