// Package staff is who works for the bureau: their accounts, what each role may do, and where.
package staff

import (
	"slices"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/station"
)

// Role is what somebody works as. A member may have several, but of the three that watch each other (等保: 三员分立) only one and nothing else beside it.
type Role string

// The roles.
const (
	SystemAdmin     Role = "system_admin"     // 系统管理员: accounts and settings
	SecurityAdmin   Role = "security_admin"   // 安全管理员: roles, approvals, lockouts
	Auditor         Role = "auditor"          // 审计管理员: reads every trace, changes nothing
	Director        Role = "director"         // 局领导
	CityClerk       Role = "city_clerk"       // 市级经办
	TownClerk       Role = "town_clerk"       // 镇（街道）经办
	VillageClerk    Role = "village_clerk"    // 村（社区）经办
	ReceptionLeader Role = "reception_leader" // 接访领导
	ShopInspector   Role = "shop_inspector"   // 门店巡查
	ContentEditor   Role = "content_editor"   // 内容编辑
)

// Roles are all of them.
func Roles() []Role {
	return []Role{SystemAdmin, SecurityAdmin, Auditor, Director, CityClerk, TownClerk, VillageClerk, ReceptionLeader, ShopInspector, ContentEditor}
}

// Chinese is the role as people read it.
func (r Role) Chinese() string {
	switch r {
	case SystemAdmin:
		return "系统管理员"
	case SecurityAdmin:
		return "安全管理员"
	case Auditor:
		return "审计管理员"
	case Director:
		return "局领导"
	case CityClerk:
		return "市级经办"
	case TownClerk:
		return "镇（街道）经办"
	case VillageClerk:
		return "村（社区）经办"
	case ReceptionLeader:
		return "接访领导"
	case ShopInspector:
		return "门店巡查"
	case ContentEditor:
		return "内容编辑"
	default:
		return string(r)
	}
}

// Member is one member of staff as a request finds him: who, where, and as what.
type Member struct {
	ID      uuid.UUID
	Login   string // the account's name, typed at login; not personal
	Name    string // as colleagues and citizens are told: 李同志
	Station uuid.UUID
	Path    station.Path // of his station; he sees that part of the tree
	Roles   []Role
}

// Actor is the member as the audit log names him.
func (m Member) Actor() audit.Actor { return audit.Actor{Kind: audit.Staff, ID: m.ID.String()} }

// Scope is the part of the tree that he sees.
func (m Member) Scope() audit.Scope { return audit.Scope{Prefix: string(m.Path)} }

// Is tells whether he has the role.
func (m Member) Is(r Role) bool { return slices.Contains(m.Roles, r) }

// May tells whether one of his roles allows the act; his own account everybody has, also before he is given a role. What lies outside his scope he may not
// touch either; that is asked of each row.
func (m Member) May(a Act) bool {
	return a == Self || slices.ContainsFunc(m.Roles, func(r Role) bool { return slices.Contains(acts[a], r) })
}
