package simulator

import "time"

const (
	messageWindow = 48 * time.Hour // opened by a message, for five
	messageQuota  = 5
	actionWindow  = time.Minute // opened by a click, following or a scan, for three
	actionQuota   = 3
	entranceQuota = 2 // opened by entering a mini-program's customer service
	typingAfter   = 30 * time.Second
	typingFor     = 15 * time.Second
)

// window is a time in which so many messages may be sent.
type window struct {
	ends time.Time
	left int
}

func (w window) open(now time.Time) bool { return now.Before(w.ends) }

// windows are those of one person and account: after a message of his, and after what he did otherwise.
type windows struct {
	message, action window
	heard           time.Time // when he last did something
	typing          time.Time // until when 对方正在输入 is shown
}

// spend takes one message out of the window that closes first: 45015 when none is open, 45047 when they are used up.
func (w *windows) spend(now time.Time) int {
	if w == nil || !w.message.open(now) && !w.action.open(now) {
		return 45015
	}
	for _, one := range []*window{&w.action, &w.message} {
		if one.open(now) && one.left > 0 {
			one.left--
			return codeOK
		}
	}
	return 45047
}

// may tells what spend would, and spends nothing.
func (w *windows) may(now time.Time) int {
	if w == nil {
		return 45015
	}
	trial := *w
	return trial.spend(now)
}

// touched opens the windows for what a person just did; s.mu is held.
func (s *Simulator) touched(p *person, m Message) {
	now := s.o.Clock.Now()
	w := p.windows[m.To]
	if w == nil {
		w = &windows{}
		p.windows[m.To] = w
	}
	if m.To == Mini && byPerson(m) {
		p.visited = now
	}
	switch {
	case m.Kind != "event":
		w.message, w.heard = window{now.Add(messageWindow), messageQuota}, now
	case m.Event == "unsubscribe":
		*w = windows{}
	case m.To == Mini && m.Event == "user_enter_tempsession":
		w.action, w.heard = window{now.Add(actionWindow), entranceQuota}, now
	case m.To == Official && opens(m.Event):
		w.action, w.heard = window{now.Add(actionWindow), actionQuota}, now
	}
}

// opens tells whether an event of the Official Account opens a window. Other taps on the menu (a page, a picture, a place) do not.
func opens(event string) bool {
	switch event {
	case "subscribe", "SCAN", "CLICK", "scancode_push", "scancode_waitmsg":
		return true
	}
	return false
}

// byPerson tells what somebody did from what WeChat reports by itself.
func byPerson(m Message) bool {
	switch m.Event {
	case "TEMPLATESENDJOBFINISH", "MASSSENDJOBFINISH", "subscribe_msg_sent_event", "wxa_media_check":
		return false
	}
	return true
}

// Touch opens the windows as a delivered message would, for those who deliver messages themselves (see Request).
func (s *Simulator) Touch(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.touched(s.known(m.From), m)
}
