package wechat

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// parsePlain reads the form that nearly every message has: <xml>, elements of text or of one CDATA section, each name once, </xml>. It takes a
// tenth of the time of a whole XML reader. Whatever could be read in more than one way (escapes, carriage returns, attributes, prefixes, elements
// in elements, repeated names) is not plain, and is left to the one that knows the rules: false says nothing about the document.
func parsePlain(body []byte) (*node, bool) {
	if !utf8.Valid(body) || bytes.IndexFunc(body, odd) >= 0 {
		return nil, false
	}
	rest, ok := strings.CutPrefix(string(body), "<xml>")
	if !ok {
		return nil, false
	}
	count := strings.Count(rest, "</")
	if count > maxNodes {
		return nil, false
	}
	root, kids := &node{name: "xml", kids: make([]*node, 0, count)}, make([]node, count)
	var space strings.Builder
	for {
		var between string
		if between, rest, ok = strings.Cut(rest, "<"); !ok || strings.Trim(between, " \t\n") != "" {
			return nil, false
		}
		space.WriteString(between)
		if after, ok := strings.CutPrefix(rest, "/xml>"); ok {
			root.text = space.String()
			return root, strings.Trim(after, " \t\n") == ""
		}
		if len(root.kids) == count {
			return nil, false
		}
		n := &kids[len(root.kids)]
		if rest, ok = n.readPlain(rest); !ok || root.kid(n.name) != nil {
			return nil, false
		}
		root.kids = append(root.kids, n)
	}
}

// readPlain reads one element, from behind its first bracket on, and gives what follows it.
func (n *node) readPlain(s string) (rest string, ok bool) {
	if n.name, s, ok = strings.Cut(s, ">"); !ok || !plainName(n.name) {
		return "", false
	}
	if section, is := strings.CutPrefix(s, "<![CDATA["); is {
		if n.text, s, ok = strings.Cut(section, "]]>"); !ok {
			return "", false
		}
		s, ok = strings.CutPrefix(s, "</")
	} else {
		n.text, s, ok = strings.Cut(s, "</")
		ok = ok && !strings.ContainsAny(n.text, "<>&")
	}
	if !ok || !strings.HasPrefix(s, n.name) {
		return "", false
	}
	return strings.CutPrefix(s[len(n.name):], ">")
}

// odd are the characters that XML forbids or rewrites.
func odd(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff
}

func plainName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || i > 0 && '0' <= c && c <= '9') {
			return false
		}
	}
	return s != ""
}
