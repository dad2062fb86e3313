package proxy

import (
	"time"

	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
)

// The bounds.
const (
	MaxAgents     = 5  // people who act for one
	MaxPrincipals = 10 // people one acts for
	maxYears      = 3
	usualYears    = 1
)

// The refusals.
var (
	ErrSelf     = fault.New(fault.Invalid, "proxy.self", "这是您自己，不用代办，直接办就行。").ToStaff("本人和代办人是同一个人，没有办。请核对是不是选错了人。")
	ErrNotFound = fault.New(fault.NotFound, "proxy.not_found", "没有这条代办。请刷新“家人代办”再看；想问清楚，到就近的服务站问。").
			ToStaff("没有这条代办，或两人都不在您负责的范围。请刷新后再看。")
	ErrDied = fault.New(fault.Conflict, "proxy.died", "请节哀。人不在了，原来的代办就停了。后面的事，带身份证和亲属关系证明到服务站，我们帮您接着办。").
		ToStaff("档案上有一位已经去世，不能办代办。后面的事，凭亲属关系证明办去世亲属交接；登记错了的，先更正档案。")
	ErrAlive      = fault.New(fault.Conflict, "proxy.alive", "档案里他还健在，不能按去世亲属交接。请先核对死亡证明、更正档案；人还在的，请他本人同意代办。")
	ErrManyAgents = fault.New(fault.Full, "proxy.many_agents", "替他办事的家人已经有5位，不能再加了。请先取消一位，再加新的。")
	ErrManyOthers = fault.New(fault.Full, "proxy.many_principals", "一个人最多替10位家人办事，已经满了。请先停掉一位，或请别的家人来办。")
	ErrRelation   = fault.New(fault.Conflict, "proxy.relation", "档案里没有登记他们是近亲属。请先核对户口簿或亲属关系证明，登记后再交接。")
	errScope      = fault.New(fault.Invalid, "proxy.scope", "请选能替他办什么：预约、反映诉求、查待遇，至少选一样。乘车码只能本人用，不能代领。")
	errUntil      = fault.New(fault.Invalid, "proxy.until", "到期的日子要在今天以后、3年以内。到期前可以再续。")
	errChain      = fault.New(fault.Forbidden, "proxy.chain", "代办要转给别人，得他本人同意（《民法典》第一百六十九条）。请他自己来定由谁办。")
	errGone       = fault.New(fault.NotFound, "proxy.person_gone", "没有查到这位家人的登记。请核对后再试，或到就近的服务站问。").ToStaff("没有查到其中一位的档案。请核对后再查；还没登记的，先登记再办。")
)

// Facts are what the two people of a proxy that is to begin are like, as the database holds them.
type Facts struct {
	PrincipalDied, AgentDied clock.Date // empty = alive
	Agents                   int        // others who act for the principal
	Principals               int        // others the agent acts for
}

// MayBegin is the rule for a new proxy: nobody is one for himself; among the living both live, and what a dead man left is handed over (民法典
// §173 (4)); it ends in three years at most; and one person has few.
func (p Proxy) MayBegin(f Facts, today clock.Date) error {
	switch {
	case p.PrincipalID == p.AgentID:
		return ErrSelf
	case p.Scopes == "":
		return errScope
	case p.Until < today || p.Until > lastDay(today):
		return errUntil
	case f.AgentDied != "", p.Kind == Family && f.PrincipalDied != "":
		return ErrDied
	case p.Kind == Survivor && f.PrincipalDied == "":
		return ErrAlive
	case f.Agents >= MaxAgents:
		return ErrManyAgents
	case f.Principals >= MaxPrincipals:
		return ErrManyOthers
	}
	return nil
}

// MayAct is the rule for one who acts on a day: in force, in its scope, both alive (民法典 §173); a survivor's principal is dead.
func (p Proxy) MayAct(f Facts, scope Scope, today clock.Date) error {
	switch {
	case p.State != Active, today < p.From, today > p.Until, f.AgentDied != "", p.Kind == Family && f.PrincipalDied != "":
		return ErrNotHeld
	case !p.Scopes.Has(scope):
		return ErrOutside
	}
	return nil
}

// MayTakeOver is the rule for a handover: the two are close relatives by the bureau's records (民法典 §1045), and the relative was seen.
func MayTakeOver(related bool) error {
	if !related {
		return ErrRelation
	}
	return nil
}

// lastDay is the last day on which a proxy that begins today may end.
func lastDay(today clock.Date) clock.Date { return yearsOn(today, maxYears) }

// UntilOr is the day asked for, or a year from today where none was.
func UntilOr(until, today clock.Date) clock.Date {
	if until != "" {
		return until
	}
	return yearsOn(today, usualYears)
}

// yearsOn is the day before the same day so many years later: the span has whole years.
func yearsOn(d clock.Date, years int) clock.Date {
	return clock.DateOf(d.At(12, 0).AddDate(years, 0, 0)).AddDays(-1)
}

// Life is how long a code is good.
const Life = 24 * time.Hour

// maxAsked is how many codes of one person can wait at once.
const maxAsked = 5

// open tells whether an invitation still waits at now.
func (i Invitation) open(now time.Time) bool { return i.State == Asked && now.Before(i.ExpiresAt) }

// between are the principal and the agent when me takes the other side.
func (i Invitation) between(me uuid.UUID) (principal, agent uuid.UUID) {
	if i.Side == Principal {
		return i.MakerID, me
	}
	return me, i.MakerID
}
