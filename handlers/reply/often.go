package reply

import (
	"math"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/models/fault"
)

// TooOften refuses who does something too often, and says when to come back.
func TooOften(c *gin.Context, wait time.Duration) {
	seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
	c.Header("Retry-After", seconds)
	Refuse(c, fault.New(fault.TooMany, "http.too_often", "点得太快了，没有办成。请过"+seconds+"秒再试，办过的事都在。"))
}
