package mini

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/number"
	"shuangyong/models/person"
	"shuangyong/session"
)

// Counter keeps the codes by which a clerk finds an account; session.CounterCodes does.
type Counter interface {
	Put(ctx context.Context, account string, draw func() string) (code string, until time.Time, err error)
}

var _ Counter = (*session.CounterCodes)(nil)

// MakeCounterCode gives a code by which a clerk finds the caller's account, in place of the one before.
func (d *Door) MakeCounterCode(c *gin.Context) {
	who, ok := d.caller(c)
	if !ok {
		return
	}
	code, until, err := d.o.Counter.Put(c.Request.Context(), who.account.ID.String(), func() string { return number.New(rand.Reader) })
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, CounterCode{Code: code, Spaced: number.Spaced(code), Qr: person.CounterQR(code), ExpiresAt: instant(until)})
}
