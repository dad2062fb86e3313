package desk

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/db/dbtest"
	"shuangyong/models/staff"
)

// Nothing but what was issued to the same clerk is a ticket of his.
func FuzzTicket(f *testing.F) {
	k, li := dbtest.Keys(f), staff.Member{ID: uuid.MustParse("0193a5c0-0000-7000-8000-000000000001")}
	now := dbtest.Start()
	good := ticket{ // the same in every process that fuzzes; its text is not
		ID: uuid.MustParse("0193a5c0-0000-7000-8000-000000000002"), Account: uuid.MustParse("0193a5c0-0000-7000-8000-000000000003"), Until: now.Add(time.Minute).UnixMicro(),
	}
	text, err := good.issue(k, li)
	require.NoError(f, err)
	others, err := good.issue(k, staff.Member{ID: uuid.New()})
	require.NoError(f, err)
	_, err = ticketOf(k, li, others, now)
	require.Error(f, err, "another clerk's")
	for _, s := range []string{text, others, text + "A", text[1:], "", "====", "AAAA", "sy:counter:482193057"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ticketOf(k, li, s, now)
		if s == text {
			require.NoError(t, err)
		}
		if err == nil {
			require.Equal(t, good, got, "forged")
		}
		_, err = ticketOf(k, li, s, now.Add(time.Minute))
		require.Error(t, err)
	})
}
