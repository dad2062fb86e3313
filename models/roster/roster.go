// Package roster reads the bureau's lists of people (CSV and xlsx) into checked rows, and says by row and column what is wrong. It knows no database.
package roster

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// Row is one person of the list, checked.
type Row struct {
	Line        int       // in the file, as a spreadsheet numbers it
	Name        seal.Text // never empty
	IDNumber    seal.Text // "" where the list has none: then BornOn is known
	Sex         string    // "m", "f", ""
	BornOn      clock.Date
	DiedOn      clock.Date // "" = alive
	Phone       seal.Text
	Address     seal.Text
	StationID   uuid.UUID
	StationPath station.Path
	Statuses    []Status
	Card        seal.Text // number on the preferential card (优待证), never a bank card's
}

// Status is one status of a row, in the codes of package person. That somebody serves cannot stand here.
type Status struct {
	Status string
	Level  int    // disability level 1–10, 0 = none
	Cause  string // war, duty, illness, of a disability
	Kind   string // martyr, duty, illness, of a bereaved family
	From   clock.Date
	Until  clock.Date
}

// Complaint is something about a cell, a row (no Column) or the file (no Line). It never holds what stands in the cell.
type Complaint struct {
	Line   int
	Column string
	Text   string
	Bad    bool // false: good to know, but nothing is wrong
}

// String is the complaint as people read it: 第12行 公民身份号码：校验码不对…
func (c Complaint) String() string {
	where := ""
	if c.Line > 0 {
		where = "第" + strconv.Itoa(c.Line) + "行"
	}
	if c.Column != "" {
		if where != "" {
			where += " "
		}
		where += c.Column
	}
	if where == "" {
		return c.Text
	}
	return where + "：" + c.Text
}

// Options say what a list is checked against.
type Options struct {
	Now      time.Time                            // dates after its day in Shanghai have not happened
	Stations func(words string) []station.Station // the stations that a code or a name means: none, one, or several
	MaxRows  int                                  // 0 = a million
}

const defaultMaxRows = 1_000_000

// Summary is what Read saw.
type Summary struct {
	Rows  int // of people
	Bad   int // rows with something wrong
	Notes int // complaints that are none
}

// Read checks every row of the file, gives the good ones to take, in order, and the complaints to complain. It is an error when the file itself cannot be read (a
// *fault.Fault with what to do), when take fails, or when ctx ends. A file can be read again.
func (f *File) Read(ctx context.Context, o Options, take func(Row) error, complain func(Complaint)) (Summary, error) {
	if o.MaxRows <= 0 {
		o.MaxRows = defaultMaxRows
	}
	r := &reading{file: f, today: clock.DateOf(o.Now), o: o, seen: newSeen(), take: take, complain: complain}
	err := f.each(func(line int, cells []cell) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return r.row(line, cells)
	})
	if err == nil {
		err = r.finish()
	}
	return r.sum, err
}
