package simulator

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"shuangyong/models/clock"
)

// ErrNoService is what a person sees as 该公众号暂时无法提供服务: the callback did not answer in time, or not as WeChat demands.
var ErrNoService = errors.New("simulator: the account cannot provide service")

// Delivery is how one message went.
type Delivery struct {
	Reply    *Reply // nil when the callback accepted without an answer
	Raw      []byte // the last answer's body
	Status   int    // the last answer's HTTP status
	Attempts int
	Took     time.Duration // from the first try to the answer
}

// Text is the reply's words, "" when there are none.
func (d Delivery) Text() string {
	if d.Reply == nil {
		return ""
	}
	return d.Reply.Text
}

// Reply is an answer as the phone shows it.
type Reply struct {
	Kind     string    `xml:"MsgType"`
	To       string    `xml:"ToUserName"`
	From     string    `xml:"FromUserName"`
	Text     string    `xml:"Content"`
	Articles []Article `xml:"Articles>item"`
}

// Article is a card.
type Article struct {
	Title       string `xml:"Title"`
	Description string `xml:"Description"`
	PicURL      string `xml:"PicUrl"`
	URL         string `xml:"Url"`
}

// Push delivers a message as WeChat does: signed, encrypted unless in plain mode, with a time-out and the configured tries; then it checks and reads
// the answer. The error is ErrNoService when a person would be told that the account is out of service.
func (s *Simulator) Push(ctx context.Context, m Message) (Delivery, error) {
	m = s.complete(m)
	s.Touch(m)
	start := clock.System().Now()
	var d Delivery
	var err error
	for d.Attempts = 1; ; d.Attempts++ {
		began := clock.System().Now()
		err = s.attempt(ctx, m, &d)
		if err == nil || d.Attempts > s.o.Retries || pause(ctx, s.o.Every-clock.System().Now().Sub(began)) != nil {
			break
		}
	}
	d.Took = clock.System().Now().Sub(start)
	return d, err
}

func (s *Simulator) attempt(ctx context.Context, m Message, d *Delivery) error {
	ctx, cancel := context.WithTimeout(ctx, s.o.Timeout)
	defer cancel()
	query, body, err := s.Request(m)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.sides[m.To].Callback+"?"+query.Encode(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "text/xml")
	if d.Raw, d.Status, err = s.exchange(r); err != nil {
		return fmt.Errorf("%w: %w", ErrNoService, err)
	}
	if d.Status != http.StatusOK {
		return fmt.Errorf("%w: status %d", ErrNoService, d.Status)
	}
	if d.Reply, err = s.sides[m.To].read(d.Raw); err != nil {
		return fmt.Errorf("%w: %w", ErrNoService, err)
	}
	if d.Reply != nil && d.Reply.To != openIDOf(m.To, m.From) {
		return fmt.Errorf("%w: the answer is for somebody else", ErrNoService)
	}
	return nil
}

func (s *Simulator) exchange(r *http.Request) (body []byte, status int, err error) {
	response, err := s.client.Do(r)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err = io.ReadAll(io.LimitReader(response.Body, 1<<20))
	return body, response.StatusCode, err
}

// Request makes the query and body of a message, for those who deliver it themselves.
func (s *Simulator) Request(m Message) (url.Values, []byte, error) {
	m = s.complete(m)
	a := s.sides[m.To]
	query := a.sign(s.o.Clock.Now())
	query.Set("openid", openIDOf(m.To, m.From))
	inner := a.xml(m)
	if !a.encrypted() {
		return query, []byte(inner), nil
	}
	encrypted, err := seal(a.key, []byte(inner), a.ID)
	if err != nil {
		return nil, nil, err
	}
	query.Set("encrypt_type", "aes")
	query.Set("msg_signature", signature(a.Token, query.Get("timestamp"), query.Get("nonce"), encrypted))
	var b strings.Builder
	if a.Mode == ModeCompatible {
		b.WriteString(strings.TrimSuffix(inner, "</xml>"))
	} else {
		b.WriteString("<xml>")
		words(&b, "ToUserName", a.Account)
	}
	words(&b, "Encrypt", encrypted)
	b.WriteString("</xml>")
	return query, []byte(b.String()), nil
}

// sign is the query that every request of WeChat's has.
func (a *side) sign(now time.Time) url.Values {
	timestamp := strconv.FormatInt(now.Unix(), 10)
	nonce := strconv.FormatUint(randomBelow(1<<31), 10)
	return url.Values{"signature": {signature(a.Token, timestamp, nonce)}, "timestamp": {timestamp}, "nonce": {nonce}}
}

// Read checks and reads the body of an answer to the Official Account; nil for success or an empty one.
func (s *Simulator) Read(body []byte) (*Reply, error) { return s.sides[Official].read(body) }

func (a *side) read(body []byte) (*Reply, error) {
	if text := string(bytes.TrimSpace(body)); text == "" || text == "success" {
		return nil, nil
	}
	if a.encrypted() {
		var e struct {
			Encrypt, MsgSignature, TimeStamp, Nonce string
		}
		if err := xml.Unmarshal(body, &e); err != nil {
			return nil, err
		}
		if e.MsgSignature != signature(a.Token, e.TimeStamp, e.Nonce, e.Encrypt) {
			return nil, errors.New("simulator: the answer's signature is wrong")
		}
		inner, err := unseal(a.key, e.Encrypt, a.ID)
		if err != nil {
			return nil, err
		}
		body = inner
	}
	var r Reply
	if err := xml.Unmarshal(body, &r); err != nil {
		return nil, err
	}
	return &r, nil
}

// Challenge makes WeChat's check of an account's callback address (GET with an echo).
func (s *Simulator) Challenge(ctx context.Context, which Side) error {
	a := s.sides[which]
	ctx, cancel := context.WithTimeout(ctx, s.o.Timeout)
	defer cancel()
	query, echo := a.sign(s.o.Clock.Now()), s.nextID()
	query.Set("echostr", echo)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, a.Callback+"?"+query.Encode(), nil)
	if err != nil {
		return err
	}
	body, status, err := s.exchange(r)
	if err != nil {
		return err
	}
	if status != http.StatusOK || string(body) != echo {
		return fmt.Errorf("simulator: the callback did not echo (status %d)", status)
	}
	return nil
}

// pause waits, unless ctx ends first.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
