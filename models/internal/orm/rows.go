package orm

import (
	"gorm.io/gorm"
)

// batch is how many rows go into one statement or are read at once; the widest table stays far below the 32,766 parameters of SQLite.
const (
	insertBatch = 500
	readBatch   = 5000
)

// Insert writes rows in batches. Associations are never followed.
func Insert[T any](h Holder, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return Of(h).CreateInBatches(rows, insertBatch).Error
}

// Each reads every row that where selects, in batches by primary key, and hands them to take. It is for the tables kept in memory; what a person
// asks for has a limit instead.
func Each[T any](h Holder, take func([]T), where ...func(*gorm.DB) *gorm.DB) error {
	var rows []T
	return Of(h).Scopes(where...).FindInBatches(&rows, readBatch, func(*gorm.DB, int) error {
		take(rows)
		return nil
	}).Error
}
