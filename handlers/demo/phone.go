package demo

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/wechat/simulator"
)

// said is what somebody does on the telephone. type is text, voice, image, location, click, view, scan, follow or unfollow; content is the words, the
// picture's address, the place's name, the menu key, the page that was opened or the scene.
type said struct {
	OpenID  string  `json:"openid"`
	Type    string  `json:"type"`
	Content string  `json:"content"`
	Lat     float64 `json:"lat"` // GCJ-02 degrees
	Lng     float64 `json:"lng"`
	MediaID string  `json:"media_id"` // of a picture or voice that was stored before
	MsgID   string  `json:"msgid"`    // given twice, it is one message that WeChat delivers again
	Created int64   `json:"created"`
}

// shown is the answer on the telephone. state is answered, silent (accepted without an answer, or the answer comes later) or no_service (the
// person reads 该公众号暂时无法提供服务).
type shown struct {
	State  string `json:"state"`
	Type   string `json:"type,omitempty"`
	Text   string `json:"text,omitempty"`
	News   []card `json:"news,omitempty"`
	TookMS int64  `json:"took_ms"`
}

type card struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	URL         string `json:"url"`
}

// patience is WeChat's: four tries, each five seconds long, and a little more.
const patience = 21 * time.Second

// patiently is the context of a delivery: WeChat goes on trying when whoever sent the message looks elsewhere, and longer than other requests may take.
func (d *Door) patiently(c *gin.Context) (context.Context, context.CancelFunc) {
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(clock.System().Now().Add(patience + time.Second)) // a writer without deadlines needs none
	return context.WithTimeout(d.o.Life, patience)
}

// message delivers what somebody does, signed and encrypted, through the program's own callback.
func (d *Door) message(c *gin.Context) {
	var in said
	if !read(c, &in) {
		return
	}
	m, err := in.message()
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	ctx, cancel := d.patiently(c)
	defer cancel()
	delivery, err := d.o.Phone.Push(ctx, m)
	if err != nil && !errors.Is(err, simulator.ErrNoService) {
		reply.Refuse(c, err)
		return
	}
	answer := shown{State: "silent", TookMS: delivery.Took.Milliseconds()}
	switch {
	case err != nil:
		answer.State = "no_service"
	case delivery.Reply != nil:
		answer.State, answer.Type, answer.Text = "answered", delivery.Reply.Kind, delivery.Reply.Text
		for _, a := range delivery.Reply.Articles {
			answer.News = append(answer.News, card{a.Title, a.Description, a.URL})
		}
	}
	c.JSON(http.StatusOK, answer)
}

var mediaForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)

func (in said) message() (simulator.Message, error) {
	var m simulator.Message
	bad := func(field, why string) (simulator.Message, error) {
		return m, fault.New(fault.Invalid, "demo.bad_message", "请求里有写得不对的地方。").WithField(field, why)
	}
	if !openIDForm.MatchString(in.OpenID) {
		return bad("openid", "1 到 64 个字母、数字、_ 或 -")
	}
	switch in.Type {
	case "text", "":
		m = simulator.Text(in.OpenID, in.Content)
	case "voice":
		m = simulator.Voice(in.OpenID, in.Content)
	case "image":
		m = simulator.Image(in.OpenID, in.Content)
	case "location":
		if in.Lat < -90 || in.Lat > 90 || in.Lng < -180 || in.Lng > 180 {
			return bad("lat", "地球上没有这个地方")
		}
		m = simulator.Location(in.OpenID, in.Lat, in.Lng, in.Content)
	case "click":
		m = simulator.Click(in.OpenID, in.Content)
	case "view":
		m = simulator.Event(in.OpenID, "VIEW", in.Content)
	case "scan":
		m = simulator.Scan(in.OpenID, in.Content)
	case "follow":
		m = simulator.Follow(in.OpenID, in.Content)
	case "unfollow":
		m = simulator.Unfollow(in.OpenID)
	default:
		return bad("type", "text、voice、image、location、click、view、scan、follow、unfollow 之一")
	}
	if in.MsgID != "" && !openIDForm.MatchString(in.MsgID) {
		return bad("msgid", "1 到 64 个字母、数字、_ 或 -")
	}
	if in.MediaID != "" && !mediaForm.MatchString(in.MediaID) {
		return bad("media_id", "1 到 128 个字母、数字、_ 或 -")
	}
	if in.MsgID != "" {
		m.MsgID = in.MsgID
	}
	if in.MediaID != "" {
		m.MediaID = in.MediaID
	}
	if in.Created != 0 {
		m.CreatedAt = time.Unix(in.Created, 0)
	}
	return m, nil
}

// sent lists everything that WeChat was asked to deliver to an openid, in order.
func (d *Door) sent(c *gin.Context) {
	openID := c.Query("openid")
	if !checkOpenID(c, openID) {
		return
	}
	type item struct {
		Type string `json:"type"`
		Text string `json:"text"`
		At   string `json:"at"`
	}
	items := []item{}
	for _, s := range d.o.Phone.Sent(openID) {
		items = append(items, item{s.Kind, s.Text, s.At.In(clock.Shanghai).Format(time.RFC3339)})
	}
	c.JSON(http.StatusOK, gin.H{"items": items, "next": ""})
}
