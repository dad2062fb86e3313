package person

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
)

// renew is a record as the list says it is, and the names of the fields that differ. What the list does not know stays.
func renew(p Person, l Listed) (Person, []string) {
	var fields []string
	text := func(name string, to *seal.Text, listed seal.Text) {
		if listed != "" && *to != listed {
			*to, fields = listed, append(fields, name)
		}
	}
	text("name", &p.Name, Tidy(l.Name))
	text("phone", &p.Phone, l.Phone)
	text("address", &p.Address, l.Address)
	if l.Sex != "" && p.Sex != l.Sex {
		p.Sex, fields = l.Sex, append(fields, "sex")
	}
	if l.BornOn != "" && p.BornOn != l.BornOn {
		p.BornOn, fields = l.BornOn, append(fields, "born_on")
	}
	if l.DiedOn != "" && p.DiedOn != "" && p.DiedOn != l.DiedOn { // a death that is new is more than a field, see Bury
		p.DiedOn, fields = l.DiedOn, append(fields, "died_on")
	}
	if p.StationID != l.StationID {
		p.StationID, p.StationPath, fields = l.StationID, l.StationPath, append(fields, "station")
	}
	return p, fields
}

// mend is what has to begin and what has to change so that somebody holds what is listed: pure. What he holds and the list does not name stays: a list may know of only
// one status. What cannot be without his holding the same twice at a time stays as it is on file, and left says so: a clerk looks at it. The dead hold nothing
// beyond their death, whether the list knows of it or the file. The bureau saw the proof of whatever it lists.
func mend(before []Held, l Listed, p Person, today clock.Date) (granted, amended []Held, left bool) {
	died := cmp.Or(l.DiedOn, p.DiedOn)
	held, used := redated(before, p, died, today), map[uuid.UUID]bool{}
	for _, want := range l.Statuses {
		if died != "" && want.From > died {
			continue
		}
		if died != "" && (want.Until == "" || want.Until > died) {
			want.Until, want.EndReason = died, ByDeath
		}
		then, begins := slices.Clone(held), granted
		if at := matching(held, want, today, used); at < 0 {
			begins = append(begins, started(want, p.ID, today))
		} else {
			h := &then[at]
			used[h.ID] = true
			if reassessed(*h, want, today) {
				h.Until, h.EndReason = want.From.AddDays(-1), ByTerm
				begins = append(begins, started(want, p.ID, today))
			} else {
				*h = amend(*h, want, died, today)
			}
		}
		if doubled(slices.Concat(then, begins), want) {
			left = true
			continue
		}
		held, granted = then, begins
	}
	for i, h := range held {
		if h != before[i] {
			amended = append(amended, h)
		}
	}
	return granted, amended, left
}

// redated is what somebody holds once the day of his death is put right, where the file has another.
func redated(before []Held, p Person, died, today clock.Date) []Held {
	held := slices.Clone(before)
	if p.DiedOn == "" || p.DiedOn == died {
		return held
	}
	for i := range held {
		if h := &held[i]; h.EndReason == ByDeath && h.Until == p.DiedOn {
			h.Until, h.EndReason = "", ""
		}
	}
	changed, err := Bury(Person{}, held, died, today)
	if err != nil {
		return slices.Clone(before)
	}
	for _, c := range changed {
		held[slices.IndexFunc(held, func(h Held) bool { return h.ID == c.ID })] = c
	}
	return held
}

// doubled tells whether a status is held twice at a time.
func doubled(all []Held, s Held) bool {
	for i, h := range all {
		if h.Status == s.Status && h.Kind == s.Kind && slices.ContainsFunc(all[:i], h.overlaps) {
			return true
		}
	}
	return false
}

// started is a listed status as it is written down. Where the list does not say since when, it is since today or, if it ended before, that day.
func started(want Held, personID uuid.UUID, today clock.Date) Held {
	want.PersonID, want.SeenOn = personID, today
	if want.From == "" {
		want.From = today
		if want.Until != "" && want.Until < today {
			want.From = want.Until
		}
	}
	if want.Until != "" && want.Until < want.From { // it would have begun after his death
		want.Until = want.From
	}
	return want
}

// matching finds the status on file that a listed one is: one that began on the same day; else one that is held now; else, for one without a first day, one that
// ended on the same day. −1 when none is.
func matching(held []Held, want Held, today clock.Date, used map[uuid.UUID]bool) int {
	find := func(is func(Held) bool) int {
		for i, h := range held {
			if h.Counts() && h.Status == want.Status && h.Kind == want.Kind && !used[h.ID] && is(h) {
				return i
			}
		}
		return -1
	}
	if want.From != "" {
		if i := find(func(h Held) bool { return h.From == want.From }); i >= 0 {
			return i
		}
	}
	if i := find(func(h Held) bool { return h.On(today) }); i >= 0 && (want.Until == "" || want.Until >= held[i].From) {
		return i
	}
	if want.Until == "" {
		return -1
	}
	return find(func(h Held) bool { return h.Until == want.Until })
}

// reassessed tells whether the list has another level or cause since a later day: then the old one ended the day before.
func reassessed(h, want Held, today clock.Date) bool {
	differs := h.Level != want.Level || h.Cause != want.Cause
	return differs && want.From > h.From && want.From <= today && (h.Until == "" || h.Until >= want.From)
}

// amend is a status on file with what the list says of it. died is the day of his death: what ends by it is left to Bury while it is news.
func amend(h, want Held, died, today clock.Date) Held {
	h.Level, h.Cause = want.Level, want.Cause
	if want.From != "" {
		h.From = want.From
	}
	if want.Until != "" && want.Until != h.Until && want.EndReason != ByDeath {
		h.Until = want.Until
		if h.EndReason == "" && want.Until < today {
			h.EndReason = ByTerm
		}
	}
	if h.SeenOn == "" && died == "" {
		h.SeenOn = today
	}
	return h
}
