package demo

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/clock"
	"shuangyong/models/fault"
)

// furthest keeps the demo within the years that its data and calendars are about.
const furthest = 400 * 24 * time.Hour

type timeAnswer struct {
	Now string `json:"now"` // RFC 3339, Shanghai
}

func (d *Door) tellTime(c *gin.Context) {
	c.JSON(http.StatusOK, timeAnswer{d.o.Clock.Now().In(clock.Shanghai).Format(time.RFC3339)})
}

// moveClock moves the demo's clock on, of this process alone; {"advance":"48h"}.
func (d *Door) moveClock(c *gin.Context) {
	var in struct {
		Advance string `json:"advance"`
	}
	if !read(c, &in) {
		return
	}
	by, err := time.ParseDuration(in.Advance)
	if err != nil || by <= 0 || by > furthest {
		reply.Refuse(c, fault.New(fault.Invalid, "demo.bad_advance", "advance 要写成 48h、30m 这样，最多 9600h；时钟只能往后拨。"))
		return
	}
	now := d.o.Clock.Advance(by)
	c.JSON(http.StatusOK, timeAnswer{now.In(clock.Shanghai).Format(time.RFC3339)})
}
