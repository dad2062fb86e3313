package app

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/application"
	"shuangyong/models/appointment"
	"shuangyong/models/audit"
	"shuangyong/models/benefit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/handoff"
	"shuangyong/models/media"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/privacy"
	"shuangyong/models/proxy"
	"shuangyong/models/seal"
	"shuangyong/models/station"
	"shuangyong/session"
)

// full is a person of whom everything is kept, marked so that his values are told from another's.
func full(t *testing.T, d *db.DB, home station.Station, slot uuid.UUID, mark, number string) privacy.Who {
	t.Helper()
	who, text := privacy.Who{Person: db.NewID()}, func(s string) seal.Text { return seal.Text(mark + s) }
	by, closed := audit.Actor{Kind: audit.System, ID: "test"}, dbtest.Start()
	clerk := audit.Actor{Kind: audit.Staff, ID: db.NewID().String()}
	case1 := petition.Petition{
		ID: db.NewID(), Number: "48219305" + number, Kind: petition.Appeal, State: petition.Registered, PersonID: &who.Person, Petitioner: text("反映人"), Phone: text("电话"),
		Body: text("诉求内容"), StationID: home.ID, StationPath: home.Path, ReceivedAt: closed,
	}
	for _, fn := range []func(tx db.Tx) error{
		func(tx db.Tx) error {
			return person.InsertPeople(tx, []person.Person{{
				ID: who.Person, Name: text("姓名"), Sex: "m", BornOn: "1957-03-02", IDNumber: text("身份证"), Phone: text("手机"), Address: text("住址"), StationID: home.ID, StationPath: home.Path,
			}})
		},
		func(tx db.Tx) (err error) {
			a, err := person.NewStore(d).Follow(tx, by, person.MiniProgram, text("openid"), "", closed)
			if err != nil {
				return err
			}
			who.Account = a.ID
			return person.NewStore(d).Attach(tx, by, a, who.Person, person.Seen)
		},
		func(tx db.Tx) error {
			return person.InsertStatuses(tx, []person.Held{{PersonID: who.Person, Status: person.Veteran, From: "1979-03-01"}})
		},
		func(tx db.Tx) error { return petition.InsertPetitions(tx, []petition.Petition{case1}) },
		func(tx db.Tx) error {
			return appointment.InsertBookings(tx, []appointment.Booking{{Number: "10000000" + number, SlotID: slot, SubjectID: who.Person, BookerID: who.Person, Status: appointment.Booked}})
		},
		func(tx db.Tx) error {
			return benefit.InsertCards(tx, []benefit.Card{{PersonID: who.Person, StationID: home.ID, StationPath: home.Path, State: benefit.CardIssued, CardNumber: text("证号")}})
		},
		func(tx db.Tx) error {
			return benefit.InsertPayments(tx, []benefit.Payment{{PersonID: who.Person, StationPath: home.Path, Subject: "定期抚恤金", Month: "2026-11", DueOn: "2026-11-20", Fen: 123405}})
		},
		func(tx db.Tx) error {
			return handoff.InsertRequests(tx, []handoff.Request{
				{Kind: handoff.CallBack, PersonID: &who.Person, StationPath: home.Path, Summary: text("转人工的话"), PromisedAt: closed, ClosedAt: &closed},
				{Kind: handoff.CallBack, AccountID: &who.Account, StationPath: home.Path, Summary: text("核实以前的话"), PromisedAt: closed, ClosedAt: &closed},
			})
		},
		func(tx db.Tx) error {
			return privacy.NewStore(d).Decide(tx, by, who, 1, true, []privacy.Purpose{privacy.Basic, privacy.Sensitive})
		},
		func(tx db.Tx) error {
			_, err := privacy.NewStore(d).Ask(tx, by, privacy.Request{PersonID: who.Person, StationPath: home.Path, Field: "phone", Wanted: text("改成"), Why: text("理由"), DueOn: "2026-12-14"})
			return err
		},
		func(tx db.Tx) error {
			papers := application.NewStore(d, nil)
			c, err := papers.Start(tx, by, application.Wish{
				PersonID: who.Person, AccountID: who.Account, Name: text("姓名"), StationPath: home.Path, Wanted: []application.Status{{Code: application.Veteran}}, Words: text("申请的话"),
			})
			if err == nil {
				_, err = papers.AddDocument(tx, by, application.Owner{Person: who.Person}, c.ID, "discharge", media.Picture{JPEG: []byte(mark + "照片")})
			}
			return err
		},
		func(tx db.Tx) error { return audit.Saw(tx, clerk, who.Person, "file", audit.ForBenefit, "") },
	} {
		require.NoError(t, d.InTx(t.Context(), fn))
	}
	return who
}

// ofSQL is mine without the demo around it, on any database.
func ofSQL(t *testing.T, d *db.DB) *mine {
	t.Helper()
	sources, err := newAnswers(d)
	require.NoError(t, err)
	require.NoError(t, sources.load(t.Context()))
	client, closeRedis, err := session.OpenRedis("")
	require.NoError(t, err)
	t.Cleanup(func() { _ = closeRedis() })
	return &mine{
		answers: sources, db: d, sessions: session.New(client, d.Keys(), d.Clock(), quiet), logins: session.NewLogins(client, d.Keys(), d.Clock(), quiet),
		bureau: "某市退役军人事务局", phone: "0640-5550100",
	}
}

