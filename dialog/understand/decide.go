package understand

import (
	"slices"
	"strings"
)

const (
	sure     = 0.62 // a clause that is this sure is a wish of its own
	doubtful = 0.15 // below this nothing was understood
	alarming = 0.45 // of all the crisis classes together
	certain  = 0.8  // the same for a clause, or where a rule, a shop or the past is asked about
	most     = 8    // clauses that are looked at
)

// wish is a class with its probability; scores are those of all classes.
type wish struct {
	class  string
	sure   float64
	scores row
}

// decide lets the classifier judge the whole message and its clauses, and settles what is first and what comes after.
func (r *Reader) decide(u *Understanding, m *message, asking bool) {
	whole := r.judge(m.seen)
	clauses := r.clauses(m)
	if kind := r.crisisIn(whole, clauses, asking); kind != "" {
		u.Intent, u.Confidence, u.Slots = Crisis, whole.sure, map[string]string{SlotKind: kind}
		return
	}
	u.Candidates = r.candidates(whole)
	wishes := distinct(clauses)
	first := whole
	switch {
	case len(wishes) > 1:
		first = wishes[0]
	case len(wishes) == 1 && (!substantive(whole.class) || whole.sure < doubtful):
		first = wishes[0]
	}
	if len(wishes) < 2 {
		wishes = nil
	}
	first, wishes = complaintFirst(first, wishes)
	for _, w := range wishes {
		if w.class != first.class {
			u.Also = append(u.Also, w.class)
		}
	}
	u.Intent, u.Confidence = r.settle(u, first, m)
	u.Slots = r.slots(u.Intent, m)
}

// judge asks the classifier.
func (r *Reader) judge(v view) wish {
	var featureRoom, rowRoom [640]uint32
	rows := r.model.rows(r.features(v, false, featureRoom[:0]), rowRoom[:0])
	var w wish
	r.model.probabilities(rows, &w.scores)
	best := 0
	for i := range r.model.classes {
		if w.scores[i] > w.scores[best] {
			best = i
		}
	}
	w.class, w.sure = r.model.classes[best], float64(w.scores[best])
	return w
}

// settle turns a class into an intent of the contract: answers become flags, a statement about oneself asks what one may have.
func (r *Reader) settle(u *Understanding, w wish, m *message) (string, float64) {
	switch {
	case r.steer(u, w.class) && w.sure >= 0.35:
		return Unknown, w.sure
	case w.class == classContext:
		for _, h := range m.hits {
			if strings.HasPrefix(r.words.concepts[h.concept], "who:") && w.sure >= doubtful {
				return "benefit.mine", w.sure
			}
		}
		return Unknown, w.sure
	case (strings.HasPrefix(w.class, "shop.") || strings.HasPrefix(w.class, "bus.")) && w.class != "shop.complain" && r.bareStation(m):
		return "station.find", w.sure
	case w.sure < doubtful, strings.HasPrefix(w.class, Crisis), w.class == "yes", w.class == "no", w.class == "more":
		u.Yes, u.No, u.More = false, false, false
		return Unknown, 1 - w.sure
	}
	return w.class, w.sure
}

// bareStation says that the message names a station and nothing of shops or buses: 附近的站 is a service station, 附近的公交站 is not.
func (r *Reader) bareStation(m *message) bool {
	at := slices.Index(m.runes, '站')
	if at < 0 || at > 0 && strings.ContainsRune("车油气下上网", m.runes[at-1]) || at+1 < len(m.runes) && strings.ContainsRune("着起在台牌点岗前", m.runes[at+1]) {
		return false
	}
	if _, named := stopIn(m.runes, m.marks); named {
		return false
	}
	for _, k := range m.marks {
		if k.kind == markLine {
			return false
		}
	}
	for _, h := range m.hits {
		switch name := r.words.concepts[h.concept]; name {
		case "n:bus", "n:stop", "n:route", "n:arrive", "n:plan", "n:pioneer", "n:code", "n:shop", "n:discount":
			return false
		default:
			if strings.HasPrefix(name, "category:") && h.written {
				return false
			}
		}
	}
	return true
}

