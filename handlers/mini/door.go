// Package mini is the door for the mini-program: the API that people use once they are logged in. Its paths and types are generated from docs/openapi.yaml.
package mini

import (
	"context"
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/openapi"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
	"shuangyong/models/proxy"
	"shuangyong/models/seal"
	"shuangyong/models/station"
	"shuangyong/session"
	"shuangyong/wechat"
)

// Gateway is the part of package wechat that the door needs.
type Gateway interface {
	Login(ctx context.Context, code string) (wechat.Login, error)
	Phone(ctx context.Context, code string) (wechat.Phone, error)
}

// Logins keeps who is logged in; session.Logins does.
type Logins interface {
	SignIn(ctx context.Context, who session.Login) (token seal.Text, made session.Login, err error)
	Find(ctx context.Context, token seal.Text) (session.Login, error)
	SignOut(ctx context.Context, token seal.Text) error
	List(ctx context.Context, openid seal.Text) ([]session.Login, error)
	End(ctx context.Context, openid seal.Text, id string) (bool, error)
	EndOthers(ctx context.Context, openid seal.Text, keep string) error
}

// Homes are the stations that people belong to; station.Directory is one.
type Homes interface {
	Root() station.Station // where somebody belongs whose home is not known yet
	ByID(id uuid.UUID) (station.Station, bool)
}

// Options are what the door works with.
type Options struct {
	Document *openapi.Document
	Gateway  Gateway
	Logins   Logins
	DB       *db.DB
	People   *person.Store
	Merge    person.Merge // makes one person of two records in every domain
	Homes    Homes
	Clock    clock.Clock
	Privacy  *privacy.Store
	Mine     Mine // what several domains keep of a person
	Applying Applying
	Bureau   string
	Proxies  *proxy.Store
	Cards    Cards
	Phone    string                                                    // the bureau's number, for what the door itself must say
	Wait     func(ctx context.Context, what, who string) time.Duration // before an account may do what once more; nil holds nobody up
	Log      *slog.Logger

	Counter   Counter
	CardOwner func(r db.Reader, number seal.Text) (uuid.UUID, error) // whose card has a number, the zero key when nobody's
}

// Door is the mini-program's API.
type Door struct{ o Options }

var (
	_ ServerInterface = (*Door)(nil)
	_ Logins          = (*session.Logins)(nil)
	_ Homes           = (*station.Directory)(nil)
)

// New makes it.
func New(o Options) *Door { return &Door{o} }

// Register puts the paths of the document's tag mini in place. Whoever is not logged in gets no further than that where the document demands it, and
// nothing reaches a handler that is not as described.
func (d *Door) Register(r gin.IRouter) {
	RegisterHandlersWithOptions(r.Group("", d.signedIn, d.turn, d.o.Document.Validate), d, GinServerOptions{ErrorHandler: openapi.Misread})
}
