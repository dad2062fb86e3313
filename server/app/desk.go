package app

import (
	"context"

	"github.com/google/uuid"

	"shuangyong/handlers/desk"
	"shuangyong/handlers/openapi"
	"shuangyong/models/approval"
	"shuangyong/models/audit"
	"shuangyong/models/benefit"
	"shuangyong/models/db"
	"shuangyong/models/staff"
	"shuangyong/server/middleware"
	"shuangyong/session"
)

// hashesAtOnce bounds the memory that passwords take: 19 MiB each.
const hashesAtOnce = 4

// reception is what the desk's door works with, and whoever invites staff.
type reception struct {
	staff     *staff.Store
	logins    *session.StaffLogins
	approvals *approval.Store
}

// StaffStore keeps the accounts of staff, by the settings.
func (s *Stores) StaffStore() (*staff.Store, error) {
	hasher, err := staff.NewHasher(staff.Params(), hashesAtOnce)
	if err != nil {
		return nil, err
	}
	return staff.NewStore(s.DB, hasher, s.Config.Staff.PasswordAge()), nil
}

func (s *Stores) reception() (*reception, error) {
	members, err := s.StaffStore()
	if err != nil {
		return nil, err
	}
	return &reception{
		staff:     members,
		logins:    session.NewStaffLogins(s.Redis, s.Keys, s.Clock, s.Log, s.Config.Staff.Idle, s.Config.Staff.Life),
		approvals: approval.NewStore(s.DB),
	}, nil
}

// desk is the door for staff. A bureau has it whether or not it has a mini-program. Each domain that the desk works with has its line here.
func (s *Stores) desk(d *openapi.Document, r *reception, from *answers, phone string) *desk.Door {
	return desk.New(desk.Options{
		Document: d, DB: s.DB, Sessions: desk.Present{Logins: r.logins, Staff: r.staff}, Address: middleware.Address, Phone: phone, Log: s.Log,
		Staff: r.staff, Logins: r.logins, Approvals: r.approvals, Effects: r.effects(from), Work: r.work(),
		Merge: from.mergePeople, Cases: countCases, Stations: from.stations, Counter: s.counter(), CardOwner: benefit.PersonByCard,
		People: from.people, Privacy: from.privacy, Proxies: from.proxies,
		Applications: from.deciding(),
	})
}

// effects are what follows when a second person agrees, each in the transaction in which he does.
func (r *reception) effects(from *answers) map[approval.Kind]desk.Effect {
	return map[approval.Kind]desk.Effect{
		approval.StaffRoles:    desk.RolesEffect(r.staff, r.approvals),
		approval.LegalHoldLift: desk.LiftEffect(from.privacy),
		approval.ExportPeople:  desk.ExportEffect(),
		approval.MergePeople:   desk.MergeEffect(from.people, from.mergeChoosing),
	}
}

// work is what can be open of a member of staff when he leaves or is on leave. Whoever assigns something to people lists it here.
func (r *reception) work() []desk.Work {
	return []desk.Work{
		{Kind: "stand_ins", Open: r.staff.DeputyFor, HandOver: r.staff.HandOver},
		{Kind: "approvals", Open: r.approvals.OpenOf, HandOver: func(tx db.Tx, by audit.Actor, from, _ uuid.UUID) (int, error) {
			return r.approvals.WithdrawAll(tx, by, from) // who takes over asks anew: nobody answers for another's question
		}},
	}
}

// examineStaff looks whether there is somebody who may give roles, and somebody who may make accounts.
func (s *Stores) examineStaff(ctx context.Context) Finding {
	if s.Config.IsDemo() {
		return well("staff", "the demo's own, invented")
	}
	members, err := s.StaffStore()
	if err != nil {
		return bad("staff", err.Error(), "")
	}
	for _, role := range []staff.Role{staff.SecurityAdmin, staff.SystemAdmin} {
		n, err := members.Holding(ctx, role)
		if err != nil {
			return bad("staff", "the accounts cannot be read", "Look at the database's own log")
		}
		if n == 0 {
			return warn("staff", "nobody works as "+string(role)+" ("+role.Chinese()+")", "Run: shuangyong staff add --role "+string(role)+" … --apply; see docs/desk.md")
		}
	}
	return well("staff", "there are administrators")
}

// counter keeps the codes that clerks scan from people's phones.
func (s *Stores) counter() *session.CounterCodes {
	return session.NewCounterCodes(s.Redis, s.Keys, s.Clock, s.Log)
}
