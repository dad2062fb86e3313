package page_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/handlers/page"
	"shuangyong/models/fault"
)

func TestACursorLeadsBehindTheLastItem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var id uuid.UUID
		copy(id[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		limit := rapid.IntRange(-5, 1000).Draw(t, "limit")
		p, err := page.Of(&limit, nil)
		require.NoError(t, err)
		require.True(t, p.Limit >= 1 && p.Limit <= page.Most)
		require.Empty(t, p.Next(p.Limit-1, func() uuid.UUID { return id }), "the list ends")
		cursor := p.Next(p.Limit, func() uuid.UUID { return id })
		q, err := page.Of(nil, &cursor)
		require.NoError(t, err)
		require.Equal(t, page.Page{Limit: page.Usual, After: id}, q)
	})
}

func TestACursorThatIsNoneIsRefused(t *testing.T) {
	for _, c := range []string{"x", "' OR 1=1", "AAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAA=", "../../etc"} {
		_, err := page.Of(nil, &c)
		require.Equal(t, fault.Invalid, fault.CodeOf(err), c)
	}
}
