package understand

import (
	_ "embed"
	"strings"
)

//go:embed alarms.tsv
var alarmFile string

// alarms says which names of alarms.tsv occur in a message, outside calm words.
type alarms map[string]bool

// alarmKinds are the kinds of a crisis, the one that outranks the others first.
var alarmKinds = []string{SelfHarm, Medical, Violence, Escalation}

func (r *Reader) alarms(runes []rune, sound []uint16) alarms {
	var room [32]hit
	hits := r.alarmWords.find(runes, sound, room[:0])
	if len(hits) == 0 {
		return nil
	}
	found := make(alarms, 4)
	for _, h := range hits {
		name := r.alarmWords.concepts[h.concept]
		if name == "calm" || !h.written && h.end-h.start < 3 && !strings.HasSuffix(name, "+") {
			continue // two syllables alone sound like too many other things
		}
		if !strings.HasSuffix(name, "+") && r.calmed(h, hits) {
			continue
		}
		found[name] = true
	}
	return found
}

func (r *Reader) calmed(h hit, hits []hit) bool {
	for _, o := range hits {
		if r.alarmWords.concepts[o.concept] == "calm" && o.written && o.start < h.end && h.start < o.end && o.end-o.start >= h.end-h.start {
			return true
		}
	}
	return false
}

// crisis is the kind of crisis the alarms amount to, "" for none.
func (a alarms) crisis() string {
	for _, kind := range alarmKinds {
		if a[kind] {
			return kind
		}
	}
	if a["place+"] && a["leave+"] && a["cause+"] || a["crowd+"] && a["target+"] && (a["cause+"] || a["leave+"] || a["place+"]) {
		return Escalation
	}
	return ""
}

// fraud says whether somebody wants money, a code or a click for something that is free.
func (a alarms) fraud() bool {
	return a["fraud"] || a["pay+"] && a["stranger+"] && a["gift+"]
}

func (a alarms) abuse() bool { return a["abuse"] }
