package application

import (
	"slices"
	"strconv"
	"strings"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
)

// Status is what somebody wants to be registered as, or was. There is none for who serves: no roster, no papers and no application of serving soldiers exist here.
type Status struct {
	Code  string     `json:"status"`          // one of Codes
	Level int        `json:"level,omitempty"` // of disability, 1–10; 0 = none
	Cause string     `json:"cause,omitempty"` // of disability: war, duty or illness (因战/因公/因病)
	Kind  string     `json:"kind,omitempty"`  // of a bereaved family: martyr, duty or illness
	From  clock.Date `json:"from,omitempty"`  // since when; "" = he does not know
}

// The codes.
const (
	Veteran         = "veteran"
	DisabledVeteran = "disabled_veteran"
	MilitaryFamily  = "military_family"
	BereavedFamily  = "bereaved_family"
	Other           = "other"
)

// maxStatuses is how many statuses one application asks for.
const maxStatuses = 4

// named are the codes as people read them.
var named = map[string]string{
	Veteran: "退役军人", DisabledVeteran: "残疾军人", MilitaryFamily: "军属", BereavedFamily: "烈士、因公牺牲、病故军人遗属", Other: "其他抚恤优待对象",
}

var (
	causes = map[string]string{"war": "因战", "duty": "因公", "illness": "因病"}
	kinds  = map[string]string{"martyr": "烈士遗属", "duty": "因公牺牲军人遗属", "illness": "病故军人遗属"}
)

// Chinese is the status as people read it: 残疾军人（6级，因公）.
func (s Status) Chinese() string {
	switch s.Code {
	case DisabledVeteran:
		if s.Level > 0 {
			return named[s.Code] + "（" + strconv.Itoa(s.Level) + "级，" + causes[s.Cause] + "）"
		}
	case BereavedFamily:
		if k, ok := kinds[s.Kind]; ok {
			return k
		}
	}
	return named[s.Code]
}

// list is several statuses as people read them.
func list(all []Status) string {
	words := make([]string, len(all))
	for i, s := range all {
		words[i] = s.Chinese()
	}
	return strings.Join(words, "、")
}

// codes are the codes of several statuses, for the audit log.
func codes(all []Status) string {
	words := make([]string, len(all))
	for i, s := range all {
		words[i] = s.Code
	}
	return strings.Join(words, " ")
}

var (
	errStatuses = fault.New(fault.Invalid, "application.statuses", "请从列出的身份里选，一份申请选1到4种，不要重复。")
	errServing  = fault.New(fault.Invalid, "application.serving", "现役军人的身份不在这里登记，也请不要上传军官证、军士证。您的优待照样享受，出示证件就行。").
			ToStaff("现役军人的身份不在这里登记，没有办。优待凭有效证件就能享受，请告诉本人。")
	errLevel    = fault.New(fault.Invalid, "application.level", "残疾军人请写明等级（因战、因公1到10级，因病1到6级）和原因，都在残疾军人证上。")
	errKind     = fault.New(fault.Invalid, "application.kind", "请选是烈士、因公牺牲军人还是病故军人的遗属，证明书上写着。")
	errFrom     = fault.New(fault.Invalid, "application.from", "起算的日子不对：要写成 1998-12-01 这样，不能晚于今天。")
	errNoFrom   = fault.New(fault.Invalid, "application.from_missing", "登记要写明从哪天起算，以证件上的日期为准。")
	errUnwanted = fault.New(fault.Invalid, "application.not_wanted", "申请人没有申请这种身份，不能登记。需要的话请他另提一份申请。")
)

// checkWanted refuses what nobody can be registered as. It is a pure rule.
func checkWanted(all []Status, today clock.Date) error {
	if len(all) == 0 || len(all) > maxStatuses {
		return errStatuses
	}
	seen := map[string]bool{}
	for _, s := range all {
		if err := s.check(today); err != nil {
			return err
		}
		if seen[s.Code+s.Kind] {
			return errStatuses
		}
		seen[s.Code+s.Kind] = true
	}
	return nil
}

func (s Status) check(today clock.Date) error {
	if s.Code == "active" {
		return errServing
	}
	if named[s.Code] == "" {
		return errStatuses
	}
	if !s.levelled() {
		return errLevel
	}
	if bereaved := s.Code == BereavedFamily; bereaved != (kinds[s.Kind] != "") || !bereaved && s.Kind != "" {
		return errKind
	}
	if s.From == "" {
		return nil
	}
	if d, err := clock.ParseDate(string(s.From)); err != nil || d > today {
		return errFrom
	}
	return nil
}

// levelled tells whether the level and its cause are there for a disability, and for nothing else: 1 to 10, by illness 1 to 6 (军人抚恤优待条例 on 残疾等级).
func (s Status) levelled() bool {
	if s.Code != DisabledVeteran {
		return s.Level == 0 && s.Cause == ""
	}
	most := 10
	if s.Cause == "illness" {
		most = 6
	}
	return causes[s.Cause] != "" && s.Level >= 1 && s.Level <= most
}

// checkGranted refuses to register somebody as what he did not ask for, or since no day. It is a pure rule.
func checkGranted(granted, wanted []Status, today clock.Date) error {
	if err := checkWanted(granted, today); err != nil {
		return err
	}
	for _, g := range granted {
		if g.From == "" {
			return errNoFrom
		}
		if !slices.ContainsFunc(wanted, func(w Status) bool { return w.Code == g.Code }) {
			return errUnwanted
		}
	}
	return nil
}
