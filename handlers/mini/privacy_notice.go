package mini

import (
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/privacy"
)

// GetPrivacyNotice tells everybody the notice that holds and the terms of keeping.
func (d *Door) GetPrivacyNotice(c *gin.Context) {
	n, err := d.o.Privacy.Notice(c.Request.Context())
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer := PrivacyNotice{Version: n.Version, EffectiveOn: string(n.EffectiveOn), Text: n.For(d.o.Bureau, d.o.Phone), Terms: []KeepTerm{}}
	for _, t := range privacy.Terms() {
		answer.Terms = append(answer.Terms, KeepTerm{What: t.What, Keep: inWords(t), Why: t.Why})
	}
	c.JSON(http.StatusOK, answer)
}

// inWords is a term as people read it.
func inWords(t privacy.Term) string {
	const day = 24 * time.Hour
	switch {
	case t.Keep == 0 && t.Job != "":
		return "当时就删"
	case t.Keep == 0:
		return "现在不删"
	case t.Keep%(365*day) == 0:
		return fmt.Sprintf("%d年", t.Keep/(365*day))
	default:
		return fmt.Sprintf("%d天", t.Keep/day)
	}
}
