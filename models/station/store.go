package station

import (
	"context"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Subject is the name under which changes of stations are counted.
const Subject = "stations"

// Store keeps stations in SQL.
type Store struct{ db *db.DB }

// NewStore makes a store upon d.
func NewStore(d *db.DB) *Store { return &Store{d} }

// InsertStations writes many at once, parents before children.
func InsertStations(tx db.Tx, rows []Station) error {
	for i := range rows {
		if rows[i].ID == uuid.Nil {
			rows[i].ID = db.NewID()
		}
	}
	if err := orm.Insert(tx, rows); err != nil {
		return err
	}
	return db.Bump(tx, Subject)
}

// Nth is a station of a level, by its place in the order of codes, from 0.
func (s *Store) Nth(ctx context.Context, level Level, n int) (Station, error) {
	var found Station
	err := orm.Of(s.db.View(ctx)).Where("level = ?", level).Order("code").Offset(n).Take(&found).Error
	return found, db.Fault(err)
}

// ByCode is the station of a region code.
func (s *Store) ByCode(r db.Reader, code string) (Station, error) {
	var found Station
	err := orm.Of(r).Where("code = ?", code).Take(&found).Error
	return found, db.Fault(err)
}

// Root is the station at the top of the tree.
func Root(r db.Reader) (Station, error) {
	var found Station
	err := orm.Of(r).Where("parent_id IS NULL").Order("path").Take(&found).Error
	return found, db.Fault(err)
}

func (s *Store) revision(ctx context.Context) (int64, error) {
	revs, err := s.db.Revisions(ctx)
	return revs[Subject], err
}

func (s *Store) load(ctx context.Context) (*tree, error) {
	var all []Station
	if err := orm.Each(s.db.View(ctx), func(rows []Station) { all = append(all, rows...) }); err != nil {
		return nil, db.Fault(err)
	}
	return grow(all), nil
}