// crisisIn adds up what the classifier gives to the kinds of a crisis.
func (r *Reader) crisisIn(whole wish, clauses []wish, asking bool) string {
	for i, w := range append([]wish{whole}, clauses...) {
		sum, best, kind := 0.0, float32(0), ""
		for c, name := range r.model.classes {
			if k, ok := strings.CutPrefix(name, Crisis+"."); ok {
				sum += float64(w.scores[c])
				if w.scores[c] > best {
					best, kind = w.scores[c], k
				}
			}
		}
		if sum >= certain || sum >= alarming && i == 0 && !asking {
			return kind
		}
	}
	return ""
}

func (r *Reader) candidates(w wish) []Candidate {
	list := make([]Candidate, 0, 6)
	for i, name := range r.model.classes {
		p := float64(w.scores[i])
		if p < 0.02 {
			continue
		}
		at, _ := slices.BinarySearchFunc(list, p, func(c Candidate, p float64) int {
			if c.Probability >= p {
				return -1
			}
			return 1
		})
		if at < 5 {
			list = slices.Insert(list, at, Candidate{Intent: name, Probability: p})
			list = list[:min(len(list), 5)]
		}
	}
	return list
}

// joints are words that begin another wish where no mark stands.
var joints = []string{"另外", "顺便", "顺带", "还有就是", "再问", "还想", "再帮我", "然后再", "再就是", "对了", "还要问", "再一个", "第二个事", "还有我", "还有个事"}

// clauses judges the parts of a message, when there are at least two.
func (r *Reader) clauses(m *message) []wish {
	var cuts []int
	start, runes := 0, m.seen.runes
	for i := 0; i <= len(runes) && len(cuts) < 2*most; i++ {
		joint := i < len(runes) && i-start >= 4 && startsAny(runes, i, joints)
		if i == len(runes) || joint || runes[i] == pause || runes[i] == query || runes[i] == ' ' && i-start >= 4 && m.runes[i] == ' ' {
			if i-start >= 2 {
				cuts = append(cuts, start, min(len(runes), i+1))
			}
			start = i + 1
			if joint {
				start = i
			}
		}
	}
	if len(cuts) <= 2 {
		return nil
	}
	list := make([]wish, 0, len(cuts)/2)
	for i := 0; i < len(cuts); i += 2 {
		list = append(list, r.judge(m.seen.part(cuts[i], cuts[i+1])))
	}
	return list
}

// substantive says whether a class is something that can be done or answered, rather than courtesy or steering.
func substantive(class string) bool {
	switch class {
	case "greet", "thanks", Unknown, classContext, "yes", "no", "more", "help", "repeat", "back", "cancel":
		return false
	}
	return true
}

// distinct are the different wishes of the clauses that are sure of themselves, in order.
func distinct(clauses []wish) []wish {
	var list []wish
	for _, c := range clauses {
		if c.sure < sure || !substantive(c.class) || slices.ContainsFunc(list, func(w wish) bool { return alike(w.class, c.class) }) {
			continue
		}
		list = append(list, c)
	}
	return list
}

// alike says that two classes in one message are one wish: a complaint is told in several sentences.
func alike(a, b string) bool { return a == b || complaint(a) && complaint(b) }

func complaint(class string) bool {
	return class == "shop.complain" || class == "petition.file" || class == "petition.review"
}

// complaintFirst lets a complaint outrank a look-up in the same message.
func complaintFirst(first wish, wishes []wish) (wish, []wish) {
	if complaint(first.class) {
		return first, wishes
	}
	for _, w := range wishes {
		if complaint(w.class) {
			return w, wishes
		}
	}
	return first, wishes
}
