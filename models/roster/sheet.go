package roster

import (
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// maxColumns is how many columns of a sheet are looked at.
const maxColumns = 256

// sheetReader goes through the rows of a sheet, one token after the other.
type sheetReader struct {
	in    *xml.Decoder
	texts []string
	cells []cell
	line  int
}

// eachRow reads the sheet from its beginning.
func (w *workbook) eachRow(take func(line int, cells []cell) error) error {
	in, err := open(w.sheet, maxSheet)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	s := &sheetReader{in: xml.NewDecoder(in), texts: w.texts}
	merges := newMerges(w.merge)
	for {
		ok, err := s.next()
		if err != nil {
			return sheetFault(err)
		}
		if !ok {
			return nil
		}
		s.cells = merges.cover(s.line, s.cells)
		if err := take(s.line, s.cells); err != nil {
			return err
		}
	}
}

// next reads one row. ok is false after the last.
func (s *sheetReader) next() (ok bool, err error) {
	for {
		token, err := s.in.RawToken()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if start, is := token.(xml.StartElement); is && start.Name.Local == "row" {
			s.line++
			if n, err := strconv.Atoi(attribute(start, "r")); err == nil && n >= s.line {
				s.line = n
			}
			return true, s.row()
		}
	}
}

// row reads the cells up to the row's end.
func (s *sheetReader) row() error {
	s.cells = s.cells[:0]
	column := -1
	for {
		token, err := s.in.RawToken()
		if err != nil {
			return unexpected(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				return nil
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			column = place(attribute(t, "r"), column)
			one, err := s.cell(attribute(t, "t"))
			if err != nil {
				return err
			}
			if column >= 0 && column < maxColumns {
				for len(s.cells) <= column {
					s.cells = append(s.cells, cell{})
				}
				s.cells[column] = one
			}
		}
	}
}

// place is the column of a reference like C12, or the one after the last where there is none.
func place(ref string, last int) int {
	letters := strings.TrimRight(ref, "0123456789")
	if letters == "" {
		return last + 1
	}
	return columnIndex([]byte(letters))
}

// cell reads a cell of type t up to its end.
func (s *sheetReader) cell(t string) (cell, error) {
	var value strings.Builder
	inside, phonetic, isFormula := "", 0, false
	for {
		token, err := s.in.RawToken()
		if err != nil {
			return cell{}, unexpected(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch inside = token.Name.Local; inside {
			case "f":
				isFormula = true
			case "rPh": // how the text is spoken
				phonetic++
			}
		case xml.EndElement:
			switch inside = ""; token.Name.Local {
			case "rPh":
				phonetic--
			case "c":
				return s.value(t, value.String(), isFormula), nil
			}
		case xml.CharData:
			if (inside == "v" || inside == "t") && phonetic == 0 {
				value.Write(token)
			}
		}
	}
}

// value is what a cell says.
func (s *sheetReader) value(t, text string, isFormula bool) cell {
	switch {
	case isFormula:
		return cell{kind: formula}
	case t == "e":
		return cell{kind: broken}
	case t == "s":
		i, err := strconv.Atoi(text)
		if err != nil || i < 0 || i >= len(s.texts) {
			return cell{kind: broken}
		}
		return cell{text: s.texts[i]}
	case t == "" || t == "n":
		return cell{text: whole(text)}
	}
	return cell{text: text}
}

// whole writes a number such as 1.39E10 out, where a spreadsheet has kept all of its digits.
func whole(number string) string {
	if !strings.ContainsAny(number, "eE.") {
		return number
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || v != float64(int64(v)) || v < 0 || v >= 1e15 {
		return number
	}
	return strconv.FormatInt(int64(v), 10)
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// unexpected is the end of a file in the middle of a row.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// maxOpen bounds the blocks that one row is looked up in; a list has none.
const maxOpen = 256

// merges gives the merged blocks of each row, from the top down.
type merges struct {
	coming, open []span
}

func newMerges(all []span) *merges {
	return &merges{coming: slices.SortedFunc(slices.Values(all), func(a, b span) int { return cmp.Compare(a.top, b.top) })}
}

// cover marks the cells of a row that belong to a block and are not its first cell.
func (m *merges) cover(line int, cells []cell) []cell {
	for len(m.coming) > 0 && m.coming[0].top <= line {
		if len(m.open) < maxOpen {
			m.open = append(m.open, m.coming[0])
		}
		m.coming = m.coming[1:]
	}
	m.open = slices.DeleteFunc(m.open, func(s span) bool { return s.bottom < line })
	for _, s := range m.open {
		for c := max(s.left, 0); c <= s.right && c < maxColumns; c++ {
			if line == s.top && c == s.left {
				continue
			}
			for len(cells) <= c {
				cells = append(cells, cell{})
			}
			cells[c] = cell{kind: covered}
		}
	}
	return cells
}
