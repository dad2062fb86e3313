package person

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/idnumber"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// Reason is why something in a file was changed: a code, so that no words about a person stand in the audit log.
type Reason string

// The reasons.
const (
	AskedBySelf    Reason = "asked"        // he asked for it, with his papers
	TypingSlip     Reason = "slip"         // it was mistyped
	NewPaper       Reason = "new_paper"    // his papers say something else now
	MovedHouse     Reason = "moved_house"  // he lives elsewhere now
	HandedOver     Reason = "handed_over"  // another station looks after him from now on
	FromBureau     Reason = "from_bureau"  // a list of the bureau says so
	ByCorrection   Reason = "correction"   // a request to correct was granted
	FromRegistered Reason = "registration" // it came in when he was registered
)

// Reasons are all that may be given.
func Reasons() []Reason {
	return []Reason{AskedBySelf, TypingSlip, NewPaper, MovedHouse, HandedOver, FromBureau, ByCorrection, FromRegistered}
}

// Particulars are what is written down of a person. What is empty is not known, in a correction: stays as it is.
type Particulars struct {
	Name     seal.Text
	IDNumber seal.Text
	Sex      string // "m", "f"; of the identity number where that is given
	BornOn   clock.Date
	Phone    seal.Text
	Address  seal.Text
	Station  *station.Station // the home station
}

var errBadParticulars = fault.New(fault.Invalid, "person.particulars", "有写得不对的地方，没有登记。")

const (
	maxName    = 40
	maxAddress = 120
)

// read brings the particulars into the form in which they are kept, or names every field that is wrong, never its value. It is pure.
func (in Particulars) read(today clock.Date) (Particulars, error) {
	bad := errBadParticulars
	in.Name = Tidy(in.Name)
	if in.Name != "" && !isName(in.Name.Reveal()) {
		bad = bad.WithField("name", "写姓名，1到40个字，不带数字")
	}
	if in.IDNumber != "" {
		n, err := idnumber.Parse(in.IDNumber.Reveal(), today)
		if err != nil {
			bad = bad.WithField("id_number", "18位公民身份号码，照证件核对一遍")
		} else if in.BornOn != "" && in.BornOn != n.Born || in.Sex != "" && in.Sex != n.Sex {
			bad = bad.WithField("id_number", "和填的出生日期或性别对不上")
		}
		in.IDNumber, in.BornOn, in.Sex = n.Text, n.Born, n.Sex
	}
	if in.Phone != "" {
		phone, ok := idnumber.Mobile(in.Phone.Reveal())
		if !ok {
			bad = bad.WithField("phone", "11位手机号")
		}
		in.Phone = phone
	}
	if in.Address = seal.Text(strings.TrimSpace(in.Address.Reveal())); utf8.RuneCountInString(in.Address.Reveal()) > maxAddress {
		bad = bad.WithField("address", "120个字以内")
	}
	if _, err := clock.ParseDate(string(in.BornOn)); in.BornOn != "" && (err != nil || in.BornOn > today || in.BornOn < "1850-01-01") {
		bad = bad.WithField("born_on", "写成 1950-03-02 的样子")
	}
	if in.Sex != "" && in.Sex != "m" && in.Sex != "f" {
		bad = bad.WithField("sex", "m 或 f")
	}
	if len(bad.Fields) > 0 {
		return Particulars{}, bad
	}
	return in, nil
}

func isName(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= 1 && n <= maxName && utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsDigit(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) })
}

// put writes what is given over what p has, and gives the names of the fields that changed.
func (in Particulars) put(p *Person) (changed []string) {
	set := func(field string, to *seal.Text, value seal.Text) {
		if value != "" && *to != value {
			*to, changed = value, append(changed, field)
		}
	}
	set("name", &p.Name, in.Name)
	set("id_number", &p.IDNumber, in.IDNumber)
	set("phone", &p.Phone, in.Phone)
	set("address", &p.Address, in.Address)
	if in.Sex != "" && p.Sex != in.Sex {
		p.Sex, changed = in.Sex, append(changed, "sex")
	}
	if in.BornOn != "" && p.BornOn != in.BornOn {
		p.BornOn, changed = in.BornOn, append(changed, "born_on")
	}
	if in.Station != nil && p.StationID != in.Station.ID {
		p.StationID, p.StationPath, changed = in.Station.ID, in.Station.Path, append(changed, "station")
	}
	return changed
}

