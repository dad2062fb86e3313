package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"unicode/utf8"
)

const (
	maxAsk    = 1 << 20         // bytes of a call's JSON
	maxUpload = 10<<20 + 64<<10 // and of an upload: the largest file with what a form adds
	jsonType  = "application/json; charset=utf-8"
	textType  = "text/plain; charset=utf-8"
	htmlType  = "text/html; charset=utf-8"
	formType  = "multipart/form-data"
	sysBusy   = -1
	codeOK    = 0
	tooLong   = 45002
	badFormat = 47001
)

// ask is one call of the API, read whole before anything is locked.
type ask struct {
	path, method string
	query        url.Values
	header       http.Header
	host         string
	body         []byte
	tooLarge     bool
	broken       bool // the body did not arrive

	side   *side  // whose token it came with; s.mu guards it
	openID string // whom it is about, of the Official Account: noted for developers
}

// told is an answer of the API. It is made under s.mu and written without it.
type told struct {
	status   int
	kind     string // content type
	filename string
	body     []byte
}

// route is an API: who may call it, how, and what it does. do is called with s.mu held.
type route struct {
	method string // GET or POST; "" takes both
	open   bool   // needs no token
	file   bool   // takes a form with a file
	sides  []Side // whose tokens may call it; nil for both
	daily  int    // calls a day and account; 0 is without limit
	do     func(s *Simulator, a *ask) told
}

// readAsk takes the request in, bounded.
func (s *Simulator) readAsk(w http.ResponseWriter, r *http.Request) *ask {
	a := &ask{path: r.URL.Path, method: r.Method, query: r.URL.Query(), header: r.Header, host: r.Host}
	limit := int64(maxAsk)
	if s.routes[a.path].file {
		limit = maxUpload
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	_, a.tooLarge = errors.AsType[*http.MaxBytesError](err)
	a.broken = err != nil && !a.tooLarge
	a.body = body
	return a
}

// json reads the body; what is no UTF-8 or does not fit is none.
func (a *ask) json(into any) bool { return utf8.Valid(a.body) && json.Unmarshal(a.body, into) == nil }

// refusal is what keeps a call from being done at all, 0 when nothing does: the token first, as WeChat looks at it first. s.mu is held.
func (s *Simulator) refusal(a *ask, r route) int {
	if !r.open {
		if code := s.checkToken(a, r); code != codeOK {
			return code
		}
	}
	switch {
	case r.method == http.MethodPost && a.method != http.MethodPost:
		return 43002
	case r.method == http.MethodGet && a.method != http.MethodGet:
		return 43001
	case a.tooLarge && r.file:
		return 45001
	case a.tooLarge, a.broken:
		return badFormat
	case r.method == http.MethodPost && len(bytes.TrimSpace(a.body)) == 0:
		return 44002
	case r.method == http.MethodPost && !r.file && (!utf8.Valid(a.body) || !json.Valid(a.body)):
		return badFormat
	case r.daily > 0 && !a.side.spend(a.path, r.daily, s.o.Clock.Now()):
		return 45009
	}
	return codeOK
}

// fine is an answer in JSON.
func fine(v any) told {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // WeChat does not
	if err := e.Encode(v); err != nil {
		return refuse(sysBusy)
	}
	return told{status: http.StatusOK, kind: jsonType, body: bytes.TrimSpace(b.Bytes())}
}

// page is an answer for a browser.
func page(status int, text string) told {
	return told{status: status, kind: htmlType, body: []byte("<!DOCTYPE html><html><head><title>" + text + "</title></head><body><h1>" + text + "</h1></body></html>")}
}

// write sends an answer; s.mu is not held.
func (t told) write(w http.ResponseWriter) {
	t.head(w)
	_, _ = w.Write(t.body)
}

func (t told) head(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", t.kind)
	h.Set("X-Content-Type-Options", "nosniff") // pictures come from strangers
	h.Set("Cache-Control", "no-cache, must-revalidate")
	if t.filename != "" {
		h.Set("Content-Disposition", `attachment; filename="`+t.filename+`"`)
	}
	w.WriteHeader(t.status)
}
