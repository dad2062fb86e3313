package desk_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/staff"
)

// BenchmarkAuthorisedCall is a call at the desk with everything before it (token, account and roles, description) beside a bare handler that answers the same.
// SY_TEST_REDIS_URL and the databases' URLs name servers; without them both are in the process.
func BenchmarkAuthorisedCall(b *testing.B) {
	for _, dialect := range dbtest.Dialects() {
		h := openBureau(b, dbtest.Place(b, dialect))
		_, token := h.colleague("li1", "990101", staff.TownClerk, staff.ShopInspector)
		answer := h.call("GET", "/me", token, "").raw
		b.Run(string(dialect), func(b *testing.B) { ask(b, h.plain, token) })
		if dialect != db.SQLite {
			continue
		}
		bare := gin.New()
		bare.GET("/api/desk/v1/me", func(c *gin.Context) { c.Data(http.StatusOK, "application/json; charset=utf-8", []byte(answer)) })
		b.Run("bare", func(b *testing.B) { ask(b, bare, token) })
	}
}

func ask(b *testing.B, door http.Handler, token string) {
	b.Helper()
	b.ReportAllocs()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			r := httptest.NewRequest("GET", "/api/desk/v1/me", nil)
			r.Header.Set("Authorization", "Bearer "+token)
			w := httptest.NewRecorder()
			door.ServeHTTP(w, r)
			require.Equal(b, http.StatusOK, w.Code)
		}
	})
}
