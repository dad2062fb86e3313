package person

import (
	"database/sql/driver"

	"shuangyong/models/fault"
)

// Status is what someone is entitled by, as it is stored. That somebody serves is none: there is no such value, and one that was made by force is
// refused by whatever writes it.
type Status string

// The statuses that are stored.
const (
	Veteran         Status = "veteran"
	DisabledVeteran Status = "disabled_veteran"
	MilitaryFamily  Status = "military_family"
	BereavedFamily  Status = "bereaved_family"
	Other           Status = "other"
)

// Statuses are all of them.
func Statuses() []Status {
	return []Status{Veteran, DisabledVeteran, MilitaryFamily, BereavedFamily, Other}
}

// Known tells whether s is a status that can be stored.
func (s Status) Known() bool {
	switch s {
	case Veteran, DisabledVeteran, MilitaryFamily, BereavedFamily, Other:
		return true
	default:
		return false
	}
}

// Chinese is the status as people read it.
func (s Status) Chinese() string { return Claim(s).Chinese() }

// ErrServing refuses to store that somebody serves: there is no roster of serving soldiers.
var ErrServing = fault.New(fault.Invalid, "person.serving", "现役军人的身份不在这里登记。您的优待照样享受，出示证件就行。").
	ToStaff("现役军人不在这里建档，没有登记。优待凭有效证件就能享受，请告诉本人。")

var errStatus = fault.New(fault.Invalid, "person.status", "没有这种身份。请从列出的身份里选。")

// check refuses what is no status.
func (s Status) check() error {
	switch {
	case s.Known():
		return nil
	case Claim(s) == Active:
		return ErrServing
	default:
		return errStatus
	}
}

// Value implements driver.Valuer: no statement of any kind carries what is no status.
func (s Status) Value() (driver.Value, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	return string(s), nil
}

// Claim is what someone says he is, or what a sentence is about: one of the statuses, or that he serves. It is good for general answers and proves
// nothing; it becomes a Status only through Claim.Status, which Active never does.
type Claim string

// Active is that somebody serves: only ever what he says of himself.
const Active Claim = "active"

// Claims are all that can be said.
func Claims() []Claim {
	all := []Claim{Active}
	for _, s := range Statuses() {
		all = append(all, Claim(s))
	}
	return all
}

// Known tells whether c is one of the contract's words.
func (c Claim) Known() bool { return c == Active || Status(c).Known() }

// Status is the status that could be stored if it were proved; false for who serves and for what is none.
func (c Claim) Status() (Status, bool) {
	s := Status(c)
	return s, s.Known()
}

// Chinese is the claim as people read it.
func (c Claim) Chinese() string {
	switch c {
	case Claim(Veteran):
		return "退役军人"
	case Active:
		return "现役军人"
	case Claim(DisabledVeteran):
		return "残疾军人"
	case Claim(MilitaryFamily):
		return "军属"
	case Claim(BereavedFamily):
		return "烈士、因公牺牲、病故军人遗属"
	default:
		return "其他"
	}
}
