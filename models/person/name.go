package person

import (
	"context"
	"database/sql"
	"errors"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

var (
	errName       = fault.New(fault.Invalid, "person.name", "姓名没看明白。请写身份证上的姓名，1到40个字，不带数字。")
	errNameProved = fault.New(fault.Conflict, "person.name_proved", "您的姓名已经核实过，这里不能改。登记错了的，请在“更正资料”里提出来，或带身份证到服务站改。")
)

// StateName keeps the name that the owner of an account says is his. The first time that makes a record of him, at home in the given station until more is known:
// half-known, it proves nothing. Where he was proved to be somebody, or the record has an identity number, the bureau's name stands and errNameProved is the answer.
func (s *Store) StateName(tx db.Tx, by audit.Actor, a Account, name seal.Text, home station.Station) error {
	if name = Tidy(name); !isName(name.Reveal()) {
		return errName
	}
	a, err := lockedByID(tx, a.ID)
	if err != nil {
		return err
	}
	if a.PersonID == nil {
		return s.introduce(tx, by, a, name, home)
	}
	p, err := holdAny(tx, *a.PersonID)
	if err != nil {
		return err
	}
	switch {
	case p.Name == name:
		return nil
	case a.Assurance >= Matched || p.IDNumberIndex != "":
		return errNameProved
	}
	p.Name, p.NameIndex = name, indexOf(tx.Keys(), labelName, name)
	if err := orm.Of(tx).Model(&p).Select("Name", "NameIndex").Updates(&p).Error; err != nil {
		return err
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "person.state_name", Subject: "person", SubjectID: p.ID.String(), Detail: map[string]string{"field": "name"},
	})
}

// introduce makes the record of somebody who says his name, and lends it the number that WeChat told.
func (s *Store) introduce(tx db.Tx, by audit.Actor, a Account, name seal.Text, home station.Station) error {
	made, err := s.Register(tx, by, Person{Name: name, StationID: home.ID, StationPath: home.Path})
	if err != nil {
		return err
	}
	if err := s.Attach(tx, by, a, made.ID, Stated); err != nil {
		return err
	}
	a.PersonID = &made.ID
	lent, err := lendPhone(tx, a)
	if err != nil || !lent {
		return err
	}
	return orm.Of(tx).Model(&Account{}).Where("id = ?", a.ID).Update("phone_lent", true).Error
}

// Joined tells whether an account of the same human being is known in the other app.
func (s *Store) Joined(ctx context.Context, a Account) (bool, error) {
	if a.UnionIndex == "" {
		return false, nil
	}
	var one int
	err := s.db.Point(ctx, orm.Key{}, "SELECT 1 FROM wechat_accounts WHERE union_index = ? AND app <> ?", string(a.UnionIndex), string(a.App)).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, db.Fault(err)
}
