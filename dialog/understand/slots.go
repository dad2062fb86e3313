package understand

import "strings"

// slotsOf says which slots an intent can use; what else a message names is left out.
var slotsOf = map[string]string{
	"shop.nearby": "category place line for", "shop.search": "category place for", "shop.join": "category", "shop.complain": "category place",
	"bus.concession": "line for", "bus.routes": "line stop place", "bus.arrivals": "line stop", "bus.code": "for line", "bus.plan": "place line date time",
	"petition.file": "topic for", "petition.progress": "code for", "petition.rules": "topic", "petition.rate": "code", "petition.review": "code",
	"appointment.book": "service date time place for", "appointment.mine": "service date time code for", "appointment.cancel": "service date time code for",
	"appointment.reschedule": "service date time code for", "appointment.queue": "service code",
	"benefit.mine": "topic for", "benefit.ask": "topic for", "card.apply": "for", "card.progress": "for code", "payment.when": "topic for", "station.find": "place service",
	"identity.verify": "for", "family.bind": "for", "aid.request": "for topic", "event.find": "date place", "honor.view": "for", "privacy": "", Crisis: "kind",
	"human": "", Unknown: "line stop place date time code category service topic for",
}

// slots gathers what the message names, as far as the intent can use it.
func (r *Reader) slots(intent string, m *message) map[string]string {
	wanted := slotsOf[intent]
	if wanted == "" {
		return nil
	}
	found := make(map[string]string, 4)
	put := func(name, value string) {
		if value != "" && found[name] == "" && strings.Contains(wanted, name) {
			found[name] = value
		}
	}
	marks := m.marks
	if intent == "appointment.reschedule" {
		marks = newTime(m)
	}
	for _, k := range marks {
		switch k.kind {
		case markCode:
			put(SlotCode, k.value)
		case markLine:
			put(SlotLine, k.value)
		case markDate:
			put(SlotDate, k.value)
		}
	}
	put(SlotTime, timeOf(marks))
	put(SlotTopic, r.longest(m, "topic:"))
	put(SlotCategory, r.longest(m, "category:"))
	put(SlotService, r.longest(m, "service:"))
	put(SlotFor, r.forWhom(m))
	r.whereabouts(intent, m, put)
	if len(found) == 0 {
		return nil
	}
	return found
}

func (r *Reader) whereabouts(intent string, m *message, put func(name, value string)) {
	stop, isStop := "", false
	if strings.Contains(slotsOf[intent], SlotStop) {
		if stop, isStop = stopIn(m.runes, m.marks); isStop {
			put(SlotStop, stop)
		}
	}
	place, isPlace := placeIn(m.runes, m.marks)
	switch {
	case !isPlace:
	case intent == "bus.arrivals":
		put(SlotStop, place)
	case !isStop || !strings.Contains(place, stop):
		put(SlotPlace, place)
	}
}

// newTime leaves out the date and time that are given up: of 周三两点改到周四三点 only what follows the last 改 (换, 挪, 推, 延, 到, 成) counts.
func newTime(m *message) []mark {
	from := 0
	for i, c := range m.runes {
		if strings.ContainsRune("改换挪推延到成", c) {
			from = i
		}
	}
	var marks []mark
	for _, k := range m.marks {
		if k.start > from || k.kind == markCode {
			marks = append(marks, k)
		}
	}
	if len(marks) == 0 {
		return m.marks
	}
	return marks
}

// general topics name whom a question is about rather than what; any other topic in the same message outweighs them.
func general(name string) bool {
	return name == "topic:martyr" || name == "topic:conscription" || name == "topic:employment"
}

// timeOf prefers a time of the clock to a part of the day.
func timeOf(marks []mark) string {
	part := ""
	for _, k := range marks {
		if k.kind != markTime {
			continue
		}
		if k.clock {
			return k.value
		}
		if part == "" {
			part = k.value
		}
	}
	return part
}

// longest is the value of the longest word under a prefix, the first of equals; what was written outweighs what only sounds so.
func (r *Reader) longest(m *message, prefix string) string {
	value, best := "", -100
	for _, h := range m.hits {
		name := r.words.concepts[h.concept]
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		weight := 2 * (h.end - h.start)
		if h.written {
			weight += 3
		} else if h.end-h.start < 3 && !h.nearly && prefix == "category:" {
			continue // 有拥 sounds like 游泳
		}
		if general(name) {
			weight -= 20
		}
		if weight > best {
			value, best = name[len(prefix):], weight
		}
	}
	return value
}

// forWhom is whose matter it is: 给我爸办, 我娘的优待证. Who only said or sent something (我闺女说) is not meant.
func (r *Reader) forWhom(m *message) string {
	value, strong := "", false
	for _, h := range m.hits {
		name := r.words.concepts[h.concept]
		if !strings.HasPrefix(name, "for:") || !h.written {
			continue
		}
		if h.end < len(m.runes) && strings.ContainsRune("说讲让叫告教", m.runes[h.end]) {
			continue
		}
		given := h.start > 0 && strings.ContainsRune("给帮替为代", m.runes[h.start-1])
		if value == "" || given && !strong || value == "self" {
			value, strong = name[len("for:"):], given
		}
	}
	return value
}
