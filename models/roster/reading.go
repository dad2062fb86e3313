package roster

import (
	"fmt"
	"strings"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
)

const (
	titleRows  = 10 // a list may have headings above its titles
	maxUnknown = 20 // unknown columns that are named
)

var (
	errEmpty = fault.New(fault.Invalid, "roster.empty", "文件里没有人员：第一行要是表头，下面每行一人。请核对是不是选错了文件。")
	errMany  = fault.New(fault.TooLarge, "roster.too_many_rows", "行数太多，没有读完。请按服务站拆成几个文件，分几次导入。")
)

// reading is one pass over a file.
type reading struct {
	file     *File
	today    clock.Date
	o        Options
	header   header
	found    bool // the row of titles
	best     header
	bestHas  int
	before   int // rows seen before the titles
	seen     *seen
	sum      Summary
	take     func(Row) error
	complain func(Complaint)
}

// row is called for each row of the file that is not blank.
func (r *reading) row(line int, cells []cell) error {
	if !r.found {
		return r.look(cells)
	}
	if blankRow(cells, r.header) {
		return nil
	}
	if r.sum.Rows++; r.sum.Rows > r.o.MaxRows {
		return errMany
	}
	c := &check{reading: r, line: line, cells: cells}
	row := c.person()
	if !c.bad {
		r.seen.notice(c, row)
	}
	if c.bad {
		r.sum.Bad++
		return nil
	}
	return r.take(row)
}

// look searches for the row of titles: the first that knows most of the required columns.
func (r *reading) look(cells []cell) error {
	h, known := readHeader(cells)
	if len(h.missing()) == 0 {
		r.found, r.header = true, h
		r.describe(cells)
		return nil
	}
	if known > r.bestHas {
		r.best, r.bestHas = h, known
	}
	if r.before++; r.before >= titleRows {
		return r.noHeader()
	}
	return nil
}

// describe says what of the file is not read.
func (r *reading) describe(cells []cell) {
	if r.file.sheets > 1 {
		r.note(0, "", fmt.Sprintf("文件里有%d个工作表，只读第一个。别的表里有人员的，请另存为文件再导入。", r.file.sheets))
	}
	for _, name := range r.header.twice {
		r.bad(0, name, "有两列都叫这个名字，只读左边的一列。请删掉一列再导入。")
	}
	var names []string
	for _, i := range r.header.unknown[:min(len(r.header.unknown), maxUnknown)] {
		names = append(names, unknownTitle(i, cells))
	}
	if len(names) > 0 {
		r.note(0, "", "这些列不认识，没有读："+strings.Join(names, "、")+"。部队番号、驻地、银行卡号请不要放在名册里。")
	}
}

func (r *reading) noHeader() error {
	if r.bestHas == 0 {
		return fault.New(fault.Invalid, "roster.no_header", "没有找到表头"+r.otherSheets()+"。表头一行要有："+strings.Join(requiredTitles(), "、")+"。")
	}
	return fault.New(fault.Invalid, "roster.columns", "缺少必需的列："+strings.Join(r.best.missing(), "、")+r.otherSheets()+"。请补上这些列再导入；列的先后不要紧。")
}

func (r *reading) otherSheets() string {
	if r.file.sheets > 1 {
		return fmt.Sprintf("（文件有%d个工作表，读的是第一个，请把名册移到第一个）", r.file.sheets)
	}
	return ""
}

func requiredTitles() []string {
	var names []string
	for _, c := range required() {
		names = append(names, c.title())
	}
	return names
}

// finish judges the file once it was read to its end.
func (r *reading) finish() error {
	switch {
	case !r.found && r.before == 0:
		return errEmpty
	case !r.found:
		return r.noHeader()
	case r.sum.Rows == 0:
		return errEmpty
	}
	return nil
}

func (r *reading) bad(line int, column, text string) {
	r.complain(Complaint{Line: line, Column: column, Text: text, Bad: true})
	if line == 0 {
		r.sum.Bad++
	}
}

func (r *reading) note(line int, column, text string) {
	r.sum.Notes++
	r.complain(Complaint{Line: line, Column: column, Text: text})
}

// blankRow tells whether nothing that is read stands in the row.
func blankRow(cells []cell, h header) bool {
	for _, i := range h.at {
		if i >= 0 && i < len(cells) && (cells[i].kind != plain || strings.TrimSpace(cells[i].text) != "") {
			return false
		}
	}
	return true
}
