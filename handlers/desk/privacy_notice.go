package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/models/clock"
	"shuangyong/models/db"
)

// PublishNotice publishes the next version of the privacy notice.
func (d *Door) PublishNotice(c *gin.Context, _ PublishNoticeParams) {
	var in NoticeDraft
	if !openapi.Bind(c, &in) {
		return
	}
	member := officer(c)
	idempotent.Run(c, d.o.DB, once(member), func(tx db.Tx) (int, any, error) {
		n, err := d.o.Privacy.Publish(tx, member.Actor(), clock.Date(in.EffectiveOn), in.Text)
		return http.StatusCreated, NoticePublished{Version: n.Version}, err
	})
}
