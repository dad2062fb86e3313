// Package desk is the door for staff: the API behind which clerks, leaders and auditors work. Its paths and types are generated from docs/openapi.yaml.
package desk

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/approval"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
	"shuangyong/models/proxy"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
	"shuangyong/models/station"
)

// Sessions tells who is logged in.
type Sessions interface {
	// Member is whoever a token stands for, as his account is now: who was disabled a moment ago is nobody any more.
	Member(ctx context.Context, token seal.Text) (staff.Member, error)
}

// Stations is the tree of stations; station.Directory is one.
type Stations interface {
	ByID(id uuid.UUID) (station.Station, bool)
}

// Options are what the door works with.
type Options struct {
	Document *openapi.Document
	DB       *db.DB
	Sessions Sessions
	Address  func(*gin.Context) string // where a request comes from, as tries at a login are counted
	Phone    string                    // the bureau's number, for what the door itself must say
	Log      *slog.Logger

	Staff        *staff.Store
	Proxies      *proxy.Store
	Logins       Logins
	Approvals    *approval.Store
	Effects      map[approval.Kind]Effect // what happens when the second person agrees
	Work         []Work                   // what can be open of a member of staff
	People       *person.Store
	Privacy      *privacy.Store
	Applications Applications

	Merge     person.Merge // makes one person of two records in every domain
	Cases     CountCases   // how much the other domains keep of a person
	Stations  Stations
	Counter   Counter
	CardOwner func(r db.Reader, number seal.Text) (uuid.UUID, error) // whose card has a number, the zero key when nobody's
}

// Door is the desk's API.
type Door struct{ o Options }

var _ ServerInterface = (*Door)(nil)

// New makes it.
func New(o Options) *Door { return &Door{o} }

// Register puts the paths of the document's tag desk in place. Nothing reaches a handler that is not as described, and nobody whose roles do not allow the operation's act.
func (d *Door) Register(r gin.IRouter) {
	RegisterHandlersWithOptions(r.Group("", reply.ToStaff, d.guard, d.o.Document.Validate), d, GinServerOptions{ErrorHandler: openapi.Misread})
}

// instant is a time as the API tells it: in Beijing, to the second.
func instant(t time.Time) time.Time { return t.In(clock.Shanghai).Truncate(time.Second) }

// GetMember tells who is logged in.
func (d *Door) GetMember(c *gin.Context) {
	c.JSON(http.StatusOK, memberOf(officer(c)))
}

func memberOf(m staff.Member) Member {
	return Member{ID: m.ID, Login: m.Login, Name: m.Name, StationPath: string(m.Path), Roles: rolesOf(m.Roles)}
}
