package simulator

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"time"
)

const (
	tokenLife    = 2 * time.Hour
	tokenOverlap = 5 * time.Minute // a token lives on so long beside its successor
)

// Sent is a message that the program asked WeChat to deliver.
type Sent struct {
	OpenID string
	Kind   string
	Text   string
	At     time.Time
}

// InvalidateTokens makes every token out there useless, as another system's forced refresh would.
func (s *Simulator) InvalidateTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.sides {
		a.tokens, a.current = map[string]time.Time{}, ""
	}
}

// TokenFetches is how often a token was asked for.
func (s *Simulator) TokenFetches() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sides[Official].fetches
}

// Sent is what was sent to that openid, or to everybody when it is empty, in order.
func (s *Simulator) Sent(openID string) []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.sent), func(m Sent) bool { return openID != "" && m.OpenID != openID })
}

// Handler serves the API. Put it at the root of a listener and give its address to the program as API base.
func (s *Simulator) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /cgi-bin/stable_token", s.stableToken)
	mux.HandleFunc("POST /cgi-bin/message/custom/send", s.guarded(s.customSend))
	mux.HandleFunc("POST /cgi-bin/menu/create", s.guarded(s.menuCreate))
	mux.HandleFunc("GET /cgi-bin/menu/get", s.guarded(s.menuGet))
	mux.HandleFunc("GET /cgi-bin/menu/delete", s.guarded(s.menuDelete))
	return mux
}

func (s *Simulator) stableToken(w http.ResponseWriter, r *http.Request) {
	var in struct {
		GrantType string `json:"grant_type"`
		AppID     string `json:"appid"`
		Secret    string `json:"secret"`
		Force     bool   `json:"force_refresh"`
	}
	body, ok := readJSON(w, r, &in)
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.sideOf(in.AppID)
	switch trouble, failing := s.trouble(r.URL.Path); {
	case failing:
		refuse(w, trouble.Code)
	case !ok || body == nil || in.GrantType != "client_credential":
		refuse(w, 40002)
	case a == nil:
		refuse(w, 40013)
	case in.Secret != a.Secret:
		refuse(w, 40125)
	default:
		token, left := a.issue(s.o.Clock.Now(), in.Force)
		answer(w, map[string]any{"access_token": token, "expires_in": int(left / time.Second)})
	}
}

// sideOf is the account with that app id, nil when there is none.
func (s *Simulator) sideOf(appID string) *side {
	for _, a := range s.sides {
		if a.ID == appID {
			return a
		}
	}
	return nil
}

// issue gives the current token, or a new one when it is forced or the current one nears its end.
func (a *side) issue(now time.Time, force bool) (string, time.Duration) {
	a.fetches++
	left := a.tokens[a.current].Sub(now)
	if a.current == "" || force || left <= tokenOverlap {
		if force {
			a.tokens = map[string]time.Time{}
		}
		a.current = "80_" + rand.Text() + rand.Text()
		a.tokens[a.current] = now.Add(tokenLife)
		left = tokenLife
	}
	return a.current, left
}

// guarded lets a call through that has a good token and was not told to fail.
func (s *Simulator) guarded(next func(w http.ResponseWriter, r *http.Request)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		ends, known := s.sides[Official].tokens[r.URL.Query().Get("access_token")]
		trouble, failing := s.trouble(r.URL.Path)
		switch {
		case !known:
			refuse(w, 40001)
		case !s.o.Clock.Now().Before(ends):
			refuse(w, 42001)
		case failing:
			refuse(w, trouble.Code)
		default:
			next(w, r)
		}
	}
}

func (s *Simulator) customSend(w http.ResponseWriter, r *http.Request) {
	var in struct {
		ToUser  string `json:"touser"`
		MsgType string `json:"msgtype"`
		Text    struct {
			Content string `json:"content"`
		} `json:"text"`
	}
	_, ok := readJSON(w, r, &in)
	switch {
	case !ok || in.MsgType == "":
		refuse(w, 40007)
	case in.ToUser == "":
		refuse(w, 40003)
	case len(in.Text.Content) > 2048:
		refuse(w, 45002)
	default:
		s.sent = append(s.sent, Sent{OpenID: in.ToUser, Kind: in.MsgType, Text: in.Text.Content, At: s.o.Clock.Now()})
		refuse(w, 0)
	}
}

func (s *Simulator) menuCreate(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Button []json.RawMessage `json:"button"`
	}
	body, ok := readJSON(w, r, &in)
	if !ok || len(in.Button) == 0 || len(in.Button) > 3 {
		refuse(w, 40016)
		return
	}
	s.menu = body
	refuse(w, 0)
}

func (s *Simulator) menuGet(w http.ResponseWriter, _ *http.Request) {
	if s.menu == nil {
		refuse(w, 46003)
		return
	}
	answer(w, map[string]json.RawMessage{"menu": s.menu})
}

func (s *Simulator) menuDelete(w http.ResponseWriter, _ *http.Request) {
	s.menu = nil
	refuse(w, 0)
}

func readJSON(w http.ResponseWriter, r *http.Request, into any) ([]byte, bool) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		return nil, false
	}
	return body, json.Unmarshal(body, into) == nil
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v)
}

// refuse answers with an errcode; 0 is ok.
func refuse(w http.ResponseWriter, code int) {
	message := "ok"
	if code != 0 {
		message = "refused by the simulator, rid: 65f0c8a1-1b2c3d4e-5f6a7b8c"
	}
	answer(w, map[string]any{"errcode": code, "errmsg": message})
}
