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
		answer.cut(w)
	}
	answer.write(w)
}

// cut sends half of an answer and closes the connection.
func (t told) cut(w http.ResponseWriter) {
	w.Header().Set("Content-Length", strconv.Itoa(len(t.body)))
	t.head(w)
	_, _ = w.Write(t.body[:len(t.body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// answerTo is what the caller is told: by the trouble, or by the API.
func (s *Simulator) answerTo(a *ask, t Trouble) told {
	switch t.Kind {
	case TroubleError:
		return refuse(t.Code)
	case TroubleStatus:
		if t.Code < http.StatusOK || t.Code > 599 { // no answer has such a status
			t.Code = http.StatusBadGateway
		}
		return page(t.Code, strconv.Itoa(t.Code)+" "+http.StatusText(t.Code))
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
