package roster

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"shuangyong/models/fault"
)

// maxRecord bounds one record, in bytes: a quote that is never closed would else swallow the rest of the file.
const maxRecord = 1 << 20

// openCSV finds out how the text is encoded and separated.
func (f *File) openCSV() error {
	code, err := f.encoding()
	if err != nil {
		return err
	}
	comma, err := f.separator(code)
	if err != nil {
		return err
	}
	f.each = func(take func(int, []cell) error) error { return f.eachRecord(code, comma, take) }
	return nil
}

// text is the file from its beginning, in UTF-8.
func (f *File) text(code encoding.Encoding) io.Reader {
	return transform.NewReader(io.NewSectionReader(f.disk, 0, f.size), code.NewDecoder())
}

// encoding is UTF-8 (with or without its mark) when the whole file is, UTF-16 when its mark says so, and else GB 18030, of which GBK is a part.
func (f *File) encoding() (encoding.Encoding, error) {
	in := bufio.NewReaderSize(io.NewSectionReader(f.disk, 0, f.size), 64<<10)
	head, _ := in.Peek(2)
	if bytes.Equal(head, []byte{0xff, 0xfe}) || bytes.Equal(head, []byte{0xfe, 0xff}) {
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), nil
	}
	utf8Text := true
	for {
		r, size, err := in.ReadRune()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("roster: read: %w", err)
		}
		if r == 0 { // no text has it
			return nil, errNoTable
		}
		if r == utf8.RuneError && size == 1 {
			utf8Text = false
		}
	}
	if utf8Text {
		return unicode.UTF8BOM, nil
	}
	return simplifiedchinese.GB18030, nil
}

// separator is the comma, tab or semicolon, whichever is most frequent among the first lines.
func (f *File) separator(code encoding.Encoding) (rune, error) {
	head := make([]byte, 8<<10)
	n, err := io.ReadFull(f.text(code), head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, errNoTable
	}
	best, most := ',', 0
	for _, c := range ",\t;" {
		if k := bytes.Count(head[:n], []byte(string(c))); k > most {
			best, most = c, k
		}
	}
	return best, nil
}

// eachRecord reads the records. Lines are numbered as a spreadsheet shows them: a line break within quotes counts for none.
func (f *File) eachRecord(code encoding.Encoding, comma rune, take func(int, []cell) error) error {
	short := &shortRecords{in: f.text(code)}
	in := csv.NewReader(short)
	in.Comma, in.FieldsPerRecord, in.ReuseRecord = comma, -1, true
	var cells []cell
	inside := 0 // line breaks within quotes so far
	for {
		fields, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return csvFault(err)
		}
		short.begin(in.InputOffset())
		line, _ := in.FieldPos(0)
		cells = cells[:0]
		for _, field := range fields {
			cells = append(cells, csvCell(field))
		}
		if err := take(line-inside, cells); err != nil {
			return err
		}
		for _, field := range fields {
			inside += strings.Count(field, "\n")
		}
	}
}

// csvCell sees formulas, and texts that were written as one (="0110") to keep a spreadsheet from changing them.
func csvCell(field string) cell {
	if text, ok := strings.CutPrefix(field, `="`); ok && strings.HasSuffix(text, `"`) {
		return cell{text: strings.TrimSuffix(text, `"`)}
	}
	switch {
	case strings.HasPrefix(field, "="):
		return cell{kind: formula}
	case strings.HasPrefix(field, "#N/A"), strings.HasPrefix(field, "#REF!"), strings.HasPrefix(field, "#VALUE!"), strings.HasPrefix(field, "#NAME?"):
		return cell{kind: broken}
	}
	return cell{text: field}
}

// csvFault says where quotes do not match.
func csvFault(err error) error {
	if errors.Is(err, errLongRecord) {
		return errQuotes("引号没有成对，后面的内容连成了一片")
	}
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		return errQuotes(fmt.Sprintf("第%d行的引号不成对", e.StartLine))
	}
	return fmt.Errorf("roster: read: %w", err)
}

func errQuotes(what string) error {
	return fault.New(fault.Invalid, "roster.quotes", what+"，没有往下读。请用WPS或Excel打开核对，另存为 .xlsx 再导入。")
}

var errLongRecord = errors.New("roster: a record is too long")

// shortRecords fails when a record does not end within maxRecord bytes.
type shortRecords struct {
	in          io.Reader
	read, start int64
}

// begin says where the next record begins.
func (s *shortRecords) begin(offset int64) { s.start = offset }

// Read implements io.Reader.
func (s *shortRecords) Read(p []byte) (int, error) {
	if s.read-s.start > maxRecord {
		return 0, errLongRecord
	}
	n, err := s.in.Read(p)
	s.read += int64(n)
	return n, err
}
