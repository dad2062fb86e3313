package simulator

import (
	"slices"
	"time"
)

// keepSent is how many deliveries are remembered; older ones go.
const keepSent = 50_000

// Sent is a message that the program asked WeChat to deliver, and that WeChat took.
type Sent struct {
	Seq      int64
	OpenID   string // of the Official Account, also of what the mini-program sent
	Side     Side   // who sent it
	Kind     string // text, image, …; template and subscribe for notices
	Text     string
	Title    string // of a notice its template's
	URL      string // where a tap leads: an address, or a page of the mini-program
	Picture  string
	Template string // its id, of a notice
	Fields   []Field
	Articles []Article
	At       time.Time
}

// Sent is what was sent to that openid, or to everybody when it is empty, in order.
func (s *Simulator) Sent(openID string) []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Sent
	for _, m := range s.sent {
		if openID == "" || m.OpenID == openID {
			list = append(list, m)
		}
	}
	return list
}

// deliver puts a message on the person's phone; s.mu is held.
func (s *Simulator) deliver(m Sent) {
	m.At = s.o.Clock.Now()
	m.Seq = s.record.add(Entry{
		OpenID: m.OpenID, At: m.At, By: ByAccount, Side: m.Side, Kind: m.Kind, Text: m.Text, Title: m.Title, URL: m.URL, Picture: m.Picture,
		Articles: m.Articles, Fields: m.Fields,
	})
	s.sent = append(s.sent, m)
	if len(s.sent) > keepSent {
		s.sent = slices.Delete(s.sent, 0, len(s.sent)-keepSent)
	}
}
