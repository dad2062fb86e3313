package demo_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"shuangyong/handlers/demo"
	"shuangyong/wechat/simulator"
)

// tireless keeps trying until its context ends, as WeChat does with a program that does not answer.
type tireless struct {
	phone
	began chan context.Context
}

func (p tireless) Push(ctx context.Context, _ simulator.Message) (simulator.Delivery, error) {
	p.began <- ctx
	<-ctx.Done()
	return simulator.Delivery{Attempts: 2}, simulator.ErrNoService
}

// WeChat goes on when the page is closed and when other requests would have to end, but not when the program stops.
func TestAMessageIsTriedUntilTheProgramStops(t *testing.T) {
	life, stop := context.WithCancel(t.Context())
	p := tireless{began: make(chan context.Context, 1)}
	e := gin.New()
	demo.New(demo.Options{Phone: p, Life: life}).Register(e)
	gone, leave := context.WithCancel(t.Context())
	w, done := httptest.NewRecorder(), make(chan struct{})
	go func() {
		defer close(done)
		e.ServeHTTP(w, httptest.NewRequestWithContext(gone, "POST", "/simulator/api/message", strings.NewReader(`{"openid":"me","content":"你好"}`)))
	}()
	trying := <-p.began
	leave()
	require.NoError(t, trying.Err())
	_, bounded := trying.Deadline()
	require.True(t, bounded)
	stop()
	<-done
	require.Contains(t, w.Body.String(), `"state":"no_service"`)
}
