package db_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/application"
	"shuangyong/models/appointment"
	"shuangyong/models/approval"
	"shuangyong/models/audit"
	"shuangyong/models/benefit"
	"shuangyong/models/bus"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/handoff"
	"shuangyong/models/internal/orm"
	"shuangyong/models/media"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/privacy"
	"shuangyong/models/proxy"
	"shuangyong/models/seal"
	"shuangyong/models/shop"
	"shuangyong/models/station"
	"shuangyong/models/vault"
	"shuangyong/models/workday"
)

// lastFoundation is the last migration below those of the domains.
const lastFoundation = 9

// settle writes at least one row into every table of the domains.
func settle(t *testing.T, d *db.DB) {
	t.Helper()
	const path = station.Path("990100/990101/")
	now := dbtest.Start()
	stations := []station.Station{{Code: "990100", Level: station.City, Path: "990100/"}, {ID: db.NewID(), Code: "990101", Level: station.Town, Path: path}}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return station.InsertStations(tx, stations) }))
	home := stations[1].ID
	people := []person.Person{{ID: db.NewID(), Name: "郑守田", StationID: home, StationPath: path}, {ID: db.NewID(), Name: "郑小禾", StationID: home, StationPath: path}}
	appeal := petition.Petition{
		ID: db.NewID(), Number: "482193057", Kind: petition.Appeal, State: petition.Registered, PersonID: &people[0].ID,
		StationID: home, StationPath: path, ReceivedAt: now,
	}
	slot := appointment.Slot{ID: db.NewID(), StationID: home, Path: path, Service: "优待证", Day: "2026-11-24", StartsAt: now, EndsAt: now.Add(time.Hour), Capacity: 1, Taken: 1}
	for _, insert := range []func(tx db.Tx) error{
		func(tx db.Tx) error {
			return shop.InsertShops(tx, []shop.Shop{{Name: "老兵面馆", StationPath: path, State: shop.Applied, Offers: []shop.Offer{{Title: "9折"}}}})
		},
		func(tx db.Tx) error {
			return bus.InsertFeed(tx, bus.Feed{
				Agencies: []bus.Agency{{ID: "a"}}, Routes: []bus.Route{{ID: "r", AgencyID: "a"}}, Stops: []bus.Stop{{ID: "s"}},
				Services: []bus.Service{{ID: "w", Weekdays: "1111111", StartOn: "2026-01-01", EndOn: "2026-12-31"}}, Exceptions: []bus.ServiceException{{ServiceID: "w", Day: "2026-10-01"}},
				Trips: []bus.Trip{{ID: "t", RouteID: "r", ServiceID: "w"}}, StopTimes: []bus.StopTime{{TripID: "t", StopID: "s"}},
				Frequencies: []bus.Frequency{{TripID: "t", End: 60, Headway: 60}}, Concessions: []bus.Concession{{Status: "veteran", Fare: bus.Half}},
			})
		},
		func(tx db.Tx) error { return person.InsertPeople(tx, people) },
		func(tx db.Tx) error {
			return person.InsertStatuses(tx, []person.Held{{PersonID: people[0].ID, Status: person.Veteran, From: "1976-01-01"}})
		},
		func(tx db.Tx) error {
			return person.InsertRelations(tx, []person.Relation{{PersonID: people[0].ID, RelativeID: people[1].ID, Kind: "child"}})
		},
		func(tx db.Tx) error {
			return person.NewStore(d).Suspect(tx, audit.Actor{Kind: audit.System, ID: "test"}, people[0].ID, people[1].ID, person.Likely, "name born_on")
		},
		func(tx db.Tx) error {
			clerk, s := audit.Actor{Kind: audit.Staff, ID: "clerk"}, person.NewStore(d)
			a, err := s.Follow(tx, clerk, person.MiniProgram, "oProved", "", now)
			if err != nil {
				return err
			}
			if err := s.Prefer(tx, clerk, a, person.Preferences{LargeText: true}, person.Active); err != nil {
				return err
			}
			return s.Recognise(tx, clerk, a.ID, people[0], person.Proof{How: person.AtCounter, Papers: "identity_card"}, nil)
		},
		func(tx db.Tx) error { return privacy.Insert(tx, people[0].ID, path) },
		func(tx db.Tx) error { return apply(tx, d, people[0].ID) },
		func(tx db.Tx) error { return petition.InsertPetitions(tx, []petition.Petition{appeal}) },
		func(tx db.Tx) error {
			return petition.InsertSteps(tx, []petition.Step{{PetitionID: appeal.ID, At: now, State: petition.Registered}})
		},
		func(tx db.Tx) error {
			return appointment.InsertServices(tx, []appointment.Service{{Code: "优待证", Minutes: 30}})
		},
		func(tx db.Tx) error { return appointment.InsertSlots(tx, []appointment.Slot{slot}) },
		func(tx db.Tx) error {
			return appointment.InsertBookings(tx, []appointment.Booking{{Number: "100000009", SlotID: slot.ID, SubjectID: people[0].ID, BookerID: people[1].ID, AttendeeID: &people[1].ID, Status: appointment.Booked}})
		},
		func(tx db.Tx) error {
			agent := audit.Actor{Kind: audit.System, ID: "test"}
			_, code, err := proxy.Invite(tx, agent, proxy.Offer{Side: proxy.Principal, Maker: people[0].ID, Scopes: "book"})
			if err != nil {
				return err
			}
			_, err = proxy.Accept(tx, agent, code, proxy.Consenter{ID: people[1].ID})
			return err
		},
		func(tx db.Tx) error {
			return benefit.InsertBenefits(tx, []benefit.Benefit{{Code: "card", Confidence: "found"}})
		},
		func(tx db.Tx) error {
			return benefit.InsertCards(tx, []benefit.Card{{PersonID: people[0].ID, StationID: home, StationPath: path, State: benefit.CardReady}})
		},
		func(tx db.Tx) error {
			return benefit.InsertPayments(tx, []benefit.Payment{{PersonID: people[0].ID, StationPath: path, Subject: "定期抚恤金", Month: "2026-11", DueOn: "2026-11-20"}})
		},
		func(tx db.Tx) error {
			a, err := person.NewStore(d).Follow(tx, audit.Actor{Kind: audit.System, ID: "test"}, person.OfficialAccount, "oABC", "", now)
			if err != nil {
				return err
			}
			return handoff.InsertRequests(tx, []handoff.Request{{Kind: handoff.CallBack, AccountID: &a.ID, PersonID: &people[0].ID, StationPath: path, PromisedAt: now}})
		},
		func(tx db.Tx) error {
			_, err := approval.NewStore(d).Ask(tx, audit.Actor{Kind: audit.Staff, ID: db.NewID().String()}, approval.Question{
				Kind: approval.MergePeople, Subject: "person", SubjectID: people[0].ID.String(), Payload: "{}", Reason: "重复", StationPath: string(path),
			})
			return err
		},
	} {
		require.NoError(t, d.InTx(t.Context(), insert))
	}
	keys, err := vault.New(vault.Options{DB: d, Secret: bytes.Repeat([]byte{7}, seal.SecretSize)})
	require.NoError(t, err)
	require.NoError(t, keys.Adopt(t.Context(), audit.Actor{Kind: audit.System, ID: "test"}))
	enlist(t, d)
}

