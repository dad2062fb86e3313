package vault

import (
	"context"
	"slices"

	"gorm.io/gorm/clause"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// Count is how many values of a column each version of the key has sealed.
type Count struct {
	Table, Column string
	Known         bool // to this program as a place of sealed values
	Versions      map[byte]int
}

// binaryColumns list every column of bytes in the database.
var binaryColumns = map[db.Dialect]string{
	db.SQLite: `SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND UPPER(p.type) = 'BLOB' ORDER BY 1, p.cid`,
	db.Postgres: `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = 'bytea'
		ORDER BY 1, ordinal_position`,
	db.MySQL: `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND data_type IN
		('tinyblob', 'blob', 'mediumblob', 'longblob', 'binary', 'varbinary') ORDER BY 1, ordinal_position`,
}

// Columns are all columns of bytes that the database has, but the keys' own. A column of sealed values that is not Known will lose what it holds when a key
// is destroyed; so none is destroyed then, and a test fails before.
func (v *Vault) Columns(ctx context.Context) ([]Count, error) {
	rows, err := orm.Of(v.db.View(ctx)).Raw(binaryColumns[v.db.Dialect()]).Rows()
	if err != nil {
		return nil, db.Fault(err)
	}
	defer func() { _ = rows.Close() }()
	var list []Count
	for rows.Next() {
		c := Count{}
		if err := rows.Scan(&c.Table, &c.Column); err != nil {
			return nil, db.Fault(err)
		}
		if c.Table != (Key{}).TableName() {
			c.Known = v.knows(c)
			list = append(list, c)
		}
	}
	return list, db.Fault(rows.Err())
}

func (v *Vault) knows(c Count) bool {
	return slices.ContainsFunc(v.tables, func(t table) bool {
		return t.name == c.Table && slices.ContainsFunc(t.places, func(p seal.Place) bool { return p.Column == c.Column })
	})
}

// Counts looks at every value in every column of bytes. Of a column that is not Known it counts only what begins like a value that a stored key sealed.
func (v *Vault) Counts(ctx context.Context) ([]Count, error) {
	stored, err := v.Stored(ctx)
	if err != nil {
		return nil, err
	}
	all, err := v.Columns(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := v.count(ctx, &all[i], stored); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(all, func(c Count) bool { return !c.Known && len(c.Versions) == 0 }), nil
}

func (v *Vault) count(ctx context.Context, c *Count, stored []Key) error {
	c.Versions = map[byte]int{}
	column := named(c.Column)
	rows, err := orm.Of(v.db.View(ctx)).Raw("SELECT SUBSTR(?, 1, 2), COUNT(*) FROM ? WHERE LENGTH(?) > 0 GROUP BY 1", column, clause.Table{Name: c.Table}, column).Rows()
	if err != nil {
		return db.Fault(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var header []byte
		var n int
		if err := rows.Scan(&header, &n); err != nil {
			return db.Fault(err)
		}
		version, ok := seal.VersionOf(header)
		if ok && (c.Known || slices.ContainsFunc(stored, func(k Key) bool { return k.Kind == Data && k.Version == version && k.Cipher == header[0] })) {
			c.Versions[version] += n
		}
	}
	return db.Fault(rows.Err())
}

// Behind is how many values are not sealed with the current key.
func Behind(counts []Count, current byte) int {
	n := 0
	for _, c := range counts {
		for version, count := range c.Versions {
			if version != current {
				n += count
			}
		}
	}
	return n
}

// Total is how many values there are.
func Total(counts []Count) int { return Behind(counts, 0) }

// Of is how many values a version has sealed.
func Of(counts []Count, version byte) int {
	n := 0
	for _, c := range counts {
		n += c.Versions[version]
	}
	return n
}
