package person

import (
	"crypto/sha256"
	"crypto/subtle"
	"strings"
	"unicode"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// ErrNoMatch is the one answer to a wrong card number, a wrong name, wrong digits, and whatever else is in the way: nobody learns from it who is on the roster.
var ErrNoMatch = fault.New(fault.Mismatch, "person.no_match",
	"没有对上。请照着优待证和身份证再看一遍：证号、姓名、身份证后四位（X也算）。还不行，带证件到服务站，工作人员扫一扫就好。")

// Asked is what somebody says to prove who he is: his name and the last four characters of his identity number. Candidate is whose card the number is, the zero
// key when nobody's.
type Asked struct {
	Candidate uuid.UUID
	Name      seal.Text
	Tail      seal.Text
}

// ProveByCard joins an account to the person whose card, name and last digits somebody knows, or refuses with ErrNoMatch. Every refusal takes the same work:
// nobody learns from the time either. A record that he made by giving his name goes into his file.
func (s *Store) ProveByCard(tx db.Tx, by audit.Actor, accountID uuid.UUID, asked Asked, merge Merge) error {
	var found []Person
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", asked.Candidate)
	if err := q.Limit(1).Find(&found).Error; err != nil {
		return err
	}
	var p Person
	if len(found) > 0 {
		p = found[0]
	}
	var others int64
	taken := orm.Of(tx).Model(&Account{}).Where("person_id = ? AND app = ? AND id <> ? AND assurance >= ?", asked.Candidate, MiniProgram, accountID, Matched)
	if err := taken.Count(&others).Error; err != nil {
		return err
	}
	if !matches(p, asked) || others > 0 {
		return ErrNoMatch
	}
	err := s.Recognise(tx, by, accountID, p, Proof{How: ByCard}, merge)
	if fault.CodeOf(err) == fault.Conflict {
		return ErrNoMatch
	}
	return err
}

// matches compares without stopping at the first difference.
func matches(p Person, asked Asked) bool {
	number := p.IDNumber.Reveal()
	tail := ""
	if len(number) == 18 {
		tail = number[14:]
	}
	same := sameText(Tidy(p.Name), Tidy(asked.Name)) & sameText(seal.Text(tail), seal.Text(strings.ToUpper(asked.Tail.Reveal())))
	return same == 1 && tail != "" && p.Name != "" && p.DiedOn == ""
}

func sameText(a, b seal.Text) int {
	x, y := sha256.Sum256([]byte(a.Reveal())), sha256.Sum256([]byte(b.Reveal()))
	return subtle.ConstantTimeCompare(x[:], y[:])
}

// Tidy is a name without the spaces that people and printers put between its characters, and with one kind of dot in it.
func Tidy(name seal.Text) seal.Text {
	return seal.Text(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case strings.ContainsRune("•・．.∙‧⋅", r):
			return '·'
		default:
			return r
		}
	}, name.Reveal()))
}

var errOtherPerson = fault.New(fault.Conflict, "person.account_taken", "这个微信已经核实为另一个人，没有改动。请先核对是不是拿错了手机；确实要改的，请市局处理。")

// Recognise joins an account to the person that it was proved to be, who is locked, and notes how. A record that the account had only by giving a name goes into
// his file; one of the bureau's is another person's and refused. Accounts of his in the other app know him from then on too.
func (s *Store) Recognise(tx db.Tx, by audit.Actor, accountID uuid.UUID, p Person, how Proof, merge Merge) error {
	union, err := unionOf(tx, accountID)
	if err != nil {
		return err
	}
	if err := s.MeetAt(tx, union); err != nil {
		return err
	}
	a, err := lockedByID(tx, accountID)
	if err != nil {
		return err
	}
	if a.PersonID != nil && *a.PersonID != p.ID {
		mine, err := partyOf(tx, a)
		if err != nil {
			return err
		}
		if !mine.loose() {
			return errOtherPerson
		}
		if err := merge(tx, by, mine.Person, p.ID); err != nil {
			return err
		}
	}
	level := how.How.Gives()
	if a.PersonID != nil && *a.PersonID == p.ID {
		level = max(level, a.Assurance)
	}
	if err := s.Attach(tx, by, a, p.ID, level); err != nil {
		return err
	}
	how.PersonID = p.ID
	if err := note(tx, by, how); err != nil {
		return err
	}
	if union == "" {
		return nil
	}
	_, err = s.LearnUnion(tx, by, a, union, merge)
	return err
}

// unionOf reads what has to be locked before the account is.
func unionOf(tx db.Tx, accountID uuid.UUID) (seal.Text, error) {
	var found []Account
	if err := orm.Of(tx).Where("id = ?", accountID).Limit(1).Find(&found).Error; err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", errNoAccount
	}
	return found[0].UnionID, nil
}

// Recognisable is the person that somebody is to be recognised as: within the scope, alive, and locked.
func (s *Store) Recognisable(tx db.Tx, scope audit.Scope, id uuid.UUID) (Person, error) {
	p, err := hold(tx, scope, id)
	if err != nil {
		return Person{}, err
	}
	if p.DiedOn != "" && p.DiedOn <= clock.DateOf(tx.Now()) {
		return Person{}, errDead
	}
	return p, nil
}