// apply leaves an application with a picture that a member of staff has opened.
func apply(tx db.Tx, d *db.DB, personID uuid.UUID) error {
	days, err := workday.Announced()
	if err != nil {
		return err
	}
	by, s := audit.Actor{Kind: audit.System, ID: "test"}, application.NewStore(d, days)
	c, err := s.Start(tx, by, application.Wish{PersonID: personID, Name: "郑守田", Wanted: []application.Status{{Code: application.Veteran}}})
	if err != nil {
		return err
	}
	owner := application.Owner{Person: personID}
	if _, err := s.AddDocument(tx, by, owner, c.ID, "other", media.Picture{JPEG: []byte("jpeg")}); err != nil {
		return err
	}
	if _, err := s.Submit(tx, by, owner, c.ID, ""); err != nil {
		return err
	}
	_, err = s.Open(tx, application.Officer{ID: db.NewID(), Name: "李同志", Scope: audit.Scope{Prefix: "990100/"}}, c.ID, audit.ForIdentity)
	return err
}

// domainTables are the tables that settle fills.
var domainTables = []string{
	"stations", "shops", "shop_offers", "bus_agencies", "bus_routes", "bus_stops", "bus_services", "bus_service_exceptions", "bus_trips",
	"bus_stop_times", "bus_frequencies", "bus_concessions", "people", "person_statuses", "person_relations", "person_reviews", "person_proofs", "account_preferences", "wechat_accounts", "wechat_departures", "petitions", "petition_steps", "privacy_notices", "privacy_consents", "privacy_requests", "privacy_holds",
	"privacy_exports", "privacy_export_parts", "retention_runs",
	"appointment_services", "appointment_slots", "appointment_bookings", "benefits", "benefit_cards", "benefit_payments", "handoffs", "seal_keys", "proxies", "proxy_invitations", "approvals", "staff_members", "staff_roles", "staff_recovery_codes", "staff_absences",
}

func TestDomainsGoDownFullAndUpAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		settle(t, d)
		for _, table := range domainTables {
			var n int64
			require.NoError(t, orm.Of(d.View(t.Context())).Table(table).Count(&n).Error)
			require.NotZero(t, n, table)
		}
		down, err := d.MigrateTo(t.Context(), lastFoundation)
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(down), 8)
		for _, table := range domainTables {
			var n int64
			require.Error(t, orm.Of(d.View(t.Context())).Table(table).Count(&n).Error, "%s is gone", table)
		}
		_, err = d.Migrate(t.Context())
		require.NoError(t, err)
		settle(t, d)
	})
}

// When a town is moved in the tree, everything that belongs to it moves along in the same statement.
func TestStationPathsMoveTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		settle(t, d)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			return orm.Of(tx).Table("stations").Where("code = ?", "990101").Update("path", "990100/990199/").Error
		}))
		for _, table := range []string{"shops", "people", "petitions", "appointment_slots", "benefit_cards", "benefit_payments"} {
			var paths []string
			require.NoError(t, orm.Of(d.View(t.Context())).Table(table).Distinct().Pluck("station_path", &paths).Error)
			require.Equal(t, []string{"990100/990199/"}, paths, table)
		}
	})
}
