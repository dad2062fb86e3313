package app

import (
	"context"
	"errors"

	"shuangyong/config"
	"shuangyong/dialog"
	"shuangyong/dialog/understand"
	"shuangyong/models/application"
	"shuangyong/models/appointment"
	"shuangyong/models/benefit"
	"shuangyong/models/bus"
	"shuangyong/models/db"
	"shuangyong/models/handoff"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/privacy"
	"shuangyong/models/proxy"
	"shuangyong/models/shop"
	"shuangyong/models/station"
	"shuangyong/models/workday"
	"shuangyong/server/jobs"
)

// answers are the sources that replies are made of: directories in memory, stores in SQL.
type answers struct {
	stations *station.Directory
	shops    *shop.Directory
	buses    *bus.Directory
	benefits *benefit.Directory
	records  *benefit.Store

	people       *person.Store
	proxies      *proxy.Store
	petitions    *petition.Store
	appointments *appointment.Openings
	handoffs     *handoff.Store
	calendar     *workday.Calendar
	privacy      *privacy.Store
	applications *application.Store
}

func newAnswers(d *db.DB) (*answers, error) {
	calendar, err := workday.Announced()
	if err != nil {
		return nil, err
	}
	records := benefit.NewStore(d)
	return &answers{
		stations: station.NewDirectory(station.NewStore(d)), shops: shop.NewDirectory(shop.NewStore(d)),
		buses: bus.NewDirectory(bus.NewStore(d)), benefits: benefit.NewDirectory(records), records: records,
		people: person.NewStore(d), proxies: proxy.NewStore(d), petitions: petition.NewStore(d), appointments: appointment.NewOpenings(appointment.NewStore(d), d.Clock()), handoffs: handoff.NewStore(d),
		calendar: calendar, privacy: privacy.NewStore(d), applications: application.NewStore(d, calendar),
	}, nil
}

// load fills the directories. They follow later changes through refreshers.
func (a *answers) load(ctx context.Context) error {
	return errors.Join(a.stations.Load(ctx), a.shops.Load(ctx), a.buses.Load(ctx), a.benefits.Load(ctx))
}

func (a *answers) refreshers() map[string]jobs.Refresh {
	return map[string]jobs.Refresh{
		station.Subject: a.stations.Refresh, shop.Subject: a.shops.Refresh, bus.Subject: a.buses.Refresh, benefit.Subject: a.benefits.Refresh,
	}
}

// errNobody keeps the program from telling citizens to call nobody: nearly every answer ends with whom to call.
var errNobody = errors.New("citizens could not be told whom to call: set bureau_name (SY_BUREAU_NAME) and bureau_phone (SY_BUREAU_PHONE), " +
	"or load the stations, whose first one names both")

// bureau is who speaks: the settings', or the first station of the tree.
func (a *answers) bureau(c config.Config) (dialog.Bureau, error) {
	b := dialog.Bureau{Name: c.BureauName, Phone: c.BureauPhone, Mini: c.Mini.AppID != "" || c.IsDemo()}
	root := a.stations.Root()
	if b.Name == "" {
		b.Name = root.Name
	}
	if b.Phone == "" {
		b.Phone = root.Phone
	}
	if b.Name == "" || b.Phone == "" {
		return b, errNobody
	}
	return b, nil
}

func (a *answers) engine(b dialog.Bureau) *dialog.Engine {
	return dialog.New(dialog.Deps{
		Bureau: b, Reader: understand.New(), Stations: a.stations, Shops: a.shops, Buses: a.buses, Benefits: a.benefits, Records: a.records,
		Petitions: a.petitions, Appointments: a.appointments, Handoffs: a.handoffs, Proxies: kin{a.people, a.proxies}, Calendar: a.calendar, Hours: workday.Usual(),
	})
}
