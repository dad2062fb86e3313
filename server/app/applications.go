package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"shuangyong/handlers/desk"
	"shuangyong/handlers/mini"
	"shuangyong/models/application"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/media"
	"shuangyong/models/person"
	"shuangyong/models/station"
	"shuangyong/server/jobs"
)

// applying is what citizens need for applications for a status. The cleaner is the program's only one: it bounds the memory that pictures take.
func (a *answers) applying() mini.Applying {
	return mini.Applying{Store: a.applications, Clean: media.NewCleaner(), Turns: make(chan struct{}, mini.UploadsAtOnce)}
}

// deciding is what staff need for them.
func (a *answers) deciding() desk.Applications {
	return desk.Applications{Store: a.applications, Approve: a.approveApplication}
}

// approveApplication writes what an approval grants to the applicant's file and joins the account that he applied from to it: he is known since staff decided
// on his papers. Who may decide was asked before; the file may lie at the top of the tree, where people are whose home nobody knows yet.
func (a *answers) approveApplication(tx db.Tx, by audit.Actor, decided application.Application) error {
	everywhere := audit.Scope{Prefix: string(a.stations.Root().Path)}
	p, err := a.people.Recognisable(tx, everywhere, decided.PersonID)
	if err != nil {
		return err
	}
	if home, ok := a.homeOf(p, decided); ok {
		if p, err = a.people.Correct(tx, by, everywhere, p.ID, person.Particulars{Station: &home}, person.FromRegistered); err != nil {
			return err
		}
	}
	for _, s := range decided.Granted {
		held := person.Held{
			PersonID: p.ID, Status: person.Status(s.Code), Level: s.Level, Cause: s.Cause, Kind: s.Kind, From: s.From, SeenOn: clock.DateOf(tx.Now()),
		}
		if _, err := a.people.Grant(tx, by, held); err != nil {
			return err
		}
	}
	if decided.AccountID == nil { // he has left WeChat since
		return nil
	}
	how := person.Proof{How: person.ByApplication, Papers: papersOf(decided.Papers), StaffID: by.ID}
	return a.people.Recognise(tx, by, *decided.AccountID, p, how, a.mergePeople)
}

// homeOf is where somebody belongs from now on whose home nobody knew: the station that he applied at, so that its clerks see him.
func (a *answers) homeOf(p person.Person, decided application.Application) (station.Station, bool) {
	if p.StationPath != a.stations.Root().Path || p.StationPath == decided.StationPath {
		return station.Station{}, false
	}
	return a.stations.ByPath(decided.StationPath)
}

// forgetDrafts deletes the applications that were begun from an account which goes, and were not handed in.
func (a *answers) forgetDrafts(tx db.Tx, accountID uuid.UUID) error {
	return a.applications.EraseAccount(tx, audit.Actor{Kind: audit.System, ID: "leave"}, accountID)
}

// lapse closes or deletes applications whose applicant gave no sign for 30 days, with their pictures.
func (a *answers) lapse() jobs.Job {
	const batch = 200
	return jobs.Job{Name: "applications-sweep", Every: time.Hour, Limit: 5 * time.Minute, Run: func(ctx context.Context) (int, error) {
		return a.applications.Sweep(ctx, audit.Actor{Kind: audit.Job, ID: "applications-sweep"}, batch)
	}}
}

// papersOf are the papers that a decision rests on, by the codes of those that the counter knows; what it does not know is a proof of another kind.
func papersOf(kinds string) string {
	known := map[string]bool{}
	for _, p := range person.Papers() {
		known[string(p)] = true
	}
	var list []string
	for _, k := range strings.Fields(kinds) {
		if !known[k] {
			k = string(person.OtherPaper)
		}
		if !slices.Contains(list, k) {
			list = append(list, k)
		}
	}
	return strings.Join(list, " ")
}
