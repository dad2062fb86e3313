package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"shuangyong/models/audit"
	"shuangyong/models/benefit"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
	"shuangyong/models/roster"
	"shuangyong/models/station"
)

// importer is who takes over lists: whoever may start the program's commands.
var importer = audit.Actor{Kind: audit.System, ID: "import"}

// PeopleImport says how a list of people is taken over.
type PeopleImport struct {
	Path     string
	Apply    bool
	Complain func(roster.Complaint)
	Progress func(stage string, rows int) // called for every few hundred rows
}

// ImportReport is what an import found and did.
type ImportReport struct {
	File    roster.Summary
	People  person.Imported
	Cards   int // that are new
	Left    int // rows of which a status stays as it is on file
	Applied bool
}

// ErrBadRows is that the list has rows with something wrong, so that nothing was written.
var ErrBadRows = errors.New("the list has rows with something wrong; nothing was written")

var errOtherFile = errors.New("the file was changed while it was read; nothing was written. Run the command again")

// ImportPeople checks a list against itself and against what is on file, and, if asked to and nothing is wrong, takes it over: in one transaction, so whole or not at
// all. A list that says what is on file already writes nothing.
func (s *Stores) ImportPeople(ctx context.Context, o PeopleImport) (ImportReport, error) {
	var report ImportReport
	if err := s.DB.Bulk(ctx); err != nil {
		return report, err
	}
	stations := station.NewDirectory(station.NewStore(s.DB))
	if err := stations.Load(ctx); err != nil {
		return report, err
	}
	file, err := roster.Open(o.Path)
	if err != nil {
		return report, err
	}
	defer func() { _ = file.Close() }()
	hash, err := hashOf(o.Path)
	if err != nil {
		return report, err
	}
	i := &peopleImport{PeopleImport: o, ctx: ctx, file: file, people: person.NewStore(s.DB)}
	i.options = roster.Options{Now: s.Clock.Now(), Stations: named(stations.All())}
	if report, err = i.compare(s.DB.View(ctx)); err != nil || !o.Apply {
		return report, err
	}
	if report.People.New+report.People.Changed+report.Cards == 0 {
		return report, nil
	}
	i.Complain = func(roster.Complaint) {} // all was said
	err = s.DB.InTx(ctx, func(tx db.Tx) error {
		done, err := i.write(tx, hash)
		done.Left, report = report.Left, done
		return err
	})
	report.Applied = err == nil
	return report, err
}

// named finds stations by code, name and short name.
func named(all []station.Station) func(string) []station.Station {
	by := map[string][]station.Station{}
	for _, s := range all {
		names := []string{s.Code, s.Name, s.ShortName}
		slices.Sort(names)
		for _, n := range slices.Compact(names) {
			if n != "" {
				by[n] = append(by[n], s)
			}
		}
	}
	return func(words string) []station.Station { return by[words] }
}

func hashOf(path string) (string, error) {
	f, err := os.Open(path) // #nosec G304 -- the operator names the file
	if err != nil {
		return "", fmt.Errorf("open: %w", errors.Unwrap(err))
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("read: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// peopleImport is one import under way.
type peopleImport struct {
	PeopleImport
	ctx     context.Context //nolint:containedctx // of the command, for as long as it runs
	file    *roster.File
	options roster.Options
	people  *person.Store
}

// each reads the file and hands it on in batches.
func (i *peopleImport) each(stage string, take func([]roster.Row) error) (roster.Summary, error) {
	batch, rows := make([]roster.Row, 0, person.MaxListed), 0
	flush := func() error {
		rows += len(batch)
		err := take(batch)
		batch = batch[:0]
		i.Progress(stage, rows)
		return err
	}
	sum, err := i.file.Read(i.ctx, i.options, func(r roster.Row) error {
		if batch = append(batch, r); len(batch) < cap(batch) {
			return nil
		}
		return flush()
	}, i.Complain)
	if err == nil && len(batch) > 0 {
		err = flush()
	}
	return sum, err
}

const heldTwice = "有一种身份和档案里登记的时间重叠，这一种没有改动，其余照常导入。请在工作台核对这份档案。"

const cardOfAnother = "已经登记在另一个人名下。请核对是谁的证；同一人有两份档案的，先在核对名单里合并。"

// compare reads the whole list and says what taking it over would do.
func (i *peopleImport) compare(view db.View) (ImportReport, error) {
	var report ImportReport
	taken := 0
	sum, err := i.each("核对", func(batch []roster.Row) error {
		would, err := i.people.Compare(view, listed(batch))
		if err != nil {
			return db.Fault(err)
		}
		report.People.Add(would)
		for _, at := range would.Left {
			i.Complain(roster.Complaint{Line: batch[at].Line, Column: "身份类别", Text: heldTwice})
		}
		report.Left += len(would.Left)
		cards, lines := cardsOf(batch, would)
		fresh, others, err := benefit.CompareCards(view, cards)
		if err != nil {
			return db.Fault(err)
		}
		for _, at := range others {
			i.Complain(roster.Complaint{Line: lines[at], Column: "优待证号", Text: cardOfAnother, Bad: true})
		}
		report.Cards, taken = report.Cards+fresh, taken+len(others)
		return nil
	})
	report.File = sum
	report.File.Bad, report.File.Notes = report.File.Bad+taken, report.File.Notes+report.Left
	if err == nil && report.File.Bad > 0 {
		err = ErrBadRows
	}
	return report, err
}

// write takes the list over. It reads the file again, and whatever is different now undoes everything.
func (i *peopleImport) write(tx db.Tx, hash string) (ImportReport, error) {
	var report ImportReport
	sum, err := i.each("写入", func(batch []roster.Row) error {
		did, err := i.people.Import(tx, importer, listed(batch))
		if err != nil {
			return err
		}
		report.People.Add(did)
		for _, id := range did.Died {
			if err := proxy.Died(tx, importer, id); err != nil {
				return err
			}
		}
		cards, _ := cardsOf(batch, did)
		fresh, err := benefit.ImportCards(tx, cards)
		report.Cards += fresh
		return err
	})
	if report.File = sum; err != nil {
		return report, err
	}
	if again, err := hashOf(i.Path); err != nil || again != hash || sum.Bad > 0 {
		return report, errors.Join(errOtherFile, err)
	}
	return report, person.RecordImport(tx, importer, hash, report.People)
}

// listed gives rows to the domain of people, in its own words.
func listed(rows []roster.Row) []person.Listed {
	all := make([]person.Listed, len(rows))
	for i, r := range rows {
		l := person.Listed{
			Name: r.Name, IDNumber: r.IDNumber, Sex: r.Sex, BornOn: r.BornOn, DiedOn: r.DiedOn, Phone: r.Phone, Address: r.Address,
			StationID: r.StationID, StationPath: r.StationPath,
		}
		for _, s := range r.Statuses {
			l.Statuses = append(l.Statuses, person.Held{
				Status: person.Status(s.Status), Level: s.Level, Cause: s.Cause, Kind: s.Kind, From: s.From, Until: s.Until,
			})
		}
		all[i] = l
	}
	return all
}

// cardsOf are the cards of a batch, and the lines they stand in.
func cardsOf(rows []roster.Row, whose person.Imported) (cards []benefit.Listed, lines []int) {
	for i, r := range rows {
		if r.Card != "" {
			cards = append(cards, benefit.Listed{PersonID: whose.People[i], Number: r.Card, StationID: r.StationID, StationPath: r.StationPath})
			lines = append(lines, r.Line)
		}
	}
	return cards, lines
}
