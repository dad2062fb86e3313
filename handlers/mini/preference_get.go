package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/person"
)

// GetPreferences tells how the caller likes to be spoken to.
func (d *Door) GetPreferences(c *gin.Context) {
	who, ok := d.caller(c)
	if !ok {
		return
	}
	p, err := d.o.People.PreferencesOf(c.Request.Context(), who.account.ID)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, preferences(p, who.account.Claimed))
}

func preferences(p person.Preferences, claimed person.Claim) Preferences {
	return Preferences{LargeText: p.LargeText, Voice: p.Voice, PlainWords: p.PlainWords, Dialect: PreferencesDialect(p.Dialect), Claimed: PersonClaim(claimed)}
}
