// Package echo is the bare gin and SDK server that says every text back in safe mode: the yardstick of the benchmarks. It has none of the gateway's
// guards, and no program serves it.
package echo

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	sdk "github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/silenceper/wechat/v2/officialaccount/server"

	_ "shuangyong/wechat" // its init silences the SDK, so that the yardstick is not slowed by writing logs
)

// Handler serves the callback at /wechat.
func Handler(appID, token, aesKey string) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	account := &sdk.Context{Config: &config.Config{AppID: appID, Token: token, EncodingAESKey: aesKey}}
	router := gin.New()
	router.Any("/wechat", func(c *gin.Context) {
		s := server.NewServer(account)
		s.Request, s.Writer = c.Request, c.Writer
		s.SetMessageHandler(func(m *message.MixMessage) *message.Reply {
			return &message.Reply{MsgType: message.MsgTypeText, MsgData: message.NewText(m.Content)}
		})
		if s.Serve() != nil {
			c.AbortWithStatus(http.StatusForbidden)
			return
		}
		_ = s.Send()
	})
	return router
}
