package vault

import (
	"context"
	"strings"

	"gorm.io/gorm/clause"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

const (
	pageRows   = 500     // looked at in one query
	batchRows  = 100     // written in one transaction
	batchBytes = 4 << 20 // of sealed values held in memory for one transaction
	maxNamed   = 20      // damaged values that are named
)

// Pass is what one walk over all places did.
type Pass struct {
	Resealed int      // values
	Missed   int      // values that changed or went between reading and writing; the next walk looks again
	Damaged  int      // values that do not open, and so stay as they are
	Named    []string // the first of these, as table.column and key
}

// clean tells whether there was nothing to do.
func (p Pass) clean() bool { return p.Resealed == 0 && p.Missed == 0 }

// reseal walks over all places and seals with the current key what another one sealed. It can be broken off at any moment and begun again: what is done is not done
// twice. step is called before each page of rows.
func (v *Vault) reseal(ctx context.Context, step func(done int) error) (Pass, error) {
	var p Pass
	current := v.db.Keys().Current()
	for _, t := range v.tables {
		after := ""
		for {
			if err := step(p.Resealed); err != nil {
				return p, err
			}
			page, err := v.heads(ctx, t, after, pageRows)
			if err != nil {
				return p, err
			}
			for _, keys := range batches(page, current) {
				if err := v.batch(ctx, t, keys, current, &p); err != nil {
					return p, err
				}
			}
			if len(page) < pageRows {
				break
			}
			after = page[len(page)-1].key
		}
	}
	return p, nil
}

// batches are the keys of the rows that need work, so many at a time as one transaction takes.
func batches(page []head, current byte) [][]string {
	var all [][]string
	var batch []string
	size := 0
	for _, h := range page {
		if len(h.stale(current)) == 0 {
			continue
		}
		if len(batch) > 0 && (len(batch) == batchRows || size+h.size() > batchBytes) {
			all, batch, size = append(all, batch), nil, 0
		}
		batch = append(batch, h.key)
		size += h.size()
	}
	if len(batch) > 0 {
		all = append(all, batch)
	}
	return all
}

// batch seals the rows anew in a transaction of their own.
func (v *Vault) batch(ctx context.Context, t table, keys []string, current byte, p *Pass) error {
	rows, err := v.rows(ctx, t, keys)
	if err != nil {
		return err
	}
	var changes []change
	for _, r := range rows {
		c, err := v.change(t, r, current, p)
		if err != nil {
			return err
		}
		if len(c.columns) > 0 {
			changes = append(changes, c)
		}
	}
	var done, missed int
	err = v.db.InTx(ctx, func(tx db.Tx) error {
		done, missed = 0, 0 // after a deadlock it runs again
		for _, c := range changes {
			swapped, err := c.swap(tx, t)
			if err != nil {
				return err
			}
			if swapped {
				done += len(c.columns)
			} else {
				missed += len(c.columns)
			}
		}
		return nil
	})
	if err == nil {
		p.Resealed, p.Missed = p.Resealed+done, p.Missed+missed
	}
	return err
}

// change is what becomes of the stale values of one row.
type change struct {
	key      string
	columns  []string
	old, new [][]byte
}

func (v *Vault) change(t table, r row, current byte, p *Pass) (change, error) {
	c := change{key: r.key}
	for i, place := range t.places {
		if version, ok := seal.VersionOf(r.values[i]); !ok || version == current {
			continue
		}
		label := place.Label(r.key)
		plain, err := v.db.Keys().Open(r.values[i], label)
		if err != nil {
			p.damaged(place, r.key)
			continue
		}
		sealed, err := v.db.Keys().Seal(plain, label)
		if err != nil {
			return c, err
		}
		c.columns, c.old, c.new = append(c.columns, place.Column), append(c.old, r.values[i]), append(c.new, sealed)
	}
	return c, nil
}

func (p *Pass) damaged(at seal.Place, key string) {
	p.Damaged++
	if len(p.Named) < maxNamed {
		p.Named = append(p.Named, at.String()+" "+key)
	}
}

// swap writes the new values if the row still holds the old ones: whoever changed it meanwhile has the last word.
func (c change) swap(tx db.Tx, t table) (bool, error) {
	var set, where []string
	vars := []any{clause.Table{Name: t.name}}
	for i, column := range c.columns {
		set = append(set, "? = ?")
		vars = append(vars, named(column), c.new[i])
	}
	vars = append(vars, named(t.key), c.key)
	for i, column := range c.columns {
		where = append(where, " AND ? = ?")
		vars = append(vars, named(column), c.old[i])
	}
	r := orm.Of(tx).Exec("UPDATE ? SET "+strings.Join(set, ", ")+" WHERE ? = ?"+strings.Join(where, ""), vars...)
	return r.RowsAffected > 0, r.Error
}
