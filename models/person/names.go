package person

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// maxNames bounds how many people are named, and how many merged records of one are listed, at once: a page of a list.
const maxNames = 200

// NamesOf are the names of some people, for a list that masks them. One who is not on file, or whose record was merged, is left out.
func (s *Store) NamesOf(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]seal.Text, error) {
	return NamesOf(s.db.View(ctx), ids)
}

// NamesOf is the same for whoever is in a transaction.
func NamesOf(r db.Reader, ids []uuid.UUID) (map[uuid.UUID]seal.Text, error) {
	names := make(map[uuid.UUID]seal.Text, len(ids))
	if len(ids) == 0 {
		return names, nil
	}
	var found []Person
	if err := orm.Of(r).Select("id", "name").Where("id IN ?", ids).Limit(maxNames).Find(&found).Error; err != nil {
		return nil, db.Fault(err)
	}
	for _, p := range found {
		names[p.ID] = p.Name
	}
	return names, nil
}

// KeysOf are a person's key and those of the records that were merged into his: what was written down before a merge keeps the key it was written with.
func (s *Store) KeysOf(ctx context.Context, id uuid.UUID) ([]uuid.UUID, error) {
	return KeysOf(s.db.View(ctx), id)
}

// KeysOf is the same for whoever is in a transaction.
func KeysOf(r db.Reader, id uuid.UUID) ([]uuid.UUID, error) {
	var merged []uuid.UUID
	err := orm.Of(r).Model(&Person{}).Where("merged_into = ?", id).Order("id").Limit(maxNames).Pluck("id", &merged).Error
	return append([]uuid.UUID{id}, merged...), db.Fault(err)
}

// NamesOfActors are the names of some people by the keys that the audit log knows them by: their accounts', or their own. Who is unknown, or whose account is gone, is
// left out.
func (s *Store) NamesOfActors(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]seal.Text, error) {
	if len(ids) == 0 {
		return map[uuid.UUID]seal.Text{}, nil
	}
	var accounts []struct{ ID, PersonID uuid.UUID }
	err := orm.Of(s.db.View(ctx)).Model(&Account{}).Select("id", "person_id").Where("id IN ? AND person_id IS NOT NULL", ids).Limit(maxNames).Scan(&accounts).Error
	if err != nil {
		return nil, db.Fault(err)
	}
	people := slices.Clone(ids)
	for _, a := range accounts {
		people = append(people, a.PersonID)
	}
	names, err := s.NamesOf(ctx, people)
	for _, a := range accounts {
		if name, ok := names[a.PersonID]; ok {
			names[a.ID] = name
		}
	}
	return names, err
}
