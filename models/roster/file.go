package roster

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"shuangyong/models/fault"
)

// kind is how far a cell can be trusted.
type kind byte

const (
	plain   kind = iota
	formula      // would have to be computed, which is never done
	broken       // #N/A and the like
	covered      // below or beside the cell that it is merged with
)

// cell is what stands in one place of the file.
type cell struct {
	text string
	kind kind
}

// File is an open list. It is for one reader at a time.
type File struct {
	disk     io.ReaderAt
	closer   io.Closer // nil: not ours to close
	size     int64
	sheets   int  // 0 for CSV
	base1904 bool // the days of an old Mac's file count from 1904
	each     func(take func(line int, cells []cell) error) error
}

// maxFile bounds what is opened at all: 300,000 people are about 50 MB as CSV and less as xlsx.
const maxFile = 256 << 20

var (
	errTooBig   = fault.New(fault.TooLarge, "roster.too_large", "文件太大，没有读。请按服务站拆成几个文件，分几次导入。")
	errOldExcel = fault.New(fault.Invalid, "roster.old_excel", "这是旧版 .xls，或者加了密码的文件，打不开。请另存为不加密的 .xlsx 或 CSV。")
	errNoTable  = fault.New(fault.Invalid, "roster.not_a_table", "这不是 xlsx 或 CSV 文件，读不了。请用WPS或Excel打开，另存为 .xlsx 或 CSV。")
)

// Open opens a list on disk. What it is, is told by its content, not its name. The error is a *fault.Fault with what to do, unless the disk fails.
func Open(path string) (*File, error) {
	disk, err := os.Open(path) // #nosec G304 -- the operator names the file
	if err != nil {
		return nil, fmt.Errorf("roster: open: %w", errors.Unwrap(err))
	}
	info, err := disk.Stat()
	switch {
	case err != nil:
		return nil, errors.Join(fmt.Errorf("roster: %w", err), disk.Close())
	case !info.Mode().IsRegular():
		return nil, errors.Join(errNoTable, disk.Close())
	}
	f, err := New(disk, info.Size())
	if err != nil {
		return nil, errors.Join(err, disk.Close())
	}
	f.closer = disk
	return f, nil
}

// New is Open for a list that lies anywhere. The caller closes what it lies in.
func New(in io.ReaderAt, size int64) (*File, error) {
	f := &File{disk: in, size: size}
	if err := f.recognise(); err != nil {
		return nil, err
	}
	return f, nil
}

// Close closes the file on disk.
func (f *File) Close() error {
	if f.closer == nil {
		return nil
	}
	return f.closer.Close()
}

func (f *File) recognise() error {
	switch {
	case f.size == 0:
		return errEmpty
	case f.size > maxFile:
		return errTooBig
	}
	head := make([]byte, 8)
	n, err := f.disk.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("roster: read: %w", err)
	}
	switch head = head[:n]; {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return f.openWorkbook()
	case bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return errOldExcel
	default:
		return f.openCSV()
	}
}
