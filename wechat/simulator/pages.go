package simulator

import (
	"bytes"
	"image/png"
	"net/http"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

const pictureSide = 430 // pixels of a QR code, as Tencent's are

// pages are what phones fetch, by the first part of the path; nothing of it needs a token, and no trouble of the API touches it.
func (s *Simulator) pages() map[string]func(path, ticket string) told {
	return map[string]func(path, ticket string) told{
		"/mmbiz/":             func(path, _ string) told { return s.showFile(path) },
		"/link/":              func(path, _ string) told { return s.openLink(path) },
		"/q/":                 func(path, _ string) told { return s.openCode(path) },
		"/cgi-bin/showqrcode": func(_, ticket string) told { return s.showCode(ticket) },
	}
}

// pageAt finds which page a path is.
func pageAt(path string) string {
	if path == "/cgi-bin/showqrcode" {
		return path
	}
	rest, _, found := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !found {
		return ""
	}
	return "/" + rest + "/"
}

// showCode is the picture of a QR code.
func (s *Simulator) showCode(ticket string) told {
	s.mu.Lock()
	q, found := s.codes.byTicket[ticket]
	gone := found && q.expired(s.o.Clock.Now())
	s.mu.Unlock()
	if !found || gone {
		return page(http.StatusNotFound, "二维码已过期")
	}
	code, err := qr.Encode(q.URL, qr.M, qr.Auto)
	if err == nil {
		code, err = barcode.Scale(code, pictureSide, pictureSide)
	}
	var b bytes.Buffer
	if err == nil {
		err = png.Encode(&b, code)
	}
	if err != nil {
		return page(http.StatusInternalServerError, "500 Internal Server Error")
	}
	return told{status: http.StatusOK, kind: formatPNG.mime, body: b.Bytes()}
}

// openCode serves /q/{id}, what is in a QR code: which scene it is, as JSON.
func (s *Simulator) openCode(path string) told {
	s.mu.Lock()
	defer s.mu.Unlock()
	q, found := s.codes.byTicket[strings.TrimPrefix(path, "/q/")]
	if found && !q.expired(s.o.Clock.Now()) {
		return fine(map[string]string{"ticket": q.Ticket, "scene": q.Scene})
	}
	return page(http.StatusNotFound, "二维码已过期")
}

// base is where phones reach this WeChat; where nobody said, at the address that was called.
func (s *Simulator) base(host string) string {
	switch {
	case s.o.Base != "":
		return strings.TrimSuffix(s.o.Base, "/")
	case host != "":
		return "http://" + host
	}
	return ""
}
