package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// Trial is an invented message that somebody can be sent without the program's having a reason to.
type Trial string

// The trials.
const (
	TrialCustom    Trial = "custom"    // a customer-service message
	TrialTemplate  Trial = "template"  // a template message of the Official Account
	TrialSubscribe Trial = "subscribe" // a subscribe message of the mini-program, which it must have been allowed
)

// Outcome is what the API said.
type Outcome struct {
	Answered bool   `json:"answered"` // not when the connection was cut, or no JSON came
	Code     int    `json:"errcode"`
	Message  string `json:"errmsg"`
}

// Try asks the API to deliver an invented message, as the program would: for a token first, within windows and accepts, and with whatever goes wrong at
// the time.
func (s *Simulator) Try(ctx context.Context, which Trial, openid string) Outcome {
	side, path, body := s.trial(which, openid)
	a := s.sides[side]
	if a == nil {
		return Outcome{Answered: true, Code: 40013, Message: "there is no such account"}
	}
	var token struct {
		Outcome
		Token string `json:"access_token"`
	}
	if !s.ask(ctx, "/cgi-bin/stable_token", map[string]any{"grant_type": "client_credential", "appid": a.ID, "secret": a.Secret}, &token) {
		return Outcome{}
	}
	if token.Token == "" {
		return Outcome{Answered: true, Code: token.Code, Message: token.Message}
	}
	var answer Outcome
	answer.Answered = s.ask(ctx, path+"?access_token="+url.QueryEscape(token.Token), body, &answer)
	return answer
}

func (s *Simulator) trial(which Trial, openid string) (side Side, path string, body map[string]any) {
	switch which {
	case TrialTemplate:
		return Official, "/cgi-bin/message/template/send", s.filled("demo-appointment", openid)
	case TrialSubscribe:
		return Mini, "/cgi-bin/message/subscribe/send", s.filled("demo-mini-appointment", MiniOpenID(openid))
	default:
		return Official, "/cgi-bin/message/custom/send", map[string]any{
			"touser": openid, "msgtype": "text", "text": map[string]string{"content": "这是试着送的一条，没有别的事。（演示）"},
		}
	}
}

// filled is a notice with the examples that its template gives.
func (s *Simulator) filled(id, openid string) map[string]any {
	data := map[string]map[string]string{}
	for _, t := range s.Templates() {
		if t.ID != id {
			continue
		}
		for _, f := range t.Fields {
			data[f.Key] = map[string]string{"value": f.example()}
		}
	}
	return map[string]any{"touser": openid, "template_id": id, "data": data}
}

// ask calls the API inside this process; false when nothing readable came back.
func (s *Simulator) ask(ctx context.Context, path string, body, into any) (answered bool) {
	content, err := json.Marshal(body)
	if err != nil {
		return false
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://wechat.invalid"+path, bytes.NewReader(content))
	if err != nil {
		return false
	}
	defer func() {
		if broken := recover(); broken != nil {
			if broken != http.ErrAbortHandler { //nolint:errorlint // net/http panics with this very value
				panic(broken)
			}
			answered = false
		}
	}()
	var w notepad
	s.Handler().ServeHTTP(&w, r)
	return json.Unmarshal(w.body.Bytes(), into) == nil
}

// notepad takes an answer down.
type notepad struct {
	header http.Header
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (p *notepad) Header() http.Header {
	if p.header == nil {
		p.header = http.Header{}
	}
	return p.header
}

// Write implements http.ResponseWriter.
func (p *notepad) Write(b []byte) (int, error) { return p.body.Write(b) }

// WriteHeader implements http.ResponseWriter.
func (p *notepad) WriteHeader(int) {}
