package desk

import (
	"time"

	"shuangyong/models/application"
)

// applicationOf is an application as the member of staff who opened it is told.
func applicationOf(a application.Case) Application {
	answer := Application{
		ID: a.ID, Number: a.Number, State: string(a.State), StateText: a.State.Chinese(), Statuses: statusesOf(a.Wanted), Words: a.Words.Reveal(),
		CreatedAt: instant(a.CreatedAt), SubmittedAt: instantOf(a.SubmittedAt), DecideBy: some(string(a.DecideBy)), DecidedAt: instantOf(a.DecidedAt),
		Reason: some(string(a.Reason)), Granted: statusesOf(a.Granted), Documents: make([]ApplicationDocument, len(a.Documents)),
		Steps: make([]ApplicationStep, len(a.Steps)),
	}
	for i, one := range a.Documents {
		answer.Documents[i] = documentOf(one)
	}
	for i, s := range a.Steps {
		answer.Steps[i] = ApplicationStep{At: instant(s.At), Event: string(s.Event), Who: s.Who, Text: s.Text.Reveal()}
	}
	return answer
}

func documentOf(one application.Document) ApplicationDocument {
	return ApplicationDocument{ID: one.ID, Kind: string(one.Kind), Text: one.Kind.Chinese(), AddedAt: instant(one.AddedAt)}
}

func statusesOf(all []application.Status) []ApplicationStatus {
	list := make([]ApplicationStatus, len(all))
	for i, s := range all {
		list[i] = ApplicationStatus{Status: s.Code, Cause: some(s.Cause), Kind: some(s.Kind), From: some(string(s.From)), Text: some(s.Chinese())}
		if s.Level > 0 {
			list[i].Level = &s.Level
		}
	}
	return list
}

// some is a text that may be missing.
func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func instantOf(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	at := instant(*t)
	return &at
}
