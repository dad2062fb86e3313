package dialog

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Option is one numbered choice under a reply: it works by its number, by its ordinal, or by saying it.
type Option struct {
	Label string
	Say   string // the short name people say; empty = the label
	Step  Step
}

// Reply is what a citizen reads: some lines, up to five numbered options, and a closing line.
type Reply struct {
	Text    string
	Options []Option
	Tail    string
}

// maxOptions is how many choices fit into a head.
const maxOptions = 5

// Body is the whole text as it is shown.
func (r Reply) Body() string {
	var b strings.Builder
	b.WriteString(r.Text)
	for i, o := range r.Options {
		line(&b)
		b.WriteString(strconv.Itoa(i+1) + " " + o.Label)
	}
	if r.Tail != "" {
		line(&b)
		b.WriteString(r.Tail)
	}
	return b.String()
}

func line(b *strings.Builder) {
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
}

// Fit splits text so that first has at most limit bytes and ends at the end of a line, else of a sentence, else of a character. A limit too
// small for a single character gives an empty first.
func Fit(text string, limit int) (first, rest string) {
	if len(text) <= limit {
		return text, ""
	}
	cut := max(limit, 0)
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	head := text[:cut]
	if i := strings.LastIndexByte(head, '\n'); i > cut/2 {
		return head[:i], text[i+1:]
	}
	if i := lastSentence(head); i > cut/2 {
		return head[:i], strings.TrimLeft(text[i:], "\n")
	}
	return head, text[cut:]
}

// lastSentence is the byte after the last mark that ends a sentence or a clause, 0 when there is none.
func lastSentence(s string) int {
	if i := strings.LastIndexAny(s, "。！？；"); i >= 0 {
		return i + 3 // each of them takes three bytes
	}
	return 0
}
