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
	if found["stranger+"] && sumOfMoney(runes) {
		found["pay+"] = true
	}
	return found
}

// sumOfMoney says that a sum is named: 300块, 两百元.
func sumOfMoney(runes []rune) bool {
	for i, c := range runes {
		if i > 0 && (c == '块' || c == '元') && (isDigit(runes[i-1]) || strings.ContainsRune("一二两三四五六七八九十百千万几", runes[i-1])) {
			return true
		}
	}
	return false
}

// calmed says that an alarm lies inside calm words. An insult is only undone by longer ones: 都是骗子 is anger, and no report of a swindle.
func (r *Reader) calmed(h hit, hits []hit) bool {
	least := h.end - h.start
	if r.alarmWords.concepts[h.concept] == "abuse" {
		least++
	}
	for _, o := range hits {
		if r.alarmWords.concepts[o.concept] == "calm" && o.written && o.start < h.end && h.start < o.end && o.end-o.start >= least {
			return true
		}
	}
	return false
}

// crisis is the kind of crisis the alarms amount to, "" for none.
func (a alarms) crisis() string {
	for _, kind := range alarmKinds {
		if a[kind] || a[kind+"?"] && !a.asking() {
			return kind
		}
	}
	if a["place+"] && a["leave+"] && a["cause+"] || a["crowd+"] && a["target+"] && (a["cause+"] || a["leave+"] || a["place+"]) {
		return Escalation
	}
	return ""
}

// asking says that a rule, a shop or the past is asked about: 骨折能报销吗, 当年被炸弹炸伤.
func (a alarms) asking() bool { return a["lookup+"] }

// fraud says whether somebody wants money, a code or a click for something that is free.
func (a alarms) fraud() bool {
	return a["fraud"] || a["pay+"] && a["stranger+"] && a["gift+"]
}

func (a alarms) abuse() bool { return a["abuse"] }
