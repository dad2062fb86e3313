package roster

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
)

// maxMerges bounds the merged blocks that are remembered; a list has none.
const maxMerges = 100_000

// survey unpacks sheet and texts once, as bytes. It refuses what no spreadsheet writes, and finds the merged cells, which stand behind the rows.
func (w *workbook) survey() error {
	if err := walk(w.sheet, maxSheet, w.noteMerge); err != nil {
		return err
	}
	if texts := w.parts["xl/sharedStrings.xml"]; texts != nil {
		return walk(texts, maxStrings, func([]byte) error { return nil })
	}
	return nil
}

// walk gives every tag of a part, from "<" to the next "<" at most maxRun bytes on.
func walk(part *zip.File, limit int64, tag func([]byte) error) error {
	in, err := open(part, limit)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	buf, filled := make([]byte, maxRun), 0
	for {
		n, err := in.Read(buf[filled:])
		filled += n
		rest := buf[:filled]
		for {
			next := bytes.IndexByte(rest[min(1, len(rest)):], '<')
			if next < 0 {
				break
			}
			if err := tag(rest[:next+1]); err != nil {
				return err
			}
			rest = rest[next+1:]
		}
		filled = copy(buf, rest)
		switch {
		case errors.Is(err, io.EOF):
			return tag(buf[:filled])
		case err != nil:
			return sheetFault(err)
		case filled == len(buf):
			return errBomb
		}
	}
}

var merged = regexp.MustCompile(`^<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"`)

// noteMerge remembers a merged block.
func (w *workbook) noteMerge(tag []byte) error {
	if !bytes.Contains(tag, []byte("mergeCell ")) {
		return nil
	}
	m := merged.FindSubmatch(tag)
	if m == nil {
		return nil
	}
	if len(w.merge) >= maxMerges {
		return errBomb
	}
	top, _ := strconv.Atoi(string(m[2]))
	bottom, _ := strconv.Atoi(string(m[4]))
	w.merge = append(w.merge, span{top: top, left: columnIndex(m[1]), bottom: bottom, right: columnIndex(m[3])})
	return nil
}

// columnIndex is where a column named in letters stands: A is 0. Anything else is −1.
func columnIndex(letters []byte) int {
	n := 0
	for _, c := range letters {
		if c < 'A' || c > 'Z' || n > 1<<16 {
			return -1
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1
}
