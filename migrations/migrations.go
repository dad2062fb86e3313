// Package migrations holds the schema's history: numbered files, up and down, a folder a dialect, the same numbers in each.
//
// Rules. A file that is released is never changed; what is wrong in it is put right by the next one. Down takes back what up did. On MySQL, where DDL is not
// undone by a rollback, every statement can be run again after a crash in the middle of the file (CREATE TABLE IF NOT EXISTS …), and each stands
// alone in a StatementBegin block.
//
// Types. Instants: timestamptz, DATETIME(6), and DATETIME holding microseconds on SQLite. Dates: text YYYY-MM-DD, empty for none. Keys: uuid, CHAR(36), TEXT.
// Sealed: bytea, BLOB. Indexes of sealed values: CHAR(64), TEXT. MySQL tables are utf8mb4_bin.
package migrations

import (
	"embed"
	"io/fs"
)

//go:embed sqlite/*.sql postgres/*.sql mysql/*.sql
var files embed.FS

// FS is the folder of one dialect: sqlite, postgres or mysql. Another name gives a folder that cannot be read.
func FS(dialect string) fs.FS {
	sub, err := fs.Sub(files, dialect)
	if err != nil {
		return embed.FS{}
	}
	return sub
}
