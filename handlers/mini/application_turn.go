package mini

import (
	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
)

// UploadsAtOnce is how many photographs are taken in at the same time: each is held in memory, twice while it is compared with the description.
const UploadsAtOnce = 16

var errUploads = fault.New(fault.Unavailable, "media.busy", "现在传图片的人多，没有收下。请过一分钟再传一次。")

// turn lets a photograph in when there is room for it, and lets it wait as long as its request lives.
func (d *Door) turn(c *gin.Context) {
	turns := d.o.Applying.Turns
	if c.FullPath() != PhotographPath || turns == nil {
		return
	}
	select {
	case turns <- struct{}{}:
		defer func() { <-turns }()
		c.Next()
	case <-c.Request.Context().Done():
		reply.Refuse(c, errUploads)
	}
}
