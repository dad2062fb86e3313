package demo

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/clock"
	"shuangyong/wechat/simulator"
)

// Account is the Official Account as its page on the phone shows it.
type Account struct {
	Name string `json:"name"`
	ID   string `json:"id"`   // the app id
	Mode string `json:"mode"` // 安全模式, as WeChat calls it
}

// Button is a column of the account's menu, or an entry of one.
type Button struct {
	Name string   `json:"name"`
	Key  string   `json:"key,omitempty"`
	URL  string   `json:"url,omitempty"`
	Rows []Button `json:"rows,omitempty"`
}

// Person is somebody whose phone can be taken. Nobody of them exists.
type Person struct {
	OpenID   string   `json:"openid"`
	Name     string   `json:"name"`
	About    string   `json:"about"`    // one line of his story
	Statuses []string `json:"statuses"` // as people read them
	Verified bool     `json:"verified"`
	Say      []string `json:"say"`      // what to try
	Petition string   `json:"petition"` // number of the one under way
	Tail     string   `json:"tail"`     // the second proof for reading it
	New      bool     `json:"new"`      // has not followed the account yet
}

// guests are the people whom the page put behind openids since the start.
type guests struct {
	mu   sync.Mutex
	list []Person
}

// maxGuests bounds how many are remembered; the oldest are forgotten by the list, not by the database.
const maxGuests = 200

func (g *guests) add(p Person) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i := range g.list {
		if g.list[i].OpenID == p.OpenID {
			g.list[i] = p
			return
		}
	}
	g.list = append(g.list, p)
	if len(g.list) > maxGuests {
		g.list = g.list[1:]
	}
}

// over puts the guests after the people, in place of those whose openid they took.
func (g *guests) over(people []Person) []Person {
	g.mu.Lock()
	defer g.mu.Unlock()
	taken := map[string]bool{}
	for _, p := range g.list {
		taken[p.OpenID] = true
	}
	all := []Person{}
	for _, p := range people {
		if !taken[p.OpenID] {
			all = append(all, p)
		}
	}
	return append(all, g.list...)
}

// state is all that the page needs to know before it follows the timeline.
func (d *Door) state(c *gin.Context) {
	var people []Person
	if d.o.People != nil {
		var err error
		if people, err = d.o.People(c.Request.Context()); err != nil {
			reply.Refuse(c, err)
			return
		}
	}
	answer := gin.H{
		"boot": d.boot, "account": d.o.Account, "people": d.guests.over(people), "menu": d.menu(), "troubles": troublesOf(d.o.Phone),
		"codes": d.codes(d.now()), "templates": d.templates(), "now": d.now().In(clock.Shanghai).Format(time.RFC3339),
		"can": gin.H{"clock": d.o.Clock != nil, "person": d.o.Introduce != nil, "map": d.o.Map != nil, "mini": d.o.Mini},
	}
	c.JSON(http.StatusOK, answer)
}

// now is the time that phones show.
func (d *Door) now() time.Time {
	if d.o.Clock != nil {
		return d.o.Clock.Now()
	}
	return clock.System().Now()
}

// menu is what was pushed, or the default. WeChat's buttons are told apart by type; the page needs only what a tap does.
func (d *Door) menu() []Button {
	type button struct {
		Name string   `json:"name"`
		Key  string   `json:"key"`
		URL  string   `json:"url"`
		Sub  []button `json:"sub_button"`
	}
	var pushed struct {
		Button []button `json:"button"`
	}
	if json.Unmarshal(d.o.Phone.Menu(), &pushed) != nil || len(pushed.Button) == 0 {
		return append([]Button{}, d.o.Menu...)
	}
	var shown func(list []button) []Button
	shown = func(list []button) []Button {
		out := make([]Button, 0, len(list))
		for _, b := range list {
			out = append(out, Button{Name: b.Name, Key: b.Key, URL: b.URL, Rows: shown(b.Sub)})
		}
		return out
	}
	return shown(pushed.Button)
}

// troubles are those in force, never null.
func troublesOf(p Phone) []trouble {
	list := []trouble{}
	for _, t := range p.Troubles() {
		list = append(list, trouble{t.ID, t.Path, string(t.Kind), t.Code, t.Delay.Milliseconds(), t.Times})
	}
	return list
}

// sideName is how the page calls an account.
func sideName(s simulator.Side) string {
	if s == simulator.Mini {
		return "mini"
	}
	return "official"
}
