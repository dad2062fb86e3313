package shop

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Subject is the name under which changes of shops and offers are counted.
const Subject = "shops"

// Store keeps shops in SQL.
type Store struct{ db *db.DB }

// NewStore makes a store upon d.
func NewStore(d *db.DB) *Store { return &Store{d} }

// InsertShops writes many shops and the offers they carry.
func InsertShops(tx db.Tx, rows []Shop) error {
	var offers []Offer
	for i := range rows {
		if rows[i].ID == uuid.Nil {
			rows[i].ID = db.NewID()
		}
		for j := range rows[i].Offers {
			o := &rows[i].Offers[j]
			o.ShopID = rows[i].ID
			if o.ID == uuid.Nil {
				o.ID = db.NewID()
			}
			offers = append(offers, *o)
		}
	}
	if err := orm.Insert(tx, rows); err != nil {
		return err
	}
	if err := orm.Insert(tx, offers); err != nil {
		return err
	}
	return db.Bump(tx, Subject)
}

func (s *Store) revision(ctx context.Context) (int64, error) {
	revs, err := s.db.Revisions(ctx)
	return revs[Subject], err
}

// load reads the signed shops with their offers: the others are nobody's to find.
func (s *Store) load(ctx context.Context) (*street, error) {
	var shops []Shop
	view := s.db.View(ctx)
	err := orm.Each(view, func(rows []Shop) { shops = append(shops, rows...) },
		func(g *gorm.DB) *gorm.DB { return g.Where("state = ?", Signed) })
	if err != nil {
		return nil, db.Fault(err)
	}
	at := make(map[uuid.UUID]int, len(shops))
	for i, s := range shops {
		at[s.ID] = i
	}
	err = orm.Each(view, func(rows []Offer) {
		for _, o := range rows {
			if i, ok := at[o.ShopID]; ok {
				shops[i].Offers = append(shops[i].Offers, o)
			}
		}
	})
	if err != nil {
		return nil, db.Fault(err)
	}
	return lay(shops), nil
}
