package simulator

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	maxShown = 8 << 10 // bytes of a body that developers see
	hidden   = "•••"
)

// inside are the places where a call or an answer carries what lets somebody in.
var inside = regexp.MustCompile(`("(?:access_token|secret|session_key|code|js_code)"\s*:\s*")(?:[^"\\]|\\.)*`)

// address is the call's path and query, without its token, secret and code.
func (a *ask) address() string {
	q := url.Values{}
	for name, values := range a.query {
		switch name {
		case "access_token":
		case "secret", "js_code", "code":
			q.Set(name, "***")
		default:
			q[name] = values
		}
	}
	if len(q) == 0 {
		return a.path
	}
	return a.path + "?" + q.Encode()
}

// shown is the body as developers see it.
func (a *ask) shown() string {
	kind, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	return shown(kind, a.body)
}

func (t told) shown() string {
	kind, _, _ := strings.Cut(t.kind, ";")
	return shown(kind, t.body)
}

func shown(kind string, body []byte) string {
	if len(body) == 0 {
		return ""
	}
	if strings.HasPrefix(kind, formType) || !utf8.Valid(body) {
		return fmt.Sprintf("%s, %d bytes", kind, len(body))
	}
	text := inside.ReplaceAllString(string(body), "${1}"+hidden)
	if len(text) > maxShown {
		text = strings.ToValidUTF8(text[:maxShown], "") + "…"
	}
	return text
}

// redact takes the secrets of both accounts out, wherever they stand; s.mu is held.
func (s *Simulator) redact(text string) string {
	for _, a := range s.sides {
		if a.Secret != "" {
			text = strings.ReplaceAll(text, a.Secret, hidden)
		}
		for token := range a.tokens {
			text = strings.ReplaceAll(text, token, hidden)
		}
	}
	return text
}
