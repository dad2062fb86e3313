package app

import (
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
	"shuangyong/models/roster"
	"shuangyong/models/seal"
	"shuangyong/models/station"
	"shuangyong/seed"
)

// office is a database with the invented city's stations, and a list of people for them.
type office struct {
	t      *testing.T
	stores *Stores
	path   string
	first  string // the list as it was first
	said   []roster.Complaint
}

func eachOffice(t *testing.T, fn func(t *testing.T, o *office)) {
	dbtest.EachPlace(t, func(t *testing.T, place db.Options) {
		place.Clock = clock.Stopped(dbtest.Start())
		o := &office{t: t, stores: &Stores{DB: dbtest.Open(t, place), Clock: place.Clock.(*clock.Movable)}, path: filepath.Join(t.TempDir(), "list.csv")}
		city, err := seed.New(seed.Options{Start: "2026-11-23"}.Filled())
		require.NoError(t, err)
		for b := range city.Batches() {
			require.NoError(t, o.stores.DB.InTx(t.Context(), func(tx db.Tx) error { return station.InsertStations(tx, b.Stations) }))
			break // the stations come first
		}
		f, err := os.Create(o.path)
		require.NoError(t, err)
		w := csv.NewWriter(f)
		require.NoError(t, w.Write(seed.RosterTitles()))
		for row := range city.Roster(1200) {
			require.NoError(t, w.Write(row))
		}
		w.Flush()
		require.NoError(t, f.Close())
		content, err := os.ReadFile(o.path)
		require.NoError(t, err)
		o.first = o.path + ".first"
		require.NoError(t, os.WriteFile(o.first, content, 0o600))
		fn(t, o)
	})
}

func (o *office) run(ctx context.Context, apply bool, progress func(stage string)) (ImportReport, error) {
	o.said = nil
	return o.stores.ImportPeople(ctx, PeopleImport{
		Path: o.path, Apply: apply, Complain: func(c roster.Complaint) { o.said = append(o.said, c) }, Progress: func(stage string, _ int) { progress(stage) },
	})
}

func quietly(string) {}

// standing is what is written, as seen by a check of the list as it was first, and by the audit log.
type standing struct{ missing, there, cards, entries int }

func (o *office) standing() standing {
	o.t.Helper()
	report, err := o.stores.ImportPeople(o.t.Context(), PeopleImport{Path: o.first, Complain: func(roster.Complaint) {}, Progress: func(string, int) {}})
	require.NoError(o.t, err)
	entries, err := audit.Search(o.t.Context(), o.stores.DB, audit.Query{Limit: 100})
	require.NoError(o.t, err)
	return standing{report.People.New, report.People.Same, report.Cards, len(entries)}
}

func (o *office) append(line string) {
	o.t.Helper()
	f, err := os.OpenFile(o.path, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(o.t, err)
	_, err = f.WriteString(line)
	require.NoError(o.t, errors.Join(err, f.Close()))
}

func TestAListIsTakenOverWhole(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		empty := o.standing()
		report, err := o.run(t.Context(), false, quietly)
		require.NoError(t, err)
		require.Equal(t, []int{1200, 1200, 0}, []int{report.File.Rows, report.People.New, report.File.Bad})
		require.False(t, report.Applied)
		require.Equal(t, standing{missing: 1200, cards: report.Cards}, empty)
		require.Equal(t, empty, o.standing(), "a check writes nothing")

		report, err = o.run(t.Context(), true, quietly)
		require.NoError(t, err)
		require.True(t, report.Applied)
		full := standing{there: 1200, entries: 1}
		require.Equal(t, full, o.standing())

		report, err = o.run(t.Context(), true, quietly)
		require.NoError(t, err)
		require.False(t, report.Applied)
		require.Equal(t, []int{1200, 0, 0}, []int{report.People.Same, report.People.New, report.Cards})
		require.Equal(t, full, o.standing(), "the same list again changes nothing")
	})
}

