package simulator

import (
	"net/http"
	"strconv"
	"time"

	"shuangyong/models/clock"
)

// Handler serves the API, and what phones fetch: pictures, QR codes and links. Put it at the root of a listener and give its address to the program as
// API base.
func (s *Simulator) Handler() http.Handler {
	pages := s.pages()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if show, found := pages[pageAt(r.URL.Path)]; found {
			show(r.URL.Path, r.URL.Query().Get("ticket")).write(w)
			return
		}
		s.serve(w, r)
	})
}

// serve does one call of the API, with the trouble that is in force there, and notes it.
func (s *Simulator) serve(w http.ResponseWriter, r *http.Request) {
	began := clock.System().Now()
	a := s.readAsk(w, r)
	t := s.troubleOf(a)
	if t.Kind == TroubleDelay && pause(r.Context(), t.Delay) != nil {
		s.noteCall(a, told{}, t, began)
		return // nobody waits any more
	}
	if t.Kind == TroubleHangUp {
		s.noteCall(a, told{}, t, began)
		panic(http.ErrAbortHandler)
	}
	answer := s.answerTo(a, t)
	s.noteCall(a, answer, t, began)
	if t.Kind == TroubleCut {
		w.Header().Set("Content-Length", strconv.Itoa(len(answer.body)))
		answer.head(w)
		_, _ = w.Write(answer.body[:len(answer.body)/2])
		panic(http.ErrAbortHandler)
	}
	answer.write(w)
}

// answerTo is what the caller is told: by the trouble, or by the API.
func (s *Simulator) answerTo(a *ask, t Trouble) told {
	switch t.Kind {
	case TroubleError:
		return refuse(t.Code)
	case TroubleStatus:
		return page(t.Code, http.StatusText(t.Code))
	case TroubleGarbage:
		return told{status: http.StatusOK, kind: textType, body: []byte(`{"errcode":0,"errmsg":`)}
	}
	r, found := s.routes[a.path]
	if !found {
		return page(http.StatusNotFound, "404 Not Found")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if code := s.refusal(a, r); code != codeOK {
		return refuse(code)
	}
	return r.do(s, a)
}

// troubleOf is the trouble that this call meets. An errcode is kept for a call that would have been done: a token that does not hold is said first.
func (s *Simulator) troubleOf(a *ask) Trouble {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, found := s.routes[a.path]
	refused := found && !r.open && s.checkToken(a, r) != codeOK
	t, _ := s.troubleWhere(a.path, func(t Trouble) bool { return !refused || t.Kind != TroubleError })
	return t
}

// noteCall remembers a call for developers, without what would let somebody in.
func (s *Simulator) noteCall(a *ask, answer told, t Trouble, began time.Time) {
	request, response := a.shown(), answer.shown()
	s.mu.Lock()
	defer s.mu.Unlock()
	x := Exchange{
		At: s.o.Clock.Now(), OpenID: a.openID, Method: a.method, Path: s.redact(a.address()), Try: 1, Request: s.redact(request), Response: s.redact(response),
		Status: answer.status, Took: clock.System().Now().Sub(began), Trouble: string(t.Kind),
	}
	if a.side != nil {
		x.Side = a.side.which
	}
	s.record.note(x)
}
