package person

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Paper is a kind of paper that staff saw. Which one is a code: neither its number nor a picture is kept.
type Paper string

// The papers.
const (
	IdentityCard     Paper = "identity_card"
	PreferentialCard Paper = "preferential_card"
	Discharge        Paper = "discharge"  // 退出现役证、退伍证、转业证、复员证
	DisabilityCard   Paper = "disability" // 残疾军人证
	MartyrPaper      Paper = "martyr"
	DutyDeathPaper   Paper = "duty_death"
	IllnessPaper     Paper = "illness_death"
	Household        Paper = "household"
	Marriage         Paper = "marriage"
	ServicePaper     Paper = "service" // of whoever serves: looked at, and nothing of it written down but that it was
	OtherPaper       Paper = "other"
)

// papers are what people read of each.
func papers() map[Paper]string {
	return map[Paper]string{
		IdentityCard: "身份证", PreferentialCard: "优待证", Discharge: "退役证件", DisabilityCard: "残疾军人证", MartyrPaper: "烈士证明书",
		DutyDeathPaper: "因公牺牲军人证明书", IllnessPaper: "病故军人证明书", Household: "户口簿", Marriage: "结婚证", ServicePaper: "军人证件（只看不记）", OtherPaper: "其他证明",
	}
}

// Chinese is the paper as people read it; "" for one that is none.
func (p Paper) Chinese() string { return papers()[p] }

// Papers are all of them, in the order of their names.
func Papers() []Paper {
	all := make([]Paper, 0, len(papers()))
	for p := range papers() {
		all = append(all, p)
	}
	slices.Sort(all)
	return all
}

// proves tells whether a paper can show the status.
func (p Paper) proves(h Held) bool {
	switch h.Status {
	case Veteran:
		return p == Discharge || p == PreferentialCard
	case DisabledVeteran:
		return p == DisabilityCard
	case MilitaryFamily:
		return slices.Contains([]Paper{ServicePaper, Household, Marriage, PreferentialCard}, p)
	case BereavedFamily:
		return p == map[string]Paper{"martyr": MartyrPaper, "duty": DutyDeathPaper, "illness": IllnessPaper}[h.Kind] || p == PreferentialCard
	default:
		return p.Chinese() != ""
	}
}

// How is the way in which it was proved who somebody is.
type How string

// The ways. Each gives a level of assurance.
const (
	ByCard        How = "card"        // the number of his card, his name and the last digits of his identity number
	AtCounter     How = "counter"     // a clerk scanned his phone and saw his papers
	ByApplication How = "application" // staff decided on an application
	AtRegister    How = "register"    // a clerk registered him, without a phone
)

// Gives is the level that the way leads to.
func (h How) Gives() Assurance {
	if h == AtCounter || h == AtRegister {
		return Seen
	}
	return Matched
}

// Proof is one time that somebody proved who he is. Such rows are never deleted while the person is on file.
type Proof struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	PersonID    uuid.UUID
	How         How
	Papers      string  // codes, separated by spaces
	StaffID     string  // the key of the member of staff who saw them; "" where none did
	TicketIndex *string // keyed hash of the counter's ticket, which is good once
	At          time.Time
}

// TableName implements gorm's Tabler.
func (Proof) TableName() string { return "person_proofs" }

// note writes down that somebody proved who he is. A ticket that was used already is refused.
func note(tx db.Tx, by audit.Actor, p Proof) error {
	p.ID, p.At = db.NewID(), tx.Now()
	err := db.Try(tx, func() error { return orm.Of(tx).Create(&p).Error })
	if p.TicketIndex != nil && db.IsDuplicate(err) {
		return errTicket
	}
	if err != nil {
		return err
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "person.prove", Subject: "person", SubjectID: p.PersonID.String(), Detail: map[string]string{"kind": string(p.How)},
	})
}

func listed(seen []Paper) string {
	words := make([]string, 0, len(seen))
	for _, p := range seen {
		if p.Chinese() != "" && !slices.Contains(words, string(p)) {
			words = append(words, string(p))
		}
	}
	return strings.Join(words, " ")
}
