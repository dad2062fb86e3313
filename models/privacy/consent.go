package privacy

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// Purpose is what somebody agrees to. Each is asked apart from the others, and none is asked for where the law itself is the ground (PIPL §13).
type Purpose string

// The purposes.
const (
	Basic     Purpose = "basic"     // the notice was read; the account is used to answer
	Sensitive Purpose = "sensitive" // identity number, disability, address: separate consent, PIPL §29
	Voice     Purpose = "voice"     // speech is turned into text
	Family    Purpose = "family"    // acting for a relative
)

// purposes are what people read of each, in the order of asking.
var purposes = []struct {
	purpose Purpose
	chinese string
}{
	{Basic, "看过说明，用微信编号接着服务"},
	{Sensitive, "办优待时使用身份证号、伤残等级、住址"},
	{Voice, "把您的语音变成文字"},
	{Family, "替家人办事时使用家人的信息"},
}

// Purposes are all of them, in the order of asking.
func Purposes() []Purpose {
	all := make([]Purpose, len(purposes))
	for i, p := range purposes {
		all[i] = p.purpose
	}
	return all
}

// Chinese is the purpose as people read it; "" for one that is none.
func (p Purpose) Chinese() string {
	for _, known := range purposes {
		if known.purpose == p {
			return known.chinese
		}
	}
	return ""
}

// Consent is one time that somebody agreed or took it back.
type Consent struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	AccountID     uuid.UUID
	PersonID      *uuid.UUID
	Purpose       Purpose
	NoticeVersion int
	Agreed        bool
	CreatedAt     time.Time
}

// TableName implements gorm's Tabler.
func (Consent) TableName() string { return "privacy_consents" }

// Who is the account, and the person it is known to be of (the zero key: not known).
type Who struct{ Account, Person uuid.UUID }

func (w Who) person() *uuid.UUID {
	if w.Person == uuid.Nil {
		return nil
	}
	return &w.Person
}

const maxConsents = 500

var (
	errPurpose   = fault.New(fault.Invalid, "privacy.purpose", "没有这一项同意。请重新打开再选。")
	errTakenBack = fault.New(fault.Forbidden, "privacy.taken_back", "这件事要用到您收回了同意的信息，手机上先不办。想在手机上办，到“设置和隐私”里重新同意；不想的话，带证件到就近的服务站当面办，一样的。")
)

// Decide writes down what somebody agrees to, or takes back, having been shown a version of the notice. Earlier decisions stay on record.
func (s *Store) Decide(tx db.Tx, by audit.Actor, who Who, version int, agreed bool, about []Purpose) error {
	known, err := s.exists(tx, version)
	if err != nil {
		return err
	}
	if !known {
		return errUnknown
	}
	rows := make([]Consent, 0, len(about))
	for _, p := range about {
		if p.Chinese() == "" {
			return errPurpose
		}
		rows = append(rows, Consent{
			ID: db.NewID(), AccountID: who.Account, PersonID: who.person(), Purpose: p, NoticeVersion: version, Agreed: agreed, CreatedAt: tx.Now(),
		})
	}
	if err := orm.Insert(tx, rows); err != nil {
		return err
	}
	action := "privacy.agree"
	if !agreed {
		action = "privacy.withdraw"
	}
	for _, c := range rows {
		err := audit.Record(tx, audit.Entry{
			Actor: by, Action: action, Subject: "account", SubjectID: who.Account.String(),
			Detail: map[string]string{"kind": string(c.Purpose), "version": itoa(version)},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) exists(tx db.Tx, version int) (bool, error) {
	if version == builtinVersion {
		return true, nil
	}
	var n int64
	err := orm.Of(tx).Model(&Notice{}).Where("version = ?", version).Count(&n).Error
	return n > 0, err
}

// ConsentsOf is the history of an account and of the person it is of, the newest first.
func (s *Store) ConsentsOf(ctx context.Context, who Who) ([]Consent, error) {
	return consentsOf(s.db.View(ctx), who)
}

func consentsOf(r db.Reader, who Who) ([]Consent, error) {
	q := orm.Of(r).Where("account_id = ?", who.Account)
	if who.Person != uuid.Nil {
		q = orm.Of(r).Where("(account_id = ? OR person_id = ?)", who.Account, who.Person)
	}
	var all []Consent
	err := q.Order("id DESC").Limit(maxConsents).Find(&all).Error
	return all, db.Fault(err)
}

// Standing is what holds now, by purpose, given the history with the newest first: the last decision of each.
func Standing(history []Consent) map[Purpose]Consent {
	now := map[Purpose]Consent{}
	for _, c := range history {
		if _, later := now[c.Purpose]; !later {
			now[c.Purpose] = c
		}
	}
	return now
}

// Needs refuses what cannot be done without a purpose to whoever took his consent to it back (PIPL §15), given the history with the newest first. Who was shown what it is for and does it agrees by
// that; who took it back has said that he does not.
func Needs(history []Consent, p Purpose) error {
	if last, ok := Standing(history)[p]; ok && !last.Agreed {
		return errTakenBack
	}
	return nil
}

// MustRead tells whether somebody has not yet agreed to the notice in the version that holds. It never keeps him from a general answer.
func MustRead(history []Consent, current Notice) bool {
	c, ok := Standing(history)[Basic]
	return !ok || !c.Agreed || c.NoticeVersion < current.Version
}

func itoa(n int) string { return strconv.Itoa(n) }

// ConsentCount is how many decisions of a person there are.
func ConsentCount(r db.Reader, personID uuid.UUID) (int, error) {
	var n int64
	err := orm.Of(r).Model(&Consent{}).Where("person_id = ?", personID).Count(&n).Error
	return int(n), err
}
