package audit

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Kept is an entry as it stands in the log.
type Kept struct {
	ID uuid.UUID
	At time.Time
	Entry
}

// Query is what the auditor looks for. What is zero does not narrow; Before is where the page before ended.
type Query struct {
	Person uuid.UUID // what was done to this person's file, and who saw it
	Member uuid.UUID // what this member of staff did
	Action string    // "person.see", or all that begin so when it ends in a dot: "person."
	From   time.Time
	To     time.Time // before this instant
	Before uuid.UUID
	Limit  int
}

// Search are the entries that q asks for, the latest first.
func Search(ctx context.Context, d *db.DB, q Query) ([]Kept, error) {
	g := orm.Of(d.View(ctx))
	if q.Person != uuid.Nil {
		g = g.Where("subject = ? AND subject_id = ?", "person", q.Person.String())
	}
	if q.Member != uuid.Nil {
		g = g.Where("actor_kind = ? AND actor_id = ?", Staff, q.Member.String())
	}
	if q.Action != "" {
		g = narrow(g, q.Action)
	}
	if !q.From.IsZero() {
		g = g.Where("at >= ?", q.From.UTC())
	}
	if !q.To.IsZero() {
		g = g.Where("at < ?", q.To.UTC())
	}
	return kept(g, q.Before, q.Limit)
}

// narrow leaves one action, or all with a prefix; the character behind the dot is the slash's successor, so no pattern is needed.
func narrow(g *gorm.DB, action string) *gorm.DB {
	if action[len(action)-1] != '.' {
		return g.Where("action = ?", action)
	}
	return g.Where("action >= ? AND action < ?", action, action[:len(action)-1]+"/")
}

// ChangesOf are what was done to a person's file and accounts, the latest first, without who saw it: see SightsOf, also for people.
func ChangesOf(r db.Reader, people, accounts []uuid.UUID, before uuid.UUID, limit int) ([]Kept, error) {
	g := orm.Of(r).Where("(subject = ? AND subject_id IN ?) OR (subject = ? AND subject_id IN ?)", "person", texts(people), "account", texts(accounts)).
		Where("action <> ?", sawPerson)
	return kept(g, before, limit)
}

func texts(ids []uuid.UUID) []string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = id.String()
	}
	return all
}

func kept(g *gorm.DB, before uuid.UUID, limit int) ([]Kept, error) {
	if before != uuid.Nil {
		g = g.Where("id < ?", before)
	}
	var rows []row
	if err := g.Order("id DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, db.Fault(err)
	}
	all := make([]Kept, len(rows))
	for i, r := range rows {
		all[i] = Kept{ID: r.ID, At: r.At.UTC(), Entry: Entry{
			Actor: Actor{Kind: r.ActorKind, ID: r.ActorID, For: r.ActorFor}, Action: r.Action, Subject: r.Subject, SubjectID: r.SubjectID,
		}}
		_ = json.Unmarshal([]byte(r.Detail), &all[i].Detail) // Record wrote it
	}
	return all, nil
}

// Summary is how the log stands, without reading all of it: the head of the chain to note elsewhere, how many entries there are, and how many wait for their place.
type Summary struct {
	Head      Head
	At        time.Time // when the head was chained; zero: nothing is
	Entries   int64
	Unchained int64
}

// Summarise looks at the head and counts.
func Summarise(ctx context.Context, d *db.DB) (Summary, error) {
	view := d.View(ctx)
	head, err := lastLink(orm.Of(view))
	if err != nil {
		return Summary{}, db.Fault(err)
	}
	s := Summary{Head: Head{Seq: head.Seq, Hash: head.Hash}, At: head.At}
	if err := orm.Of(view).Model(&row{}).Count(&s.Entries).Error; err != nil {
		return Summary{}, db.Fault(err)
	}
	var chained int64
	if err := orm.Of(view).Model(&link{}).Count(&chained).Error; err != nil {
		return Summary{}, db.Fault(err)
	}
	s.Unchained = s.Entries - chained
	return s, nil
}
