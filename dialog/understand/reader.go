package understand

import (
	"slices"
	"strings"
	"time"
)

// Reader reads messages. It is immutable after New and safe for concurrent use.
type Reader struct {
	simple     map[rune]rune
	sounds     *phonetics
	words      *lexicon
	groups     []byte // by concept: the first letter of its name, or 'o' for a slot
	alarmWords *lexicon
	answers    map[string]string
	model      *model
}

// New prepares a Reader and teaches it the embedded examples.
func New() *Reader {
	return newReader(examples())
}

func newReader(taught []example) *Reader {
	r := &Reader{simple: simplifications(), sounds: newPhonetics(), answers: answerTable()}
	r.words = newLexicon(lexiconFile, r.sounds)
	for _, name := range r.words.concepts {
		r.groups = append(r.groups, groupOf(name))
	}
	r.alarmWords = newLexicon(alarmFile, r.sounds)
	r.model = r.teach(taught)
	return r
}

// groupOf is what kind of concept a name is: n, q, v, x, who (w), or one of the slots by a letter of its own.
func groupOf(name string) byte {
	head, _, _ := strings.Cut(name, ":")
	switch head {
	case "topic":
		return 't'
	case "category":
		return 'c'
	case "service":
		return 's'
	case "for":
		return 'f'
	case "who":
		return 'w'
	}
	return head[0]
}

// message is a text on its way to being understood.
type message struct {
	*script
	marks []mark
	hits  []hit // of the lexicon, over the runes with marks put in
	seen  view  // the runes with marks put in
}

// Read says what the text means when it is written at now. Any bytes may come in; what is not UTF-8 is passed over.
func (r *Reader) Read(text string, now time.Time) Understanding {
	s := r.normalise(text)
	u := Understanding{Intent: Unknown, Secrets: secrets(text)}
	if len(s.runes) == 0 {
		return r.onlySigns(u, s.signs)
	}
	found := r.alarms(s.runes, s.sound)
	u.Fraud, u.Abuse = found.fraud(), found.abuse()
	if len(s.runes) > fullyRead {
		s.cut(fullyRead)
	}
	m := r.prepare(s, now)
	for _, k := range m.marks {
		if k.kind == markPerson {
			u.Personal = append(u.Personal, Span{int(s.from[k.start]), int(s.upto[k.end-1])})
		}
	}
	if kind := found.crisis(); kind != "" {
		u.Intent, u.Confidence, u.Slots = Crisis, 1, map[string]string{SlotKind: kind}
		return u
	}
	if r.control(&u, m) {
		return u
	}
	r.decide(&u, m, found.asking())
	return u
}

func (r *Reader) onlySigns(u Understanding, signs string) Understanding {
	switch signs {
	case "谢谢":
		u.Intent, u.Confidence = "thanks", 1
	case "好的":
		u.Yes = true
	case "不":
		u.No = true
	}
	return u
}

// prepare finds the marks and the words of the lexicon.
func (r *Reader) prepare(s *script, now time.Time) *message {
	m := &message{script: s}
	numbers := numbers(s.runes)
	m.marks = append(m.marks, numbers...)
	for _, more := range [][]mark{lines(s.runes), moments(s.runes, now)} {
		for _, k := range more {
			m.marks = placed(m.marks, k)
		}
	}
	slices.SortFunc(m.marks, func(a, b mark) int { return a.start - b.start })
	m.seen = masked(s, m.marks)
	var room [48]hit
	m.hits = outermost(r.words.find(s.runes, s.sound, room[:0]))
	m.seen.hits = m.hits
	return m
}

// placed adds a mark; it takes the place of plain numbers that it covers, and yields to a code.
func placed(marks []mark, k mark) []mark {
	kept := marks[:0]
	for _, o := range marks {
		overlaps := o.start < k.end && k.start < o.end
		if overlaps && o.kind != markNumber {
			return marks
		}
		if !overlaps {
			kept = append(kept, o)
		}
	}
	return append(kept, k)
}

// masked is the message with every mark as one capital, which no normalised text contains. Covered runes become spaces, so places keep.
func masked(s *script, marks []mark) view {
	v := view{runes: s.runes, sound: s.sound}
	if len(marks) == 0 {
		return v
	}
	v.runes = append([]rune(nil), s.runes...)
	v.sound = append([]uint16(nil), s.sound...)
	for _, k := range marks {
		for i := k.start; i < k.end; i++ {
			v.runes[i], v.sound[i] = ' ', 0
		}
		v.runes[k.start] = k.kind
	}
	return v
}

// part is the view of the runes from start to end.
func (v view) part(start, end int) view {
	p := view{runes: v.runes[start:end], sound: v.sound[start:end]}
	for _, h := range v.hits {
		if h.start >= start && h.end <= end {
			h.start, h.end = h.start-start, h.end-start
			p.hits = append(p.hits, h)
		}
	}
	return p
}

// control reads messages that are nothing but an answer or a steering word.
func (r *Reader) control(u *Understanding, m *message) bool {
	u.Digits = allDigits(m.runes)
	u.Choice = choice(m.runes)
	name := r.answer(m.runes)
	switch {
	case name != "" && u.Choice == 0:
		if !r.steer(u, name) {
			u.Intent = name
		}
		u.Confidence = 1
		return true
	case u.Choice != 0:
		u.Confidence = 1
		return true
	}
	return false
}

// steer sets the flag that an answer stands for; false means that the name is an intent.
func (r *Reader) steer(u *Understanding, name string) bool {
	switch name {
	case "yes":
		u.Yes = true
	case "no":
		u.No = true
	case "more":
		u.More = true
	default:
		return false
	}
	return true
}
