package person

import (
	"shuangyong/models/clock"
	"shuangyong/models/fault"
)

// Ending is why a status ended.
type Ending string

// The endings.
const (
	ByTerm      Ending = "term"      // its last day came: a child is grown up, a paper ran out
	ByDischarge Ending = "discharge" // whoever the family belongs to left the forces
	ByMove      Ending = "moved"     // the file went to another city's bureau
	ByDeath     Ending = "death"
	ByError     Ending = "error" // it was entered by mistake: it stays in the history and was never held
)

// The refusals of the rules below.
var (
	errParticulars = fault.New(fault.Invalid, "person.status_particulars", "身份的内容不完整，没有登记。")
	errDays        = fault.New(fault.Invalid, "person.status_days", "日期不对，没有登记。请照证件上的日期填。")
	errOverlap     = fault.New(fault.Conflict, "person.status_overlap", "这段时间里已经登记过同样的身份，没有重复登记。要改日期的，先把原来那条结束或作废。")
	errDead        = fault.New(fault.Conflict, "person.dead", "档案上登记此人已经去世，不能这样办。登记错了的，请市局更正。")
	errEnded       = fault.New(fault.Conflict, "person.status_ended", "这条身份已经结束了。请刷新后再看。")
	errEnding      = fault.New(fault.Invalid, "person.status_ending", "这种身份不会因为这个原因结束，请选别的原因。")
	errPaper       = fault.New(fault.Invalid, "person.paper", "这种证件证明不了这个身份，请选对应的证件。")
)

// Counts tells whether somebody really held or holds it: what was entered by mistake does not count.
func (h Held) Counts() bool { return h.EndReason != ByError }

// On tells whether it is held on a day.
func (h Held) On(day clock.Date) bool {
	return h.Counts() && h.From <= day && (h.Until == "" || day <= h.Until)
}

// overlaps tells whether two that count are the same status at the same time. Families of two dead soldiers hold two of different kinds.
func (h Held) overlaps(other Held) bool {
	return h.Counts() && other.Counts() && h.Status == other.Status && h.Kind == other.Kind &&
		(other.Until == "" || h.From <= other.Until) && (h.Until == "" || other.From <= h.Until)
}

// Grantable tells whether a person may be given a status: pure. history is all that he holds and held, today the day of Shanghai.
// Levels 1 to 10 are of disability by war and duty, 1 to 6 by illness (军人抚恤优待条例 on 残疾等级).
func Grantable(p Person, h Held, history []Held, today clock.Date) error {
	if err := h.Status.check(); err != nil {
		return err
	}
	if err := h.particulars(); err != nil {
		return err
	}
	if err := h.days(p, today); err != nil {
		return err
	}
	if h.Proof != "" && !h.Proof.proves(h) {
		return errPaper
	}
	for _, other := range history {
		if h.overlaps(other) {
			return errOverlap
		}
	}
	return nil
}

// particulars checks what each status cannot be without, and what no other has.
func (h Held) particulars() error {
	disabled, bereaved := h.Status == DisabledVeteran, h.Status == BereavedFamily
	most := 10
	if h.Cause == "illness" {
		most = 6
	}
	switch {
	case disabled && (h.Level < 1 || h.Level > most):
		return errParticulars.WithField("level", "残疾等级：因战、因公1到10级，因病1到6级")
	case disabled && h.Cause != "war" && h.Cause != "duty" && h.Cause != "illness":
		return errParticulars.WithField("cause", "残疾性质：因战、因公或因病")
	case !disabled && (h.Level != 0 || h.Cause != ""):
		return errParticulars.WithField("level", "只有残疾军人有等级和性质")
	case bereaved && h.Kind != "martyr" && h.Kind != "duty" && h.Kind != "illness":
		return errParticulars.WithField("kind", "烈士、因公牺牲或病故军人遗属，请选一种")
	case !bereaved && h.Kind != "":
		return errParticulars.WithField("kind", "只有遗属分这几种")
	}
	return nil
}

// days checks the days against one another, the person's life and today.
func (h Held) days(p Person, today clock.Date) error {
	for name, d := range map[string]clock.Date{"from": h.From, "until": h.Until, "seen_on": h.SeenOn} {
		if _, err := clock.ParseDate(string(d)); err != nil && (d != "" || name == "from") {
			return errDays.WithField(name, "写成 2026-11-23 的样子")
		}
	}
	switch {
	case h.From > today, p.BornOn != "" && h.From < p.BornOn:
		return errDays.WithField("from", "不早于出生，不晚于今天")
	case h.Until != "" && h.Until < h.From:
		return errDays.WithField("until", "不早于开始的那天")
	case h.SeenOn > today:
		return errDays.WithField("seen_on", "不晚于今天")
	case p.DiedOn != "" && (h.Until == "" || h.Until > p.DiedOn):
		return errDead
	}
	return nil
}

// Finish is the status when it has ended for a reason on a day, its last one: pure. A discharge ends what a family holds because somebody serves, and nothing
// else; nothing but a term ends on a day that is still to come.
func Finish(h Held, why Ending, on, today clock.Date) (Held, error) {
	if h.EndReason != "" {
		return Held{}, errEnded
	}
	if why == ByError {
		h.Until, h.EndReason = h.From, ByError
		return h, nil
	}
	if _, err := clock.ParseDate(string(on)); err != nil || on < h.From || h.Until != "" && on > h.Until || on > today && why != ByTerm {
		return Held{}, errDays.WithField("on", "不早于开始的那天，不晚于今天")
	}
	switch {
	case why == ByDischarge && h.Status != MilitaryFamily:
		return Held{}, errEnding
	case why != ByDischarge && why != ByMove && why != ByTerm: // a death is the person's, see Bury
		return Held{}, errEnding
	}
	h.Until, h.EndReason = on, why
	return h, nil
}

// Bury is what becomes of all that somebody held when he died on a day: it ends with that day, and what would have begun later was never held. The rows that
// change are given back. What his family holds does not end by itself: that a 军属 becomes bereaved is decided by people.
func Bury(p Person, history []Held, on, today clock.Date) ([]Held, error) {
	_, err := clock.ParseDate(string(on))
	switch {
	case p.DiedOn != "" && p.DiedOn != on:
		return nil, errDead
	case err != nil, on > today, p.BornOn != "" && on < p.BornOn:
		return nil, errDays.WithField("died_on", "不早于出生，不晚于今天")
	}
	var changed []Held
	for _, h := range history {
		switch {
		case !h.Counts():
		case h.From > on:
			h.Until, h.EndReason = h.From, ByError
			changed = append(changed, h)
		case h.Until == "" || h.Until > on:
			h.Until, h.EndReason = on, ByDeath
			changed = append(changed, h)
		}
	}
	return changed, nil
}

// Depart is what becomes of all that somebody holds when his file went to another city on a day. The rows that change are given back.
func Depart(history []Held, on clock.Date) []Held {
	var changed []Held
	for _, h := range history {
		if h.On(on) && h.Until != on {
			h.Until, h.EndReason = on, ByMove
			changed = append(changed, h)
		}
	}
	return changed
}
