package vault

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"gorm.io/gorm/clause"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// table is a table with its places of sealed values.
type table struct {
	name, key string
	places    []seal.Place
}

// tablesOf puts places of the same table together, so that a row is written once.
func tablesOf(places []seal.Place) []table {
	var tables []table
	for _, p := range places {
		i := slices.IndexFunc(tables, func(t table) bool { return t.name == p.Table && t.key == p.Key })
		if i < 0 {
			tables = append(tables, table{name: p.Table, key: p.Key})
			i = len(tables) - 1
		}
		tables[i].places = append(tables[i].places, p)
	}
	return tables
}

func named(column string) clause.Column { return clause.Column{Name: column} }

// head is what is read of a row to see whether it needs work: the first two bytes and the length of each sealed value.
type head struct {
	key     string
	headers [][]byte
	sizes   []int
}

// size is how many sealed bytes the row has.
func (h head) size() int {
	n := 0
	for _, s := range h.sizes {
		n += s
	}
	return n
}

// stale tells which of the row's values are not sealed with the current version.
func (h head) stale(current byte) (columns []int) {
	for i, header := range h.headers {
		if version, ok := seal.VersionOf(header); ok && version != current {
			columns = append(columns, i)
		}
	}
	return columns
}

// heads are the next rows after the given key, in the order of keys; "" is the beginning.
func (v *Vault) heads(ctx context.Context, t table, after string, limit int) ([]head, error) {
	query, vars := "SELECT ?", []any{named(t.key)}
	for _, p := range t.places {
		query += ", SUBSTR(?, 1, 2), LENGTH(?)"
		vars = append(vars, named(p.Column), named(p.Column))
	}
	query += " FROM ?"
	vars = append(vars, clause.Table{Name: t.name})
	if after != "" {
		query += " WHERE ? > ?"
		vars = append(vars, named(t.key), after)
	}
	query += " ORDER BY ? LIMIT ?"
	rows, err := orm.Of(v.db.View(ctx)).Raw(query, append(vars, named(t.key), limit)...).Rows()
	if err != nil {
		return nil, db.Fault(err)
	}
	defer func() { _ = rows.Close() }()
	var list []head
	for rows.Next() {
		h := head{headers: make([][]byte, len(t.places)), sizes: make([]int, len(t.places))}
		sizes := make([]sql.NullInt64, len(t.places))
		into := []any{&h.key}
		for i := range t.places {
			into = append(into, &h.headers[i], &sizes[i])
		}
		if err := rows.Scan(into...); err != nil {
			return nil, db.Fault(err)
		}
		for i, n := range sizes {
			h.sizes[i] = int(n.Int64)
		}
		list = append(list, h)
	}
	return list, db.Fault(rows.Err())
}

// row is a row's sealed values, each as long as it may be.
type row struct {
	key    string
	values [][]byte
}

// rows are the rows with the given keys, in the order of keys. Those that were deleted meanwhile are not among them.
func (v *Vault) rows(ctx context.Context, t table, keys []string) ([]row, error) {
	columns := []any{named(t.key)}
	for _, p := range t.places {
		columns = append(columns, named(p.Column))
	}
	query := "SELECT ?" + strings.Repeat(", ?", len(t.places)) + " FROM ? WHERE ? IN ? ORDER BY ?"
	found, err := orm.Of(v.db.View(ctx)).Raw(query, append(columns, clause.Table{Name: t.name}, named(t.key), keys, named(t.key))...).Rows()
	if err != nil {
		return nil, db.Fault(err)
	}
	defer func() { _ = found.Close() }()
	var list []row
	for found.Next() {
		r := row{values: make([][]byte, len(t.places))}
		into := []any{&r.key}
		for i := range r.values {
			into = append(into, &r.values[i])
		}
		if err := found.Scan(into...); err != nil {
			return nil, db.Fault(err)
		}
		list = append(list, r)
	}
	return list, db.Fault(found.Err())
}

// sample is some value of a place, if there is one.
func (v *Vault) sample(ctx context.Context, t table, column int) (key string, sealed []byte, ok bool, err error) {
	c := named(t.places[column].Column)
	err = orm.Of(v.db.View(ctx)).Raw("SELECT ?, ? FROM ? WHERE LENGTH(?) > 0 LIMIT 1", named(t.key), c, clause.Table{Name: t.name}, c).Row().Scan(&key, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil, false, nil
	}
	return key, sealed, err == nil, db.Fault(err)
}
