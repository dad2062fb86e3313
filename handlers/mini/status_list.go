package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/clock"
	"shuangyong/models/person"
)

// ListMyStatuses tells what the caller is registered as, once it was proved who he is.
func (d *Door) ListMyStatuses(c *gin.Context) {
	who, ok := d.known(c, person.OwnFile)
	if !ok {
		return
	}
	held, err := d.o.People.HistoryOf(c.Request.Context(), who.person)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	today := clock.DateOf(d.o.DB.Clock().Now())
	items := make([]MyStatus, 0, len(held))
	for _, h := range held {
		if h.Counts() {
			items = append(items, myStatus(h, today))
		}
	}
	c.JSON(http.StatusOK, MyStatusList{Items: items})
}

func myStatus(h person.Held, today clock.Date) MyStatus {
	return MyStatus{
		Status: PersonStatus(h.Status), StatusText: h.Status.Chinese(), From: string(h.From), Held: h.On(today), Seen: h.SeenOn != "",
		Level: given(h.Level), Cause: given(DisabilityCause(h.Cause)), Kind: given(BereavedKind(h.Kind)), Until: given(string(h.Until)),
	}
}

// worth is what stands behind a pointer, nothing when it points nowhere.
func worth[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// given is a value that is left out where it is nothing.
func given[T comparable](v T) *T {
	var nothing T
	if v == nothing {
		return nil
	}
	return &v
}
