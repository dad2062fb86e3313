package petition_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/petition"
)

// Guesses are counted where a new conversation, another replica and a restart find them: five for one asker, twenty a day at one petition.
func TestGuessesAreCounted(t *testing.T) {
	clk := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, clk, func(t *testing.T, d *db.DB) {
		s := petition.NewStore(d)
		guess := func(who, number string) bool {
			wait, err := petition.NewStore(d).Guess(t.Context(), who, number)
			require.NoError(t, err)
			return wait == 0
		}
		for range 4 {
			require.True(t, guess("wang", "482193057"))
		}
		require.NoError(t, s.Guessed(t.Context(), "wang", "482193057"))
		for range 5 {
			require.True(t, guess("wang", "482193057"), "who was right begins anew")
		}
		require.False(t, guess("wang", "482193057"))
		require.False(t, guess("wang", "100000009"), "at another petition as well")
		require.True(t, guess("li", "482193057"))
		clk.Advance(time.Hour)
		require.True(t, guess("wang", "482193057"))

		for i := range 20 {
			require.True(t, guess("crowd "+strconv.Itoa(i), "200000006"))
		}
		require.False(t, guess("one more", "200000006"), "many who guess at one petition")
		clk.Advance(23 * time.Hour)
		wait, err := s.Guess(t.Context(), "one more", "200000006")
		require.NoError(t, err)
		require.Equal(t, time.Hour, wait)
		clk.Advance(time.Hour)
		require.True(t, guess("one more", "200000006"))
	})
}