func TestAListIsTakenOverNotAtAll(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		empty := o.standing()
		gone, cancel := context.WithCancel(t.Context())
		defer cancel()
		_, err := o.run(gone, true, func(stage string) {
			if stage == "写入" {
				cancel()
			}
		})
		require.Error(t, err)
		require.Equal(t, empty, o.standing(), "broken off in the middle")

		_, err = o.run(t.Context(), true, func(stage string) {
			if stage == "写入" {
				o.append("\n")
			}
		})
		require.ErrorIs(t, err, errOtherFile)
		require.Equal(t, empty, o.standing(), "changed in the middle")

		o.append("郑守田,11010519491231002X,,,,," + seed.RegionCode + ",现役军人,,,,\n")
		report, err := o.run(t.Context(), true, quietly)
		require.ErrorIs(t, err, ErrBadRows)
		require.Equal(t, 1, report.File.Bad)
		require.Equal(t, empty, o.standing(), "one bad row among many")
	})
}

// Nobody goes on acting for somebody of whose death the list tells.
func TestADeathOnTheListEndsWhatOthersDidForHim(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		const titles = "姓名,公民身份号码,出生日期,服务站,身份类别,去世日期\n"
		daughter := "周桂兰,110105194912310011,1949-12-31," + seed.RegionCode + ",其他,\n"
		take := func(died string) ImportReport {
			t.Helper()
			require.NoError(t, os.WriteFile(o.path, []byte(titles+"郑守田,11010519491231002X,1949-12-31,"+seed.RegionCode+",退役军人,"+died+"\n"+daughter), 0o600))
			report, err := o.run(t.Context(), true, quietly)
			require.NoError(t, err, "%v", o.said)
			return report
		}
		require.Equal(t, 2, take("").People.New)
		var who []uuid.UUID
		for _, number := range []seal.Text{"11010519491231002X", "110105194912310011"} {
			found, err := person.NewStore(o.stores.DB).Search(t.Context(), audit.Scope{Prefix: seed.RegionCode + "/"}, person.BySearchIDNumber, number, uuid.Nil, 2)
			require.NoError(t, err)
			require.Len(t, found, 1)
			who = append(who, found[0].ID)
		}
		at, err := station.NewStore(o.stores.DB).Nth(t.Context(), station.City, 0)
		require.NoError(t, err)
		clerk := audit.Actor{Kind: audit.Staff, ID: db.NewID().String()}
		require.NoError(t, o.stores.DB.InTx(t.Context(), func(tx db.Tx) error {
			_, err := proxy.Record(tx, clerk, proxy.Form{Principal: who[0], Agent: who[1], Scopes: "benefits"}, proxy.Witness{Staff: db.NewID(), Station: at.ID})
			return err
		}))
		inForce := func() int {
			t.Helper()
			all, err := proxy.NewStore(o.stores.DB).ActedBy(t.Context(), who[0])
			require.NoError(t, err)
			return len(all)
		}
		require.Equal(t, 1, inForce())
		require.Equal(t, 1, take("2026-11-20").People.Changed)
		require.Zero(t, inForce())
		over, err := proxy.NewStore(o.stores.DB).Of(t.Context(), who[0], proxy.List{Limit: 5})
		require.NoError(t, err)
		require.Len(t, over, 1)
		require.Equal(t, proxy.Ended, over[0].State)
	})
}

func TestACardOfSomebodyElse(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		require.NoError(t, os.WriteFile(o.path, []byte(strings.Join(seed.RosterTitles(), ",")+"\n郑守田,11010519491231002X,,,,,"+seed.RegionCode+",其他,,,,YD1\n"), 0o600))
		_, err := o.run(t.Context(), true, quietly)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(o.path, []byte(strings.Join(seed.RosterTitles(), ",")+"\n周桂兰,110105194912310011,,,,,"+seed.RegionCode+",其他,,,,yd 1\n"), 0o600))
		before := o.standing()
		_, err = o.run(t.Context(), true, quietly)
		require.ErrorIs(t, err, ErrBadRows, "%v", o.said)
		require.Equal(t, "第2行 优待证号：已经登记在另一个人名下。请核对是谁的证；同一人有两份档案的，先在核对名单里合并。", o.said[len(o.said)-1].String())
		require.Equal(t, before, o.standing())
	})
}

func TestAFileThatIsNoList(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		require.NoError(t, os.WriteFile(o.path, []byte("\xd0\xcf\x11\xe0 old"), 0o600))
		_, err := o.run(t.Context(), true, quietly)
		require.Equal(t, "roster.old_excel", fault.Of(err).Reason)
	})
}
