package simulator

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// element is a part of a message or of its envelope, for XML and JSON alike.
type element struct {
	name    string
	text    string
	form    form
	kids    []element
	many    bool // in JSON an array even when there is one only
	xmlOnly bool // in JSON its kids stand in its place
}

// form is how an element is written.
type form int

const (
	words  form = iota // CDATA, and a string
	number             // bare in both
	digits             // bare in XML, a string in JSON
	nested             // kids
)

func word(name, text string) element { return element{name: name, text: text} }
func count(name string, n int) element {
	return element{name: name, text: strconv.Itoa(n), form: number}
}

func group(name string, kids ...element) element {
	return element{name: name, form: nested, kids: kids}
}

func degrees(name string, v float64) element {
	return element{name: name, text: coordinate(v), form: number}
}

// coordinate writes degrees as WeChat does; what is no number is nowhere.
func coordinate(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0
	}
	return strconv.FormatFloat(v, 'f', 6, 64)
}

// toXML writes a document; extra is raw.
func toXML(list []element, extra string) []byte {
	var b bytes.Buffer
	b.WriteString("<xml>")
	writeXML(&b, list)
	b.WriteString(extra + "</xml>")
	return b.Bytes()
}

func writeXML(b *bytes.Buffer, list []element) {
	for _, e := range list {
		b.WriteString("<" + e.name + ">")
		switch e.form {
		case words:
			b.WriteString("<![CDATA[" + strings.ReplaceAll(sayable(e.text), "]]>", "]]]]><![CDATA[>") + "]]>")
		case nested:
			writeXML(b, e.kids)
		default:
			_ = xml.EscapeText(b, []byte(e.text)) // a Buffer takes everything
		}
		b.WriteString("</" + e.name + ">")
	}
}

// toJSON writes a document. An element that stands several times becomes an array.
func toJSON(list []element) []byte {
	var b bytes.Buffer
	writeJSON(&b, list)
	return b.Bytes()
}

func writeJSON(b *bytes.Buffer, list []element) {
	list = lifted(list)
	written := map[string]bool{}
	b.WriteByte('{')
	for i, e := range list {
		if written[e.name] {
			continue
		}
		if len(written) > 0 {
			b.WriteByte(',')
		}
		written[e.name] = true
		b.WriteString(quote(e.name) + ":")
		all := []element{e}
		for _, other := range list[i+1:] {
			if other.name == e.name {
				all = append(all, other)
			}
		}
		writeValues(b, all)
	}
	b.WriteByte('}')
}

func writeValues(b *bytes.Buffer, all []element) {
	array := len(all) > 1 || all[0].many
	if array {
		b.WriteByte('[')
	}
	for i, e := range all {
		if i > 0 {
			b.WriteByte(',')
		}
		switch {
		case e.form == nested:
			writeJSON(b, e.kids)
		case e.form == number && numberForm.MatchString(e.text):
			b.WriteString(e.text)
		default:
			b.WriteString(quote(sayable(e.text)))
		}
	}
	if array {
		b.WriteByte(']')
	}
}

// numberForm is what JSON takes for a number; a test's own MsgID may be none.
var numberForm = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// lifted puts the kids of what only XML has in its place.
func lifted(list []element) []element {
	var out []element
	for _, e := range list {
		if e.xmlOnly {
			out = append(out, e.kids...)
			continue
		}
		out = append(out, e)
	}
	return out
}

// quote is a JSON string as WeChat writes it: 汉字 and < as they are.
func quote(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a string always encodes
	return strings.TrimSuffix(b.String(), "\n")
}

// sayable leaves out what no XML can hold; phones do not type it either.
func sayable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == utf8.RuneError:
			return r
		case r < 0x20 || r == 0xfffe || r == 0xffff:
			return -1
		}
		return r
	}, text)
}
