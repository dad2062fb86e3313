package db

import (
	"context"
	"fmt"
)

// The memory that Bulk gives to SQLite, in KB; it takes up to twice that. Rows fall anywhere into the indexes of hashes, so those should be in memory.
const (
	bulkWriter = 128 << 10
	bulkReader = 32 << 10
)

// Bulk prepares for going through whole tables: SQLite gets one reader with more memory than those of a server that answers, and the writer as well. It is for commands
// that do nothing else; the other databases have their own memory.
func (d *DB) Bulk(ctx context.Context) error {
	if d.dialect != SQLite {
		return nil
	}
	d.reader.sql.SetMaxOpenConns(1)
	if _, err := d.reader.sql.ExecContext(ctx, fmt.Sprintf("PRAGMA cache_size = -%d", bulkReader)); err != nil {
		return Fault(err)
	}
	_, err := d.writer.sql.ExecContext(ctx, fmt.Sprintf("PRAGMA cache_size = -%d", bulkWriter))
	return Fault(err)
}
