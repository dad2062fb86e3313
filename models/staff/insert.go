package staff

import (
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// Invented is a member of the demo: nobody real, without password and second factor, so that the real login never lets him in.
type Invented struct {
	Login    string
	Name     string
	FullName seal.Text
	Station  station.Station
	Roles    []Role
}

// InsertInvented writes members of the demo who work from now on. A login that is there already stays as it is.
func (s *Store) InsertInvented(tx db.Tx, by audit.Actor, people []Invented) error {
	for _, p := range people {
		if err := Compatible(p.Roles); err != nil {
			return err
		}
		if _, there, err := byLogin(tx, p.Login); err != nil || there {
			if err != nil {
				return err
			}
			continue
		}
		a := Account{
			ID: db.NewID(), Login: p.Login, Name: p.Name, FullName: p.FullName, StationID: p.Station.ID, StationPath: p.Station.Path, State: Active, CreatedAt: tx.Now(),
		}
		if err := orm.Of(tx).Create(&a).Error; err != nil {
			return err
		}
		if err := replace(tx, by, a.ID, nil, Grant{Roles: p.Roles}); err != nil {
			return err
		}
		if err := audit.Record(tx, entry(by, "staff.invent", a.ID, map[string]string{"to": codes(p.Roles)})); err != nil {
			return err
		}
	}
	return nil
}

// ByLogin is a member by the name he logs in with, whatever state his account is in.
func (s *Store) ByLogin(r db.Reader, login string) (Present, error) {
	a, found, err := byLogin(r, login)
	if err != nil || !found {
		return Present{}, orElse(err, ErrNotFound)
	}
	return presentOf(r, a)
}