var (
	errReason     = fault.New(fault.Invalid, "person.reason", "改档案要选一个原因。")
	errNothing    = fault.New(fault.Conflict, "person.unchanged", "和现在登记的一样，没有改动。")
	errNumberUsed = fault.New(fault.Conflict, "person.number_registered", "这个公民身份号码已经登记在另一份档案里，没有重复登记。请先按身份证号查一查；查不到的，在别的服务站，请市局办移交。")
)

// Correct changes what is written down of a person within the scope. To another home station it hands him over: whoever saw only the old one does not see him
// any more.
func (s *Store) Correct(tx db.Tx, by audit.Actor, scope audit.Scope, id uuid.UUID, in Particulars, why Reason) (Person, error) {
	p, err := hold(tx, scope, id)
	if err != nil {
		return Person{}, err
	}
	return correct(tx, by, p, in, why)
}

// correct is Correct for a person who is locked.
func correct(tx db.Tx, by audit.Actor, p Person, in Particulars, why Reason) (Person, error) {
	if !slices.Contains(Reasons(), why) {
		return Person{}, errReason
	}
	in, err := in.read(clock.DateOf(tx.Now()))
	if err != nil {
		return Person{}, err
	}
	before := p
	changed := in.put(&p)
	if len(changed) == 0 {
		return Person{}, errNothing
	}
	if p.DiedOn != "" && p.BornOn > p.DiedOn {
		return Person{}, errDays.WithField("born_on", "不晚于去世的那天")
	}
	p.prepare(tx)
	err = db.Try(tx, func() error { return orm.Of(tx).Model(&p).Select(mergedColumns).Updates(&p).Error })
	if db.IsDuplicate(err) {
		return Person{}, errNumberUsed
	}
	if err != nil {
		return Person{}, err
	}
	for _, field := range changed {
		detail := map[string]string{"field": field, "reason": string(why)}
		if field == "station" {
			detail["from"], detail["to"] = string(before.StationPath), string(p.StationPath)
		}
		if err := audit.Record(tx, audit.Entry{Actor: by, Action: "person.correct", Subject: "person", SubjectID: p.ID.String(), Detail: detail}); err != nil {
			return Person{}, err
		}
	}
	return p, nil
}

// Enroll registers somebody at a counter who need not have a phone: a clerk saw him and his papers. Who looks like somebody on file already goes on the review
// list; the same identity number is refused.
func (s *Store) Enroll(tx db.Tx, by audit.Actor, in Particulars, seen []Paper) (Person, error) {
	p, err := s.enter(tx, by, in)
	if err != nil {
		return Person{}, err
	}
	return p, note(tx, by, Proof{PersonID: p.ID, How: AtRegister, Papers: listed(seen), StaffID: by.ID})
}

// enter is a new person, on whose likeness to others somebody will look.
func (s *Store) enter(tx db.Tx, by audit.Actor, in Particulars) (Person, error) {
	in, err := in.read(clock.DateOf(tx.Now()))
	if err != nil {
		return Person{}, err
	}
	if in.Name == "" || in.BornOn == "" || in.Station == nil {
		return Person{}, errBadParticulars.WithField("name", "姓名、出生日期（或身份证号）和服务站都要有")
	}
	var p Person
	in.put(&p)
	err = db.Try(tx, func() error {
		var err error
		p, err = s.Register(tx, by, p)
		return err
	})
	if db.IsDuplicate(err) {
		return Person{}, errNumberUsed
	}
	if err != nil {
		return Person{}, err
	}
	return p, s.suspectTwins(tx, by, p)
}

// maxSuspects bounds how many that look alike are put on the review list for one newcomer.
const maxSuspects = 5

// suspectTwins puts a newcomer on the review list with everybody who has his name and birthday.
func (s *Store) suspectTwins(tx db.Tx, by audit.Actor, p Person) error {
	var alike []uuid.UUID
	q := orm.Of(tx).Model(&Person{}).Where("name_index = ? AND born_on = ? AND id <> ? AND merged_into IS NULL", p.NameIndex, p.BornOn, p.ID)
	if err := q.Order("id").Limit(maxSuspects).Pluck("id", &alike).Error; err != nil {
		return err
	}
	slices.SortFunc(alike, func(a, b uuid.UUID) int { return cmp.Compare(a.String(), b.String()) })
	for _, other := range alike {
		if err := s.Suspect(tx, by, other, p.ID, Likely, "name born_on"); err != nil {
			return err
		}
	}
	return nil
}
