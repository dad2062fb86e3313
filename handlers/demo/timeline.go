package demo

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/models/clock"
	"shuangyong/wechat/simulator"
)

// A page asks for news in portions: so much is new at most, and the rest comes with the next question.
const (
	mostEntries   = 500
	mostExchanges = 50
)

// line is an entry as the page gets it.
type line struct {
	Seq      int64             `json:"seq"`
	OpenID   string            `json:"openid"`
	At       string            `json:"at"`
	By       simulator.By      `json:"by"`
	Side     string            `json:"side"`
	Kind     string            `json:"kind"`
	State    string            `json:"state,omitempty"`
	Ref      int64             `json:"ref,omitempty"`
	Text     string            `json:"text,omitempty"`
	Title    string            `json:"title,omitempty"`
	URL      string            `json:"url,omitempty"`
	Picture  string            `json:"picture,omitempty"` // from this door, or not at all: phones load nothing from strangers here
	Lat      float64           `json:"lat,omitempty"`
	Lng      float64           `json:"lng,omitempty"`
	Articles []card            `json:"articles,omitempty"`
	Fields   []simulator.Field `json:"fields,omitempty"`
}

// timeline gives the lines of all chats after a number. When there are none it waits for the first one: until then the page's question stays open, for a
// few seconds, or until the program stops.
func (d *Door) timeline(c *gin.Context) {
	after, ok := number(c)
	if !ok {
		return
	}
	end := time.NewTimer(d.o.Hold)
	defer end.Stop()
	for {
		entries, changed := d.o.Phone.Entries(after)
		if len(entries) > 0 {
			d.tell(c, after, entries)
			return
		}
		select {
		case <-changed:
		case <-end.C:
			d.tell(c, after, nil)
			return
		case <-d.o.Life.Done():
			d.tell(c, after, nil)
			return
		case <-c.Request.Context().Done():
			d.tell(c, after, nil)
			return
		}
	}
}

func (d *Door) tell(c *gin.Context, after int64, entries []simulator.Entry) {
	lines := []line{}
	for _, e := range entries[:min(len(entries), mostEntries)] {
		lines = append(lines, d.lineOf(e))
		after = e.Seq
	}
	c.JSON(http.StatusOK, gin.H{"boot": d.boot, "items": lines, "next": after})
}

func (d *Door) lineOf(e simulator.Entry) line {
	l := line{
		Seq: e.Seq, OpenID: e.OpenID, At: e.At.In(clock.Shanghai).Format(time.RFC3339), By: e.By, Side: sideName(e.Side), Kind: e.Kind, State: e.State,
		Ref: e.Ref, Text: e.Text, Title: e.Title, URL: e.URL, Picture: pictureAt(e.Picture), Lat: e.Lat, Lng: e.Lng, Fields: e.Fields,
	}
	for _, a := range e.Articles {
		l.Articles = append(l.Articles, card{a.Title, a.Description, a.URL})
	}
	return l
}

// exchanged is a request between WeChat and the program as the developer's drawer gets it.
type exchanged struct {
	Seq      int64  `json:"seq"`
	At       string `json:"at"`
	Side     string `json:"side"`
	Push     bool   `json:"push"`
	OpenID   string `json:"openid"`
	Method   string `json:"method"`
	Path     string `json:"path"`
	Try      int    `json:"try"`
	Request  string `json:"request"`
	Inner    string `json:"inner"`
	Response string `json:"response"`
	Answer   string `json:"answer"`
	Status   int    `json:"status"`
	TookMS   int64  `json:"took_ms"`
	Trouble  string `json:"trouble"`
}

// exchanges gives the newest requests after a number, oldest first.
func (d *Door) exchanges(c *gin.Context) {
	after, ok := number(c)
	if !ok {
		return
	}
	list := d.o.Phone.Exchanges(after)
	items := []exchanged{}
	for _, x := range list[max(0, len(list)-mostExchanges):] {
		items = append(items, exchanged{
			x.Seq, x.At.In(clock.Shanghai).Format(time.RFC3339), sideName(x.Side), x.Push, x.OpenID, x.Method, x.Path, x.Try,
			x.Request, x.Inner, x.Response, x.Answer, x.Status, x.Took.Milliseconds(), x.Trouble,
		})
		after = x.Seq
	}
	c.JSON(http.StatusOK, gin.H{"boot": d.boot, "items": items, "next": after})
}

// number is what a question for news begins after; 0 when it is not said.
func number(c *gin.Context) (int64, bool) {
	text := c.DefaultQuery("after", "0")
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		bad(c, "after", "0 或上次得到的 next")
		return 0, false
	}
	return n, true
}
