package person

import (
	"strconv"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// Listed is one person of the bureau's list. What is empty is not known to it and changes nothing.
type Listed struct {
	Name        seal.Text
	IDNumber    seal.Text
	Sex         string
	BornOn      clock.Date
	DiedOn      clock.Date
	Phone       seal.Text
	Address     seal.Text
	StationID   uuid.UUID
	StationPath station.Path
	Statuses    []Held // Status, Level, Cause, Kind, From and Until; a From that is not known is empty
}

// Imported is what became of listed people.
type Imported struct {
	People  []uuid.UUID // who each of them is, in their order; zero for those that only would be new
	Died    []uuid.UUID // of whose death the list tells first
	New     int
	Changed int
	Same    int
	Granted int   // statuses that began
	Amended int   // statuses whose days or level changed
	Suspect int   // pairs for the review list
	Left    []int // at these places stand statuses that would be held twice at a time: they stay as they are on file
}

// Add sums up; who they are and what was left is left out.
func (i *Imported) Add(more Imported) {
	i.New, i.Changed, i.Same = i.New+more.New, i.Changed+more.Changed, i.Same+more.Same
	i.Granted, i.Amended, i.Suspect = i.Granted+more.Granted, i.Amended+more.Amended, i.Suspect+more.Suspect
}

// MaxListed is how many people one call takes.
const MaxListed = 500

// Compare tells what Import would do, and changes nothing.
func (s *Store) Compare(r db.Reader, batch []Listed) (Imported, error) {
	p, err := plan(r, batch, false)
	if err != nil {
		return Imported{}, err
	}
	return p.sum(), nil
}

// Import makes the records agree with the list, which is the bureau's truth. The same identity number is the same person: he is changed where the list says something else. Everybody else is
// new; who has the name and birthday of somebody on file goes on the review list too. The same list again changes nothing.
func (s *Store) Import(tx db.Tx, by audit.Actor, batch []Listed) (Imported, error) {
	p, err := plan(tx, batch, true)
	if err != nil {
		return Imported{}, err
	}
	for _, step := range []func(db.Tx, audit.Actor) error{p.register, p.change, p.suspect} {
		if err := step(tx, by); err != nil {
			return Imported{}, err
		}
	}
	for _, w := range p.work {
		if w.died {
			if _, err := s.Bury(tx, by, audit.Scope{Prefix: string(w.person.StationPath)}, w.person.ID, w.listed.DiedOn); err != nil {
				return Imported{}, err
			}
		}
	}
	return p.sum(), nil
}

// work is what is to be done for one listed person.
type work struct {
	listed  Listed
	person  Person   // as it will be
	fresh   bool     // he is not on file yet
	died    bool     // the list tells of a death that is not on file
	fields  []string // of an old one that change
	granted []Held
	amended []Held
	left    bool // a status was left as it is on file
}

func (w work) changes() bool { return w.died || len(w.fields)+len(w.granted)+len(w.amended) > 0 }

// planned is the work of a batch.
type planned struct {
	work  []work
	pairs []Review
}

func (p planned) sum() Imported {
	i := Imported{Suspect: len(p.pairs)}
	for at, w := range p.work {
		i.People = append(i.People, w.person.ID)
		if w.left {
			i.Left = append(i.Left, at)
		}
		if w.died {
			i.Died = append(i.Died, w.person.ID)
		}
		i.Granted, i.Amended = i.Granted+len(w.granted), i.Amended+len(w.amended)
		switch {
		case w.fresh:
			i.New++
		case w.changes():
			i.Changed++
		default:
			i.Same++
		}
	}
	return i
}

// plan compares a batch with what is on file; lock holds what it found until the transaction ends.
func plan(r db.Reader, batch []Listed, lock bool) (planned, error) {
	p := planned{work: make([]work, len(batch))}
	known, err := onFile(r, batch, lock)
	if err != nil {
		return p, err
	}
	held, err := heldBy(r, known, lock)
	if err != nil {
		return p, err
	}
	today := clock.DateOf(r.Now())
	var fresh []*work
	for i, l := range batch {
		w := &p.work[i]
		w.listed = l
		old, ok := known[i]
		if !ok {
			w.fresh = true
			w.begin(lock, today)
			fresh = append(fresh, w)
			continue
		}
		w.person, w.fields = renew(old, l)
		w.died = l.DiedOn != "" && old.DiedOn == ""
		w.granted, w.amended, w.left = mend(held[old.ID], l, old, today)
	}
	p.pairs, err = alike(r, fresh)
	return p, err
}

// begin is the record of somebody new.
func (w *work) begin(key bool, today clock.Date) {
	l := w.listed
	w.person = Person{
		Name: Tidy(l.Name), Sex: l.Sex, BornOn: l.BornOn, DiedOn: l.DiedOn, IDNumber: l.IDNumber, Phone: l.Phone, Address: l.Address,
		StationID: l.StationID, StationPath: l.StationPath,
	}
	if key {
		w.person.ID = db.NewID()
	}
	w.granted, _, w.left = mend(nil, l, w.person, today)
}

// numbered is what the index of identity numbers covers: it leaves out those who have none, and SQLite only uses it where a condition says so too.
const numbered = "id_number_index <> '' AND "

// onFile finds who of the batch is on file: by identity number, or, where the list has none, by name, birthday and station among those who have none either.
func onFile(r db.Reader, batch []Listed, lock bool) (map[int]Person, error) {
	keys := r.Keys()
	byNumber, byName := map[seal.Index]int{}, map[seal.Index][]int{}
	for i, l := range batch {
		if l.IDNumber != "" {
			byNumber[indexOf(keys, labelIDNumber, l.IDNumber)] = i
		} else {
			name := indexOf(keys, labelName, Tidy(l.Name))
			byName[name] = append(byName[name], i)
		}
	}
	known := map[int]Person{}
	found, err := people(r, lock, numbered+"id_number_index IN ?", indexes(byNumber))
	if err != nil {
		return nil, err
	}
	for _, p := range found {
		known[byNumber[p.IDNumberIndex]] = p
	}
	if found, err = people(r, lock, "name_index IN ? AND id_number_index = ''", indexes(byName)); err != nil {
		return nil, err
	}
	for _, p := range found {
		for _, i := range byName[p.NameIndex] {
			if _, taken := known[i]; !taken && batch[i].BornOn == p.BornOn && batch[i].StationID == p.StationID {
				known[i] = p
				break
			}
		}
	}
	return known, nil
}

func indexes[T any](m map[seal.Index]T) []seal.Index {
	all := make([]seal.Index, 0, len(m))
	for i := range m {
		all = append(all, i)
	}
	return all
}

// people reads the records that a condition on a list of hashes selects.
func people(r db.Reader, lock bool, condition string, list []seal.Index) ([]Person, error) {
	if len(list) == 0 {
		return nil, nil
	}
	q := orm.Of(r).Where(condition, list).Order("id")
	if lock {
		q = q.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	}
	var found []Person
	return found, q.Find(&found).Error
}

// heldBy are the statuses of the people who are on file already.
func heldBy(r db.Reader, known map[int]Person, lock bool) (map[uuid.UUID][]Held, error) {
	if len(known) == 0 {
		return nil, nil
	}
	ids := make([]uuid.UUID, 0, len(known))
	for _, p := range known {
		ids = append(ids, p.ID)
	}
	q := orm.Of(r).Where("person_id IN ?", ids).Order("from_on").Order("id")
	if lock {
		q = q.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	}
	var all []Held
	if err := q.Find(&all).Error; err != nil {
		return nil, err
	}
	held := map[uuid.UUID][]Held{}
	for _, h := range all {
		held[h.PersonID] = append(held[h.PersonID], h)
	}
	return held, nil
}

// register writes down who is new. The import has one entry in the audit log for all of them, see RecordImport.
func (p planned) register(tx db.Tx, _ audit.Actor) error {
	var people []Person
	var statuses []Held
	for _, w := range p.work {
		if w.fresh {
			people = append(people, w.person)
			statuses = append(statuses, w.granted...)
		}
	}
	if err := InsertPeople(tx, people); err != nil {
		return err
	}
	return InsertStatuses(tx, statuses)
}

// change changes who is on file, with an entry in the audit log for each.
func (p planned) change(tx db.Tx, by audit.Actor) error {
	for _, w := range p.work {
		if w.fresh || !w.changes() {
			continue
		}
		if err := w.write(tx); err != nil {
			return err
		}
		err := audit.Record(tx, audit.Entry{
			Actor: by, Action: "person.import", Subject: "person", SubjectID: w.person.ID.String(),
			Detail: map[string]string{"field": strings.Join(w.fields, " "), "count": strconv.Itoa(len(w.granted) + len(w.amended))},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w work) write(tx db.Tx) error {
	if len(w.fields) > 0 {
		w.person.prepare(tx)
		if err := orm.Of(tx).Model(&w.person).Select(mergedColumns).Updates(&w.person).Error; err != nil {
			return err
		}
	}
	for _, h := range w.amended {
		if err := orm.Of(tx).Model(&h).Select("Level", "Cause", "From", "Until", "SeenOn", "EndReason").Updates(&h).Error; err != nil {
			return err
		}
	}
	return InsertStatuses(tx, w.granted)
}

// suspect puts the pairs on the review list.
func (p planned) suspect(tx db.Tx, _ audit.Actor) error {
	_, err := insertReviews(tx, p.pairs)
	return err
}

// RecordImport writes down that a list was taken over: how many were new, changed and alike, and the hash of the file.
func RecordImport(tx db.Tx, by audit.Actor, hash string, sum Imported) error {
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "people.import", Subject: "people", SubjectID: hash,
		Detail: map[string]string{
			"rows": strconv.Itoa(sum.New + sum.Changed + sum.Same), "people": strconv.Itoa(sum.New), "count": strconv.Itoa(sum.Changed), "hash": hash,
		},
	})
}
