package staff

import (
	"slices"
	"strings"

	"shuangyong/models/fault"
	"shuangyong/models/station"
)

// watchers are the three roles that watch each other (GB/T 22239-2019 8.1.5.1–8.1.5.3: 系统、审计、安全管理员): separate people, who do nothing else here.
func watchers() []Role { return []Role{SystemAdmin, SecurityAdmin, Auditor} }

// The refusals of roles.
var (
	errRoles    = fault.New(fault.Invalid, "staff.bad_roles", "岗位写得不对：有不认识的或重复的。")
	errSeparate = fault.New(fault.Invalid, "staff.roles_separate", "系统、安全、审计管理员要由三个人分别担任，也不能兼别的岗位。请另选一位同事。")
	errOwnRoles = fault.New(fault.Forbidden, "staff.own_roles", "不能改自己的岗位。请另一位安全管理员来提。")
	errLast     = fault.New(fault.Conflict, "staff.last", "这是最后一位系统管理员或安全管理员，撤了就没人能管账号了。请先有人接任。")
	errWatcher  = fault.New(fault.Forbidden, "staff.watcher", "安全管理员、审计管理员和局领导的账号，不能由系统管理员重置。请到服务器上用命令 shuangyong staff reset 办。")
	errWhole    = fault.New(fault.Invalid, "staff.whole_bureau", "审计管理员和内容编辑管的是全局的记录和文字，只能设在最上一级。请连同单位一起调整。")
	errReach    = fault.New(fault.Forbidden, "staff.out_of_reach", "这位同事的范围管不到那里。请选一位同站或上级站的同事。")
)

// Compatible tells whether one member may have all these roles. No roles at all is fine: he can log in, and do nothing.
func Compatible(roles []Role) error {
	for i, r := range roles {
		if !slices.Contains(Roles(), r) || slices.Contains(roles[:i], r) {
			return errRoles
		}
	}
	if len(roles) > 1 && slices.ContainsFunc(watchers(), func(w Role) bool { return slices.Contains(roles, w) }) {
		return errSeparate
	}
	return nil
}

// Placed tells whether the roles may be held at that place: what an auditor reads and an editor writes is the whole bureau's, so they are at the root of the tree.
func Placed(roles []Role, at station.Path) error {
	whole := func(r Role) bool { return r == Auditor || r == ContentEditor }
	if strings.Count(string(at), "/") > 1 && slices.ContainsFunc(roles, whole) {
		return errWhole
	}
	return nil
}

// covers tells whether whoever is at that place sees what is at the other.
func covers(at, other station.Path) bool { return at != "" && other.Within(at) }

// deciders says who may be the second of two people, by what is asked for (the kinds of package approval). Each of them sees the place it is about.
var deciders = map[string][]Role{
	"merge_people":    {Director, CityClerk, TownClerk},
	"export_people":   {Director},
	"staff_roles":     {SecurityAdmin, Director},
	"legal_hold_lift": {Director},
}

// Decides are the roles that may decide on what is asked for.
func Decides(kind string) []Role { return slices.Clone(deciders[kind]) }

// MayDecide tells whether one of his roles lets him decide on what is asked for. That he did not ask himself is asked of the request.
func (m Member) MayDecide(kind string) bool {
	return slices.ContainsFunc(m.Roles, func(r Role) bool { return slices.Contains(deciders[kind], r) })
}

// codes are roles as the log names them.
func codes(roles []Role) string {
	if len(roles) == 0 {
		return "none"
	}
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}
