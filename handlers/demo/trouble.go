package demo

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/wechat/simulator"
)

// trouble is something that goes wrong on purpose, as the page writes it.
type trouble struct {
	ID      int64  `json:"id"`
	Path    string `json:"path"`
	Kind    string `json:"kind"`
	Code    int    `json:"code"`
	DelayMS int64  `json:"delay_ms"`
	Times   int    `json:"times"` // 0 is until it is mended
}

// What can go wrong, with the API and with the messages that are pushed.
var (
	ofAPI = []simulator.TroubleKind{
		simulator.TroubleError, simulator.TroubleStatus, simulator.TroubleDelay, simulator.TroubleHangUp, simulator.TroubleGarbage, simulator.TroubleCut,
	}
	ofPush = []simulator.TroubleKind{
		simulator.TroubleDelay, simulator.TroubleHangUp, simulator.TroubleLostAnswer, simulator.TroubleTwice, simulator.TroubleStale,
		simulator.TroubleForged, simulator.TroubleOtherKey, simulator.TroubleBroken, simulator.TroubleSlowBody,
	}
	apiPath = regexp.MustCompile(`^/[a-z0-9_/-]{1,80}$`)
)

// Bounds of a trouble: enough for any of WeChat's bad days.
const (
	longestDelay = 24 * time.Hour // a stale message is as old as that
	mostTimes    = 1000
	mostTroubles = 50
)

// makeTrouble lets something go wrong from now on.
func (d *Door) makeTrouble(c *gin.Context) {
	var in struct {
		Path    string `json:"path"`
		Kind    string `json:"kind"`
		Code    int    `json:"code"`
		DelayMS int64  `json:"delay_ms"`
		Times   int    `json:"times"`
	}
	if !read(c, &in) {
		return
	}
	kinds, known := ofAPI, in.Path == simulator.AnyAPI || apiPath.MatchString(in.Path)
	if in.Path == simulator.PushOfficial || in.Path == simulator.PushMini {
		kinds, known = ofPush, true
	}
	switch {
	case !known:
		bad(c, "path", "push、push-mini、* 或接口的路径")
	case !slices.Contains(kinds, simulator.TroubleKind(in.Kind)):
		bad(c, "kind", "这里出不了这种故障")
	case in.Kind == string(simulator.TroubleStatus) && (in.Code < 300 || in.Code > 599):
		bad(c, "code", "300 到 599")
	case in.Code < -1 || in.Code > 999999:
		bad(c, "code", "微信的错误码")
	case in.DelayMS < 0 || in.DelayMS > longestDelay.Milliseconds():
		bad(c, "delay_ms", "0 到 86400000")
	case in.Times < 0 || in.Times > mostTimes:
		bad(c, "times", "0 到 1000")
	case len(d.o.Phone.Troubles()) >= mostTroubles:
		bad(c, "path", "故障已经够多了，先取消几个")
	default:
		id := d.o.Phone.Make(simulator.Trouble{
			Path: in.Path, Kind: simulator.TroubleKind(in.Kind), Code: in.Code, Delay: time.Duration(in.DelayMS) * time.Millisecond, Times: in.Times,
		})
		c.JSON(http.StatusCreated, gin.H{"id": id})
	}
}

// mendTrouble ends one trouble, or all of them: 0.
func (d *Door) mendTrouble(c *gin.Context) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || id < 0 {
		bad(c, "id", "故障的号；0 是全部")
		return
	}
	d.o.Phone.Mend(id)
	c.Status(http.StatusNoContent)
}

// expireTokens makes every access token useless, as another system's refresh would.
func (d *Door) expireTokens(c *gin.Context) {
	var in struct{}
	if !read(c, &in) {
		return
	}
	d.o.Phone.InvalidateTokens()
	c.Status(http.StatusNoContent)
}
