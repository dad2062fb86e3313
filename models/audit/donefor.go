package audit

import (
	"context"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// LookedFor is the action of the entries that say that a family member looked at something of the person he acts for.
const LookedFor = "proxy.look"

// Done is one thing that a family member did in a person's name.
type Done struct {
	ID     uuid.UUID
	At     time.Time
	By     Actor
	Action string
	Detail map[string]string
}

// DoneFor is everything that was done in a person's name, the latest first: at most limit, before the entry before (the zero key: from the newest). people are his key
// and those of records that were merged into his, for an entry keeps the key it was written with.
func DoneFor(ctx context.Context, d *db.DB, people []uuid.UUID, before uuid.UUID, limit int) ([]Done, error) {
	g := orm.Of(d.View(ctx)).Where("actor_for IN ? AND actor_for <> ? AND actor_kind = ?", texts(people), "", Proxy) // the second lets the partial index be used
	all, err := kept(g, before, limit)
	done := make([]Done, len(all))
	for i, k := range all {
		done[i] = Done{ID: k.ID, At: k.At, By: k.Actor, Action: k.Action, Detail: k.Detail}
	}
	return done, err
}

// Chinese is what was done, as the person in whose name it was done reads it.
func (d Done) Chinese() string {
	if d.Action == LookedFor {
		switch d.Detail["part"] {
		case "card":
			return "查了您的优待证办到哪了"
		case "payments":
			return "查了您的补助到没到账"
		case "petitions":
			return "查了您反映的事办到哪了"
		case "statuses":
			return "查了您能享受什么优待"
		}
		return "查了您的登记"
	}
	switch d.Action {
	case "handoff.open":
		return "请工作人员为您的事打电话"
	case "handoff.add":
		return "给工作人员补充了您的事"
	case "appointment.book":
		return "替您约了时间"
	case "appointment.cancel":
		return "替您取消了预约"
	case "appointment.reschedule":
		return "替您改了预约时间"
	case "petition.file", "petition.register":
		return "替您反映了一件事"
	case "petition.add":
		return "给您反映的事补了材料"
	}
	return "替您办了一件事"
}
