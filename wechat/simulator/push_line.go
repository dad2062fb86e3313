package simulator

import "strings"

// What became of what a person sent, in Entry.State.
const (
	stateSending   = "sending"
	stateAnswered  = "answered"
	stateSilent    = "silent"
	stateNoService = "no_service"
)

// kindState is an entry that only says what became of the one in Ref.
const kindState = "state"

// begin puts what the person did into the chat and keeps what follows from it; 0 when the chat shows nothing of it.
func (s *Simulator) begin(m Message) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !byPerson(m) {
		return 0
	}
	p := s.known(m.From)
	if m.To == Official {
		p.changed(m)
	}
	s.touched(p, m)
	e, shows := lineOf(m)
	if !shows {
		return 0
	}
	e.OpenID, e.At, e.Side, e.State = m.From, m.CreatedAt, m.To, stateSending
	return s.record.add(e)
}

// changed follows and leaves.
func (p *person) changed(m Message) {
	switch m.Event {
	case "subscribe":
		p.follows, p.followedAt = true, m.CreatedAt
		p.scene = strings.TrimPrefix(m.EventKey, "qrscene_")
	case "unsubscribe":
		p.follows = false
	}
}

// lineOf is how a chat shows what somebody did: words and pictures as his own, following and pages as a grey line, a tap on the menu not at all.
func lineOf(m Message) (Entry, bool) {
	e := Entry{By: ByPerson, Kind: m.Kind}
	switch m.Kind {
	case "text", "voice":
		e.Text = m.Content
	case "image":
		e.Picture = m.PicURL
	case "video", "shortvideo":
		e.Kind = "video"
	case "location":
		e.Lat, e.Lng, e.Text = m.Lat, m.Lng, m.Label
	case "link":
		e.Title, e.Text, e.URL = m.Title, m.Description, m.URL
	case "miniprogrampage":
		e.Kind, e.Title, e.URL = "link", m.Title, m.URL
	case "event":
		e.By, e.Title, e.Text = BySystem, m.Event, greyLine(m)
		return e, e.Text != ""
	}
	return e, true
}

func greyLine(m Message) string {
	switch m.Event {
	case "subscribe":
		return "您已关注公众号"
	case "unsubscribe":
		return "您已取消关注"
	case "SCAN":
		return "您扫了公众号的二维码"
	case "scancode_push", "scancode_waitmsg":
		return "您扫了一个码"
	case "VIEW":
		return "您打开了网页"
	case "view_miniprogram":
		return "您打开了小程序"
	case "user_enter_tempsession":
		return "您进入了小程序客服"
	}
	return ""
}

// finish puts the answer into the chat, or that there is none.
func (s *Simulator) finish(m Message, line int64, d Delivery, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := stateSilent
	e := Entry{OpenID: m.From, At: s.o.Clock.Now(), By: ByAccount, Side: m.To, Ref: line}
	switch {
	case err != nil && complains(m):
		state, e.By, e.Kind, e.Text = stateNoService, BySystem, "event", noServiceText(m.To)
		s.record.add(e)
	case err == nil && d.Reply != nil && shows(m):
		state = stateAnswered
		s.record.add(d.Reply.entry(e))
	}
	s.record.settle(line, state)
}

// entry fills in what the chat shows of an answer.
func (r *Reply) entry(e Entry) Entry {
	e.Kind, e.Text, e.Articles = r.Kind, r.Text, r.Articles
	if len(r.Articles) > 0 {
		one := r.Articles[0]
		e.Title, e.Text, e.URL, e.Picture = one.Title, one.Description, one.URL, one.PicURL
	}
	return e
}

// settle notes what became of a line: there, and as an entry of its own for who has read it already.
func (r *record) settle(line int64, state string) {
	if line == 0 {
		return
	}
	for i := range r.entries {
		if e := &r.entries[i]; e.Seq == line {
			e.State = state
			r.add(Entry{OpenID: e.OpenID, At: e.At, By: BySystem, Side: e.Side, Kind: kindState, Ref: line, State: state})
			return
		}
	}
}

// shows tells whether a phone shows an answer. To who left, to a tap that opened a page, and to WeChat's own reports it does not.
func shows(m Message) bool {
	switch m.Event {
	case "unsubscribe", "VIEW", "view_miniprogram", "user_authorization_revoke", "user_authorization_cancellation":
		return false
	}
	return byPerson(m) && !textTime(m.Event)
}

// complains tells whether WeChat says that the account is out of service: where somebody waits for an answer.
func complains(m Message) bool {
	switch m.Event {
	case "", "CLICK", "subscribe", "SCAN", "scancode_waitmsg", "user_enter_tempsession":
		return true
	}
	return false
}

func noServiceText(which Side) string {
	if which == Mini {
		return "该小程序客服暂时无法提供服务，请稍后再试"
	}
	return "该公众号暂时无法提供服务，请稍后再试"
}
