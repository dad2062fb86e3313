package simulator

import (
	"cmp"
	"context"
	"crypto/rand"
	"maps"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

const (
	qrDefault   = time.Minute
	qrLongest   = 30 * 24 * time.Hour
	qrPermanent = 100_000 // codes for ever that an account may have
	qrTemporary = 10_000  // codes for a time that are remembered; older ones go
	qrNumber    = 100_000 // the highest number of a code for ever
)

// QRCode is one of the Official Account's codes with a scene.
type QRCode struct {
	Ticket  string    `json:"ticket"`
	Scene   string    `json:"scene"`
	Action  string    `json:"action"`
	URL     string    `json:"url"`     // what is in the picture
	Picture string    `json:"picture"` // address of the picture
	Made    time.Time `json:"made"`
	Expires time.Time `json:"expires"` // zero when never
}

// expired tells whether a phone finds nothing behind the code any more.
func (q QRCode) expired(now time.Time) bool { return !q.Expires.IsZero() && !now.Before(q.Expires) }

// QRCodes are the codes that exist, the newest first.
func (s *Simulator) QRCodes() []QRCode {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.codes.byTicket), func(a, b QRCode) int {
		return cmp.Or(b.Made.Compare(a.Made), cmp.Compare(a.Ticket, b.Ticket))
	})
}

// Scan is somebody scanning a code: he follows by it, or comes back by it. An expired or unknown one only gets a line of WeChat's own.
func (s *Simulator) Scan(ctx context.Context, openid, ticket string) (Delivery, error) {
	s.mu.Lock()
	q, found := s.codes.byTicket[ticket]
	p, now := s.known(openid), s.o.Clock.Now()
	if !found || q.expired(now) {
		s.record.add(Entry{OpenID: openid, At: now, By: BySystem, Kind: "event", Text: "二维码已过期，请向对方要一张新的。"})
		s.mu.Unlock()
		return Delivery{}, nil
	}
	m := Scan(openid, q.Scene)
	if !p.follows {
		m = Follow(openid, q.Scene)
	}
	s.mu.Unlock()
	return s.Push(ctx, withTicket(m, ticket))
}

// qrCreate makes a code with a scene.
func (s *Simulator) qrCreate(a *ask) told {
	var in struct {
		Expire *int64 `json:"expire_seconds"`
		Action string `json:"action_name"`
		Info   struct {
			Scene struct {
				ID  int64  `json:"scene_id"`
				Str string `json:"scene_str"`
			} `json:"scene"`
		} `json:"action_info"`
	}
	if !a.json(&in) {
		return refuse(badFormat)
	}
	now := s.o.Clock.Now()
	q := QRCode{Action: in.Action, Scene: in.Info.Scene.Str, Made: now}
	life := qrDefault
	if in.Expire != nil {
		life = time.Duration(min(*in.Expire, int64(qrLongest/time.Second)+1)) * time.Second
	}
	switch in.Action {
	case "QR_SCENE", "QR_LIMIT_SCENE":
		highest := int64(1<<32 - 1)
		if in.Action == "QR_LIMIT_SCENE" {
			highest = qrNumber
		}
		if in.Info.Scene.ID < 1 || in.Info.Scene.ID > highest {
			return refuse(40053)
		}
		q.Scene = strconv.FormatInt(in.Info.Scene.ID, 10)
	case "QR_STR_SCENE", "QR_LIMIT_STR_SCENE":
		if n := utf8.RuneCountInString(q.Scene); n < 1 || n > 64 {
			return refuse(40053)
		}
	default:
		return refuse(40052)
	}
	if q.forever() {
		return s.keepForever(a, q)
	}
	if life < time.Second || life > qrLongest {
		return refuse(40053)
	}
	q.Expires = now.Add(life)
	return s.keepForATime(a, q)
}

func (q QRCode) forever() bool {
	return q.Action == "QR_LIMIT_SCENE" || q.Action == "QR_LIMIT_STR_SCENE"
}

// qrStore keeps codes by ticket. Mutable parts are guarded by Simulator.mu.
type qrStore struct {
	byTicket map[string]QRCode
	forever  map[string]string // action and scene → ticket
	passing  []string          // tickets of codes for a time, the oldest first
}

func newQRStore() qrStore {
	return qrStore{byTicket: map[string]QRCode{}, forever: map[string]string{}}
}

// keepForever gives the code that the scene already has, or one more.
func (s *Simulator) keepForever(a *ask, q QRCode) told {
	key := q.Action + " " + q.Scene
	if ticket, found := s.codes.forever[key]; found {
		return codeAnswer(s.codes.byTicket[ticket])
	}
	if len(s.codes.forever) >= qrPermanent {
		return refuse(45029)
	}
	q = s.keepCode(a, q)
	s.codes.forever[key] = q.Ticket
	return codeAnswer(q)
}

// keepForATime keeps a code and forgets old ones: those that ended a day ago, and when there are too many the oldest.
func (s *Simulator) keepForATime(a *ask, q QRCode) told {
	c := &s.codes
	for len(c.passing) > 0 && (len(c.passing) >= qrTemporary || q.Made.Sub(c.byTicket[c.passing[0]].Expires) > 24*time.Hour) {
		delete(c.byTicket, c.passing[0])
		c.passing = c.passing[1:]
	}
	q = s.keepCode(a, q)
	c.passing = append(c.passing, q.Ticket)
	return codeAnswer(q)
}

func (s *Simulator) keepCode(a *ask, q QRCode) QRCode {
	q.Ticket = "gQ" + rand.Text() + rand.Text()
	q.URL = s.base(a.host) + "/q/" + q.Ticket
	q.Picture = s.base(a.host) + "/cgi-bin/showqrcode?ticket=" + q.Ticket
	s.codes.byTicket[q.Ticket] = q
	return q
}

func codeAnswer(q QRCode) told {
	out := map[string]any{"ticket": q.Ticket, "url": q.URL}
	if !q.forever() {
		out["expire_seconds"] = int64(q.Expires.Sub(q.Made) / time.Second)
	}
	return fine(out)
}
