package seed_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/seed"
)

// The page that the tour is told by is in step with the city, whatever the day.
func TestStoriesAreInStepWithThePage(t *testing.T) {
	page, err := os.ReadFile("../docs/city.md")
	require.NoError(t, err)
	for _, start := range []int{0, 1, 40, 200} {
		c, err := seed.New(seed.Options{Start: today.AddDays(start)})
		require.NoError(t, err)
		stories := c.Stories()
		require.Len(t, stories, 8)
		for _, s := range stories {
			row := ""
			for _, line := range strings.Split(string(page), "\n") {
				if strings.HasPrefix(line, "|") && strings.Contains(line, s.Name) {
					row = line
				}
			}
			require.NotEmpty(t, row, s.Name)
			require.Contains(t, row, s.OpenID)
			if s.Petition != "" {
				require.Contains(t, row, s.Petition+" · "+s.Tail)
			}
		}
	}
}

func TestOpenIDsAreThoseOfTheStories(t *testing.T) {
	c, err := seed.New(seed.Options{Start: today})
	require.NoError(t, err)
	var ids []string
	for _, s := range c.Stories() {
		if s.OpenID != "" {
			ids = append(ids, s.OpenID)
			require.NotEmpty(t, s.Say)
			require.Len(t, s.Tail, 4)
		}
		require.NotEmpty(t, s.Tale)
	}
	require.Equal(t, seed.OpenIDs(), ids)
}
