package mini

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
)

// PlanDeletion tells what a deletion would delete, and what is held and why.
func (d *Door) PlanDeletion(c *gin.Context) {
	who, ok := d.known(c, person.DeleteMine)
	if !ok {
		return
	}
	plan, err := d.o.Mine.Plan(d.o.DB.View(c.Request.Context()), who.person)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, DeletionPlan{Plan: privacy.Fingerprint(plan), Items: itemsOf(plan)})
}

// DeleteMe deletes what can go, ends the logins, and tells what stays.
func (d *Door) DeleteMe(c *gin.Context, _ DeleteMeParams) {
	var in DeletionRequest
	if !openapi.Bind(c, &in) {
		return
	}
	who, ok := d.known(c, person.DeleteMine)
	if !ok {
		return
	}
	var gone []person.Account
	idempotent.Run(c, d.o.DB, who.once(), func(tx db.Tx) (int, any, error) {
		plan, accounts, err := d.o.Mine.Delete(tx, who.actor(), who.person, in.Plan)
		gone = accounts
		return http.StatusOK, d.deleted(plan), err
	})
	if c.IsAborted() || len(gone) == 0 {
		return
	}
	// What Redis keeps goes too. If it is away its logins are good for nothing, since their account is gone, and the rest of it ends within a day.
	if err := d.o.Mine.Forget(c.Request.Context(), gone); err != nil {
		d.o.Log.LogAttrs(c.Request.Context(), slog.LevelWarn, "conversations of a deleted account end by themselves", slog.String("reason", fault.Of(err).Reason))
	}
}

func (d *Door) deleted(plan []privacy.Item) DeletionDone {
	done := DeletionDone{Deleted: []string{}, Held: []DeletionItem{}, Words: "已经删了，您已退出登录。想再用，随时回来。"}
	for _, i := range plan {
		if i.Goes {
			done.Deleted = append(done.Deleted, i.Chinese)
		} else {
			done.Held = append(done.Held, itemOf(i))
		}
	}
	if len(done.Held) > 0 {
		done.Words = "能删的已经删了，您已退出登录。下面几项法律规定要留，只存着，不作别用。不清楚的，打" + d.o.Phone + "。"
	}
	return done
}

func itemsOf(plan []privacy.Item) []DeletionItem {
	items := make([]DeletionItem, len(plan))
	for i, item := range plan {
		items[i] = itemOf(item)
	}
	return items
}

func itemOf(i privacy.Item) DeletionItem {
	return DeletionItem{Part: string(i.Part), What: i.Chinese, Count: i.Count, Goes: i.Goes, Why: given(i.Why), Law: given(i.Law)}
}
