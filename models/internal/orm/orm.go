// Package orm is how the packages under models reach the GORM handle of a transaction or a view, and nobody else does.
package orm

import "gorm.io/gorm"

// Key opens a handle. Only packages below models can name it, so only they reach GORM.
type Key struct{ _ byte }

// Holder is a transaction or a read-only view of the database.
type Holder interface {
	Handle(Key) *gorm.DB
}

// Of is the GORM handle of h, bound to its context.
func Of(h Holder) *gorm.DB { return h.Handle(Key{}) }
