package staff

import (
	"maps"
	"slices"
)

// Act is what an operation of the desk does, as the description of the API names it (x-act).
type Act string

// The acts. Self is everybody's: his own account.
const (
	Self              Act = "self"
	PeopleRead        Act = "people.read"        // open a person's file, with a purpose
	PeopleWrite       Act = "people.write"       // register, correct, tick what was seen
	PeopleReview      Act = "people.review"      // decide on likely duplicates, ask for a merge
	ApplicationDecide Act = "application.decide" // decide on an application for a status
	ProxyWitness      Act = "proxy.witness"      // witness that somebody lets another act for him
	PrivacyHandle     Act = "privacy.handle"     // requests to see, correct, delete; legal holds
	ExportAsk         Act = "export.ask"         // export of other people's data; two people
	ApprovalDecide    Act = "approval.decide"    // be the second of two people
	StaffRead         Act = "staff.read"         // see accounts
	StaffInvite       Act = "staff.invite"       // make accounts, and invite anew
	StaffLock         Act = "staff.lock"         // disable, enable and unlock accounts
	StaffRoles        Act = "staff.roles"        // change roles and scope; two people
	StaffHandover     Act = "staff.handover"     // who does the work of somebody who leaves or is on leave
	AuditRead         Act = "audit.read"         // who saw and changed what
	ContentEdit       Act = "content.edit"       // privacy notices and other texts
	RetentionRead     Act = "privacy.retention"  // what was deleted, when and why
)

// acts says who may do what. A role that is not named may not.
var acts = map[Act][]Role{
	Self:              Roles(),
	PeopleRead:        {Director, CityClerk, TownClerk, VillageClerk, ReceptionLeader},
	PeopleWrite:       {CityClerk, TownClerk, VillageClerk},
	PeopleReview:      {CityClerk, TownClerk},
	ApplicationDecide: {CityClerk, TownClerk},
	ProxyWitness:      {CityClerk, TownClerk, VillageClerk},
	PrivacyHandle:     {CityClerk},
	ExportAsk:         {Director, CityClerk},
	ApprovalDecide:    {Director, SecurityAdmin, CityClerk, TownClerk},
	StaffRead:         {SystemAdmin, SecurityAdmin, Auditor, Director},
	StaffInvite:       {SystemAdmin},
	StaffLock:         {SystemAdmin, SecurityAdmin},
	StaffRoles:        {SecurityAdmin},
	StaffHandover:     {Director, CityClerk, TownClerk},
	AuditRead:         {Auditor},
	ContentEdit:       {ContentEditor},
	RetentionRead:     {Auditor, Director},
}

// Acts are all of them, in the order of their names.
func Acts() []Act { return slices.Sorted(maps.Keys(acts)) }

// AllowedTo are the roles that may do a.
func AllowedTo(a Act) []Role { return slices.Clone(acts[a]) }
