package desk

import (
	"time"

	"shuangyong/models/application"
)

// applicationOf is an application as the member of staff who opened it is told.
func applicationOf(a application.Case) Application {
	answer := Application{
		ID: a.ID, Number: a.Number, State: string(a.State), StateText: a.State.Chinese(), Statuses: statusesOf(a.Wanted), Words: a.Words.Reveal(),
		CreatedAt: instant(a.CreatedAt), SubmittedAt: instantOf(a.SubmittedAt), DecideBy: maybe(string(a.DecideBy)), DecidedAt: instantOf(a.DecidedAt),
		Reason: maybe(string(a.Reason)), Granted: statusesOf(a.Granted), Documents: make([]ApplicationDocument, len(a.Documents)),
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
		list[i] = ApplicationStatus{
			Status: s.Code, Level: maybe(s.Level), Cause: maybe(s.Cause), Kind: maybe(s.Kind), From: maybe(string(s.From)), Text: maybe(s.Chinese()),
		}
	}
	return list
}

func instantOf(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	at := instant(*t)
	return &at
}
