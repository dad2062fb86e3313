package petition

import (
	"fmt"

	"shuangyong/models/clock"
	"shuangyong/models/workday"
)

// The periods of 《信访工作条例》 in days. The paragraphs are the law's; how days are counted is package workday's.
const (
	NoticeDays    = 15 // §23: tell in writing what becomes of it
	ObjectionDays = 5  // §23: object to a transferred case, working days
	AnswerDays    = 60 // §34: answer in writing, from acceptance
	ExtensionDays = 30 // §34: at most so many more in all
	AskDays       = 30 // §35, §36: ask for a review or re-review, from receipt of the answer
	DecisionDays  = 30 // §35, §36: decide it
	SimpleAccept  = 3  // simple cases (办法 of 2016), working days
	SimpleAnswer  = 10 // the same
)

// Due is the end of one period. Day is the last day as the law counts it; Office and Citizen are that day moved off days nobody works, back for
// the office and forward for the citizen. They are empty when the calendar of that year is not announced yet.
type Due struct {
	Day     clock.Date
	Office  clock.Date
	Citizen clock.Date
}

// NoticeDue is by when the petitioner is told in writing who handles his case and how (§23).
func NoticeDue(c *workday.Calendar, received clock.Date) (Due, error) {
	return calendarDays(c, received, NoticeDays)
}

// AnswerDue is by when a case accepted that day gets its written answer (§34). extended is how many days were added in all; more than
// ExtensionDays is a mistake of the caller.
func AnswerDue(c *workday.Calendar, accepted clock.Date, extended int) (Due, error) {
	if extended < 0 || extended > ExtensionDays {
		return Due{}, fmt.Errorf("petition: %d days of extension, the law knows 0 to %d", extended, ExtensionDays)
	}
	return calendarDays(c, accepted, AnswerDays+extended)
}

// calendarDays fills Day even where the calendar ends, so that the law's plain day can still be told.
func calendarDays(c *workday.Calendar, from clock.Date, days int) (Due, error) {
	d := Due{Day: from.AddDays(days)}
	office, err := c.OfficeDue(from, days)
	if err != nil {
		return d, err
	}
	citizen, err := c.CitizenDue(from, days)
	if err != nil {
		return d, err
	}
	d.Office, d.Citizen = office, citizen
	return d, nil
}

func workingDays(c *workday.Calendar, from clock.Date, days int) (Due, error) {
	last, err := c.AddWorking(from, days)
	if err != nil {
		return Due{}, err
	}
	return Due{Day: last, Office: last, Citizen: last}, nil
}

// Clock is one period of the law, run from a given day.
type Clock struct {
	Name    string // stable: notice, objection, answer …
	Chinese string // as staff and citizens call it
	Law     string
	Days    int
	Working bool // counted in working days
	Due
	Err error // the calendar of a year is missing: Office and Citizen are then empty
}

// Clocks runs every period from the same day, as `deadlines` prints them.
func Clocks(c *workday.Calendar, from clock.Date) []Clock {
	all := []Clock{
		{Name: "notice", Chinese: "书面告知", Law: "《信访工作条例》第二十三条", Days: NoticeDays},
		{Name: "objection", Chinese: "对转送事项提出异议", Law: "《信访工作条例》第二十三条", Days: ObjectionDays, Working: true},
		{Name: "answer", Chinese: "书面答复", Law: "《信访工作条例》第三十四条", Days: AnswerDays},
		{Name: "answer_extended", Chinese: "延长后的书面答复", Law: "《信访工作条例》第三十四条", Days: AnswerDays + ExtensionDays},
		{Name: "review_ask", Chinese: "申请复查", Law: "《信访工作条例》第三十五条", Days: AskDays},
		{Name: "review", Chinese: "复查意见", Law: "《信访工作条例》第三十五条", Days: DecisionDays},
		{Name: "re_review_ask", Chinese: "申请复核", Law: "《信访工作条例》第三十六条", Days: AskDays},
		{Name: "re_review", Chinese: "复核意见", Law: "《信访工作条例》第三十六条", Days: DecisionDays},
		{Name: "simple_accept", Chinese: "简易事项受理", Law: "《信访事项简易办理办法（试行）》", Days: SimpleAccept, Working: true},
		{Name: "simple_answer", Chinese: "简易事项答复", Law: "《信访事项简易办理办法（试行）》", Days: SimpleAnswer, Working: true},
	}
	for i := range all {
		count := calendarDays
		if all[i].Working {
			count = workingDays
		}
		all[i].Due, all[i].Err = count(c, from, all[i].Days)
	}
	return all
}
