// Package mini is the door for the mini-program: the API that people use once they are logged in. Its paths and types are generated from docs/openapi.yaml.
package mini

import (
	"context"
	"log/slog"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/openapi"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/session"
	"shuangyong/wechat"
)

// Gateway is the part of package wechat that the door needs.
type Gateway interface {
	Login(ctx context.Context, code string) (wechat.Login, error)
}

// Logins keeps who is logged in; session.Logins does.
type Logins interface {
	SignIn(ctx context.Context, who session.Login) (token seal.Text, made session.Login, err error)
	Find(ctx context.Context, token seal.Text) (session.Login, error)
	SignOut(ctx context.Context, token seal.Text) error
}

// Options are what the door works with.
type Options struct {
	Document *openapi.Document
	Gateway  Gateway
	Logins   Logins
	DB       *db.DB
	People   *person.Store
	Phone    string // the bureau's number, for what the door itself must say
	Log      *slog.Logger
}

// Door is the mini-program's API.
type Door struct{ o Options }

var (
	_ ServerInterface = (*Door)(nil)
	_ Logins          = (*session.Logins)(nil)
)

// New makes it.
func New(o Options) *Door { return &Door{o} }

// Register puts the paths of the document's tag mini in place. Whoever is not logged in gets no further than that where the document demands it, and
// nothing reaches a handler that is not as described.
func (d *Door) Register(r gin.IRouter) {
	RegisterHandlersWithOptions(r.Group("", d.signedIn, d.o.Document.Validate), d, GinServerOptions{ErrorHandler: misread})
}
