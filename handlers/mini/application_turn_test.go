package mini

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"
)

// Photographs come in a few at a time; whoever waits in vain is told to come again, and other requests do not wait.
func TestPhotographsWaitForTheirTurn(t *testing.T) {
	turns := make(chan struct{}, 1)
	d := New(Options{Applying: Applying{Turns: turns}})
	e := gin.New()
	e.Use(d.turn)
	inside := 0
	answer := func(c *gin.Context) {
		inside = len(turns)
		c.Status(http.StatusNoContent)
	}
	e.POST(PhotographPath, answer)
	e.GET("/api/v1/applications", answer)
	call := func(ctx context.Context, method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest(method, path, nil).WithContext(ctx))
		return w
	}
	require.Equal(t, 204, call(t.Context(), "POST", "/api/v1/applications/x/documents").Code)
	require.Equal(t, 1, inside, "the turn lasts while the request does")
	require.Empty(t, turns)

	turns <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := call(ctx, "POST", "/api/v1/applications/x/documents")
	require.Equal(t, []any{503, "60"}, []any{w.Code, w.Header().Get("Retry-After")})
	require.Contains(t, w.Body.String(), "media.busy")
	require.Equal(t, 204, call(t.Context(), "GET", "/api/v1/applications").Code)
	require.Len(t, turns, 1, "and gave back nothing that it did not have")
}