// The copy has everything of its owner and nothing of anybody else, and the deletion leaves what it said, on every database.
func TestACopyIsWholeAndADeletionKeepsItsWordOnEachDatabase(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		o.MaxOpen = 1 // whoever reads beside his transaction waits for himself here
		d := dbtest.Open(t, o)
		home := station.Station{ID: db.NewID(), Code: "990100", Name: "某市退役军人服务中心", ShortName: "市服务中心", Level: station.City, Path: "990100/"}
		slot := appointment.Slot{ID: db.NewID(), StationID: home.ID, Path: home.Path, Service: "优待证", Day: "2026-11-24", StartsAt: dbtest.Start(), EndsAt: dbtest.Start().Add(time.Hour), Capacity: 2, Taken: 2}
		for _, fn := range []func(tx db.Tx) error{
			func(tx db.Tx) error { return station.InsertStations(tx, []station.Station{home}) },
			func(tx db.Tx) error {
				return appointment.InsertServices(tx, []appointment.Service{{Code: "优待证", Minutes: 30}})
			},
			func(tx db.Tx) error { return appointment.InsertSlots(tx, []appointment.Slot{slot}) },
		} {
			require.NoError(t, d.InTx(t.Context(), fn))
		}
		who, other := full(t, d, home, slot.ID, "甲甲", "7"), full(t, d, home, slot.ID, "乙乙", "1")
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			if err := person.InsertRelations(tx, []person.Relation{{PersonID: who.Person, RelativeID: other.Person, Kind: "child"}}); err != nil {
				return err
			}
			clerk := audit.Actor{Kind: audit.Staff, ID: db.NewID().String()}
			_, err := proxy.Record(tx, clerk, proxy.Form{Principal: who.Person, Agent: other.Person, Scopes: "book"}, proxy.Witness{Staff: uuid.MustParse(clerk.ID), Station: home.ID})
			return err
		}))
		m := ofSQL(t, d)

		var files map[string]string
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			raw, err := m.Copy(tx, who)
			if err == nil {
				files = unpacked(t, raw)
			}
			return err
		}))
		photographs := map[string]string{}
		for name, text := range files {
			if strings.HasPrefix(name, "照片/") {
				photographs[name] = text
				continue
			}
			for _, value := range []string{"申请的话", "核实以前的话", "姓名", "身份证", "手机", "住址", "openid", "反映人", "诉求内容", "证号", "转人工的话", "改成", "理由"} {
				require.Contains(t, text, "甲甲"+value, name)
			}
			for _, value := range []string{"1234.05", "退役军人", "乙***", "家人替您办", "办理优待、核发待遇", "办优待时使用身份证号", "工作人员", "把微信和登记对上了"} {
				require.Contains(t, text, value, name)
			}
			require.NotContains(t, text, "乙乙", name)
		}
		require.Len(t, photographs, 1)
		for name, text := range photographs {
			require.Equal(t, "甲甲照片", text)
			require.Contains(t, files["我的资料.html"], name)
		}

		plan, err := m.Plan(d.View(t.Context()), who.Person)
		require.NoError(t, err)
		var goes, stays []privacy.Part
		for _, i := range plan {
			if i.Goes {
				goes = append(goes, i.Part)
			} else {
				stays = append(stays, i.Part)
			}
		}
		require.Equal(t, []privacy.Part{privacy.Calls, privacy.Accounts, privacy.Proxies, privacy.Drafts}, goes)
		require.Equal(t, []privacy.Part{privacy.Bookings, privacy.Petitions, privacy.Benefits, privacy.Contact, privacy.File, privacy.Consents, privacy.Requests, privacy.Traces}, stays)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			_, gone, err := m.Delete(tx, audit.Actor{Kind: audit.Citizen, ID: who.Account.String()}, who.Person, privacy.Fingerprint(plan))
			require.Len(t, gone, 1)
			return err
		}))
		left, err := m.stock(d.View(t.Context()), who.Person)
		require.NoError(t, err)
		for _, p := range goes {
			require.Zero(t, left[p], p)
		}
		for _, p := range stays {
			require.NotZero(t, left[p], p)
		}
		others, err := m.stock(d.View(t.Context()), other.Person)
		require.NoError(t, err)
		require.Equal(t, 1, others[privacy.Accounts], "nobody else loses anything")
		require.Equal(t, 2, others[privacy.Calls])
		settled, _, err := handoff.NewStore(d).Sweep(t.Context(), dbtest.Start().Add(time.Hour), 100)
		require.NoError(t, err)
		require.Equal(t, 2, settled, "the other's two are left, and not what he said before anybody knew who he was")

		var list []person.OnRoll
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) (err error) {
			list, err = person.Roll(tx, audit.Scope{Prefix: "990100/"}, person.Veteran)
			return err
		}))
		require.Len(t, list, 2)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return person.EraseFile(tx, audit.Actor{Kind: audit.System, ID: "test"}, who.Person)
		}))
		own, err := person.Export(d.View(t.Context()), who.Person)
		require.NoError(t, err)
		require.Equal(t, []any{seal.Text(""), seal.Text(""), seal.Text(""), seal.Index(""), 0, 0}, []any{own.Person.Name, own.Person.IDNumber, own.Person.Address, own.Person.IDNumberIndex, len(own.Statuses), len(own.Relatives)})
	})
}
