package simulator

import (
	"slices"
	"time"
)

// How much is remembered for the phone and for developers; older entries go.
const (
	keepEntries   = 5000
	keepExchanges = 500
)

// By is who speaks in a chat.
type By string

// The speakers.
const (
	ByPerson  By = "person"
	ByAccount By = "account"
	BySystem  By = "system" // WeChat itself: grey lines
)

// Entry is one line of a chat as the phone shows it.
type Entry struct {
	Seq    int64     `json:"seq"`
	OpenID string    `json:"openid"` // of the Official Account
	At     time.Time `json:"at"`
	By     By        `json:"by"`
	Side   Side      `json:"side"`  // where it was said
	Kind   string    `json:"kind"`  // text, image, voice, video, location, link, news, template, subscribe, event
	State  string    `json:"state"` // of what a person sent: sending, answered, silent, no_service
	Ref    int64     `json:"ref"`   // which entry this answers, 0 when it came on its own

	Text     string    `json:"text"`
	Title    string    `json:"title"` // of an event: which one
	URL      string    `json:"url"`
	Picture  string    `json:"picture"` // address of an image
	Lat      float64   `json:"lat"`
	Lng      float64   `json:"lng"` // GCJ-02
	Articles []Article `json:"articles"`
	Fields   []Field   `json:"fields"` // of a template or subscribe message
}

// Field is one line of a notice.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Exchange is one HTTP request between WeChat and the program, for developers: a message pushed, or a call of the API.
type Exchange struct {
	Seq      int64         `json:"seq"`
	At       time.Time     `json:"at"`
	Side     Side          `json:"side"`
	Push     bool          `json:"push"` // WeChat → program; else program → WeChat
	OpenID   string        `json:"openid"`
	Method   string        `json:"method"`
	Path     string        `json:"path"` // without the token
	Try      int           `json:"try"`
	Request  string        `json:"request"` // as it went over the line
	Inner    string        `json:"inner"`   // decrypted, where it was encrypted
	Response string        `json:"response"`
	Answer   string        `json:"answer"` // decrypted
	Status   int           `json:"status"` // 0 when nothing came back
	Took     time.Duration `json:"took"`
	Trouble  string        `json:"trouble"` // what was done to it on purpose, or what went wrong
}

// record is the memory of both; Simulator.mu guards it.
type record struct {
	seq       int64
	entries   []Entry
	exchanges []Exchange
	changed   chan struct{} // closed and made anew when something is added or changed
}

func newRecord() record { return record{changed: make(chan struct{})} }

func (r *record) wake() {
	close(r.changed)
	r.changed = make(chan struct{})
}

// add appends an entry and returns its number.
func (r *record) add(e Entry) int64 {
	r.seq++
	e.Seq = r.seq
	r.entries = append(r.entries, e)
	if len(r.entries) > keepEntries {
		r.entries = slices.Delete(r.entries, 0, len(r.entries)-keepEntries)
	}
	r.wake()
	return e.Seq
}

// note appends an exchange.
func (r *record) note(x Exchange) {
	r.seq++
	x.Seq = r.seq
	r.exchanges = append(r.exchanges, x)
	if len(r.exchanges) > keepExchanges {
		r.exchanges = slices.Delete(r.exchanges, 0, len(r.exchanges)-keepExchanges)
	}
	r.wake()
}

// Entries are the lines of all chats after that number, and a channel that is closed when there is more.
func (s *Simulator) Entries(after int64) ([]Entry, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, _ := slices.BinarySearchFunc(s.record.entries, after+1, func(e Entry, seq int64) int { return int(e.Seq - seq) })
	return slices.Clone(s.record.entries[i:]), s.record.changed
}

// Exchanges are the requests after that number.
func (s *Simulator) Exchanges(after int64) []Exchange {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, _ := slices.BinarySearchFunc(s.record.exchanges, after+1, func(x Exchange, seq int64) int { return int(x.Seq - seq) })
	return slices.Clone(s.record.exchanges[i:])
}
