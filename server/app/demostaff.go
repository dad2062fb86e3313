package app

import (
	"context"
	"fmt"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/lease"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
	"shuangyong/models/station"
)

// demoStaff is one invented member for each role, and a clerk of another town to see what he does not see. They have neither password nor second factor, so
// that the real login lets none of them in: POST /api/demo/v1/staff does, which exists in the demo alone.
var demoStaff = []struct {
	login, name, full string
	role              staff.Role
	level             station.Level
	nth               int // of the stations of that level
}{
	{"demo-system", "陶同志", "陶演示", staff.SystemAdmin, station.City, 0},
	{"demo-security", "孟同志", "孟演示", staff.SecurityAdmin, station.City, 0},
	{"demo-security-2", "邹同志", "邹演示", staff.SecurityAdmin, station.City, 0},
	{"demo-auditor", "尹同志", "尹演示", staff.Auditor, station.City, 0},
	{"demo-director", "江局长", "江演示", staff.Director, station.City, 0},
	{"demo-city", "周同志", "周演示", staff.CityClerk, station.City, 0},
	{"demo-leader", "顾同志", "顾演示", staff.ReceptionLeader, station.City, 0},
	{"demo-shops", "段同志", "段演示", staff.ShopInspector, station.City, 0},
	{"demo-content", "汤同志", "汤演示", staff.ContentEditor, station.City, 0},
	{"demo-town", "李同志", "李演示", staff.TownClerk, station.Town, 0},
	{"demo-town-2", "白同志", "白演示", staff.TownClerk, station.Town, 1},
	{"demo-village", "葛同志", "葛演示", staff.VillageClerk, station.Village, 0},
}

const demoStaffLease = "demo-staff"

// inventStaff puts them into the demo's city. Who is there already stays as he is.
func (s *Stores) inventStaff(ctx context.Context, holder string, r *reception) error {
	if err := s.lock(ctx, demoStaffLease, holder); err != nil {
		return err
	}
	defer func() { _ = lease.Release(context.WithoutCancel(ctx), s.DB, demoStaffLease, holder) }()
	stations := station.NewStore(s.DB)
	people := make([]staff.Invented, 0, len(demoStaff))
	for _, m := range demoStaff {
		at, err := stations.Nth(ctx, m.level, m.nth)
		if err != nil {
			return fmt.Errorf("the demo's staff: %w", err)
		}
		people = append(people, staff.Invented{Login: m.login, Name: m.name, FullName: seal.Text(m.full), Station: at, Roles: []staff.Role{m.role}})
	}
	return s.DB.InTx(ctx, func(tx db.Tx) error {
		return r.staff.InsertInvented(tx, audit.Actor{Kind: audit.System, ID: "demo"}, people)
	})
}

// demoToken logs one of the invented in, so that a developer can call the desk at once.
func (s *Stores) demoToken(r *reception) func(ctx context.Context, login string) (string, error) {
	return func(ctx context.Context, login string) (string, error) {
		who, err := r.staff.ByLogin(s.DB.View(ctx), login)
		if err != nil {
			return "", err
		}
		if who.State != staff.Active {
			return "", staff.ErrNotFound
		}
		token, _, err := r.logins.SignIn(ctx, who.ID.String(), who.Epoch)
		return token.Reveal(), err
	}
}
