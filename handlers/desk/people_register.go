package desk

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
	"shuangyong/models/station"
)

var errNoStation = fault.New(fault.NotFound, "station.not_found", "没有这个服务站，或不在您负责的范围。请重新选一个。")

// RegisterPerson writes down somebody who came without a phone; the clerk saw him and his papers.
func (d *Door) RegisterPerson(c *gin.Context, _ RegisterPersonParams) {
	var in PersonNew
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	home, err := d.homeFor(who, in.StationID)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	wanted := particulars(&in.Name, in.IDNumber, in.Sex, in.BornOn, in.Phone, in.Address)
	wanted.Station = &home
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		p, err := d.o.People.Enroll(tx, who.Actor(), wanted, papersOf(in.Papers))
		return http.StatusCreated, PersonRef{ID: p.ID}, err
	})
}

// homeFor is the station that somebody is registered at: the clerk's own where none is named, never one outside his part of the tree.
func (d *Door) homeFor(who staff.Member, id *uuid.UUID) (station.Station, error) {
	wanted := who.Station
	if id != nil {
		wanted = *id
	}
	s, ok := d.o.Stations.ByID(wanted)
	if !ok || !who.Scope().Covers(string(s.Path)) {
		return station.Station{}, errNoStation
	}
	return s, nil
}

func particulars(name, idNumber *string, sex *Sex, bornOn, phone, address *string) person.Particulars {
	return person.Particulars{
		Name: seal.Text(worth(name)), IDNumber: seal.Text(worth(idNumber)), Sex: string(worth(sex)), BornOn: clock.Date(worth(bornOn)),
		Phone: seal.Text(worth(phone)), Address: seal.Text(worth(address)),
	}
}

// worth is what stands behind a pointer, nothing when it points nowhere.
func worth[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func papersOf(in []PaperKind) []person.Paper {
	out := make([]person.Paper, 0, len(in))
	for _, p := range in {
		out = append(out, person.Paper(p))
	}
	return out
}
