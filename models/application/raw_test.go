package application_test

import (
	"github.com/stretchr/testify/require"

	"shuangyong/models/internal/orm"
)

// raw is what a column of bytes holds, as it lies in the database.
func (h *house) raw(table, column string) [][]byte {
	h.t.Helper()
	var all [][]byte
	require.NoError(h.t, orm.Of(h.db.View(h.t.Context())).Table(table).Pluck(column, &all).Error)
	return all
}

// recorded is how many audit entries an action has.
func (h *house) recorded(action string) int64 {
	h.t.Helper()
	var n int64
	require.NoError(h.t, orm.Of(h.db.View(h.t.Context())).Table("audit_entries").Where("action = ?", action).Count(&n).Error)
	return n
}
