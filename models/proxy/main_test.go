package proxy_test

import (
	"os"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/internal/orm"
	"shuangyong/models/proxy"
	"shuangyong/models/station"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Main(m)) }

var (
	citizen = audit.Actor{Kind: audit.Citizen, ID: "018f0000-0000-7000-8000-0000000000aa"}
	clerk   = audit.Actor{Kind: audit.Staff, ID: "018f0000-0000-7000-8000-0000000000bb"}
	today   = clock.DateOf(dbtest.Start())
)

// town is a station and people who live there. Their rows are written as they are stored: this domain looks at no more of them than that they live.
type town struct {
	t       testing.TB
	d       *db.DB
	station uuid.UUID
	people  []uuid.UUID
}

func settle(t testing.TB, d *db.DB, n int) *town {
	t.Helper()
	tw := &town{t: t, d: d, station: db.NewID()}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
		rows := []station.Station{{ID: tw.station, Code: tw.station.String()[24:], Level: station.City, Path: station.Path(tw.station.String() + "/")}}
		if err := station.InsertStations(tx, rows); err != nil {
			return err
		}
		for range n {
			id, err := tw.person(tx)
			if err != nil {
				return err
			}
			tw.people = append(tw.people, id)
		}
		return nil
	}))
	return tw
}

func (tw *town) person(tx db.Tx) (uuid.UUID, error) {
	id, none := db.NewID(), []byte{}
	return id, orm.Of(tx).Table("people").Create(map[string]any{
		"id": id, "name": none, "name_index": "", "sex": "", "born_on": "", "died_on": "", "id_number": none, "id_number_index": "", "phone": none,
		"phone_index": "", "address": none, "station_id": tw.station, "station_path": tw.station.String() + "/", "created_at": tx.Now(),
	}).Error
}

func (tw *town) do(fn func(tx db.Tx) error) error { return tw.d.InTx(tw.t.Context(), fn) }

func (tw *town) dies(who uuid.UUID) {
	tw.t.Helper()
	require.NoError(tw.t, tw.do(func(tx db.Tx) error {
		return orm.Of(tx).Table("people").Where("id = ?", who).Update("died_on", clock.DateOf(tx.Now())).Error
	}))
}

// invites gives the code of an offer.
func (tw *town) invites(side proxy.Side, maker uuid.UUID, scopes proxy.Scopes) string {
	tw.t.Helper()
	var code string
	require.NoError(tw.t, tw.do(func(tx db.Tx) (err error) {
		_, code, err = proxy.Invite(tx, citizen, proxy.Offer{Side: side, Maker: maker, Scopes: scopes})
		return err
	}))
	return code
}

func (tw *town) accepts(code string, who uuid.UUID) (p proxy.Proxy, err error) {
	err = tw.do(func(tx db.Tx) (err error) {
		p, err = proxy.Accept(tx, citizen, code, proxy.Consenter{ID: who})
		return err
	})
	return p, err
}

// lets is a proxy in force.
func (tw *town) lets(principal, agent uuid.UUID, scopes proxy.Scopes) proxy.Proxy {
	tw.t.Helper()
	p, err := tw.accepts(tw.invites(proxy.Principal, principal, scopes), agent)
	require.NoError(tw.t, err)
	return p
}

func (tw *town) holds(id, agent uuid.UUID, s proxy.Scope) error {
	return tw.do(func(tx db.Tx) error { _, err := proxy.Hold(tx, id, agent, s); return err })
}
