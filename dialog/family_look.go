package dialog

import (
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/proxy"
)

// looks makes the answer so far one that is shown only when it is written down that the speaker looked at that part of k's file, and that he still may: what was
// revoked meanwhile is refused there.
func (t *turn) looks(k Kin, scope proxy.Scope, part string) {
	all, me := t.e.Proxies, t.known
	t.does(func(tx db.Tx) error {
		p, err := all.Hold(tx, k.Proxy, me.PersonID, scope)
		if err != nil {
			return err
		}
		return all.Looked(tx, p, me.AccountID, part)
	})
}

// acting is for whom a human is called, and by which proxy.
type acting struct {
	proxies Proxies
	kin     Kin
	agent   Known
	scope   proxy.Scope
}

// holds gives the actor of what is done for the kin. That the proxy was revoked meanwhile stops nobody from being called: it is his own wish then; ok is false.
func (a *acting) holds(tx db.Tx) (by audit.Actor, ok bool, err error) {
	p, err := a.proxies.Hold(tx, a.kin.Proxy, a.agent.PersonID, a.scope)
	if fault.CodeOf(err) == fault.Forbidden {
		return audit.Actor{}, false, nil
	}
	return p.Actor(a.agent.AccountID), err == nil, err
}

// slotScope is in what a human is called for somebody else.
const slotScope = "scope"

// callFor is the step that calls a human for k.
func callFor(k Kin, scope proxy.Scope, about string) Step {
	return Step{Intent: "human", Slots: map[string]string{words: about, slotProxy: k.Proxy.String(), slotScope: string(scope)}}
}

// actsFor finds for whom the step calls a human. Not finding it must never stop the call.
func (t *turn) actsFor(s Step) {
	scope := proxy.Scope(s.slot(slotScope))
	if s.slot(slotProxy) == "" {
		return
	}
	all, err := t.family()
	if err != nil {
		return
	}
	if certain, _ := suits(all, "", s.slot(slotProxy), scope); len(certain) == 1 {
		t.acting = &acting{proxies: t.e.Proxies, kin: certain[0], agent: t.known, scope: scope}
	}
}
