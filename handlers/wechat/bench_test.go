package wechat_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"shuangyong/dialog"
	door "shuangyong/handlers/wechat"
	"shuangyong/wechat/simulator"
)

// BenchmarkRealText is BenchmarkText with the program's own engine upon a small city: understanding and looking up included.
func BenchmarkRealText(b *testing.B) {
	h := one(b)
	benchmark(b, h, dialog.New(h.real()))
}

// BenchmarkText is one text in safe mode through the whole door: opened, remembered, answered, stored, sealed. Only understanding and looking up
// are left out.
func BenchmarkText(b *testing.B) {
	benchmark(b, one(b), echo())
}

func benchmark(b *testing.B, h *house, e door.Engine) {
	r := h.opens(e, func(o *door.Options) { o.Log = slog.New(slog.DiscardHandler) })
	engine := gin.New()
	r.door.Register(engine)
	i := 0
	for b.Loop() {
		b.StopTimer()
		m := simulator.Text(fmt.Sprintf("o%08d", i%500), "附近的优惠店")
		m.MsgID = fmt.Sprint(i)
		query, body, err := h.wechat.Request(m)
		require.NoError(b, err)
		w, request := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/wechat?"+query.Encode(), bytes.NewReader(body))
		i++
		b.StartTimer()
		engine.ServeHTTP(w, request)
		if w.Code != 200 || w.Body.Len() < 100 {
			b.Fatal(w.Code, w.Body.String())
		}
	}
}
