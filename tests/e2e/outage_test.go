package e2e

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/tests/house"
	"shuangyong/tests/outage"
	"shuangyong/wechat/simulator"
)

// The database goes away while people talk: look-ups go on, wishes that would change something are told that they were not taken, and when it is
// back everything works again without a restart.
func TestDatabaseAwayIsToldAndSurvived(t *testing.T) {
	for _, kind := range dbtest.Dialects() {
		if kind == db.SQLite {
			continue // a file does not go away
		}
		t.Run(string(kind), func(t *testing.T) {
			proxy, databaseURL := outage.BeforeURL(t, dbtest.Empty(t, kind).URL)
			account := house.NewAccount()
			p := start(t, append(account.Env(), monday, "SY_DATABASE_URL="+databaseURL)...)
			phone, err := account.Phone(p.URL, demoClock(t, p.URL))
			require.NoError(t, err)
			ask := func(words string) string {
				ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
				defer cancel()
				d, err := phone.Push(ctx, simulator.Text("patient", words))
				require.NoError(t, err, words)
				require.Less(t, d.Took, 5*time.Second, words)
				return d.Text()
			}
			before := ask("拥军先锋号有哪些线路")
			require.NotEmpty(t, before)

			proxy.Cut()
			require.Equal(t, before, ask("拥军先锋号有哪些线路"), "look-ups are answered from memory")
			refused := ask("转人工")
			require.NotContains(t, refused, "正在请工作人员")
			require.Contains(t, refused, "0640", "whom to call instead")
			require.Equal(t, http.StatusServiceUnavailable, get(t, p.Admin+"/readyz").StatusCode)

			proxy.Mend()
			require.Eventually(t, func() bool { return get(t, p.Admin+"/readyz").StatusCode == http.StatusOK }, 30*time.Second, 100*time.Millisecond)
			require.Contains(t, ask("转人工"), "正在请工作人员")
		})
	}
}
