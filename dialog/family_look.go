package dialog

import (
	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/proxy"
)

// looking is the Change of a look at somebody else's file: that the speaker still may, and that he did, stands in the database before a word of it is shown.
type looking struct {
	proxies Proxies
	proxy   uuid.UUID
	agent   Known
	scope   proxy.Scope
	part    string
	said    Reply
	state   State
}

var _ Change = looking{}

// Commit implements Change. What was revoked meanwhile is refused here.
func (l looking) Commit(tx db.Tx) (Outcome, error) {
	p, err := l.proxies.Hold(tx, l.proxy, l.agent.PersonID, l.scope)
	if err != nil {
		return Outcome{}, err
	}
	if err := l.proxies.Looked(tx, p, l.agent.AccountID, l.part); err != nil {
		return Outcome{}, err
	}
	return Outcome{Reply: l.said, State: l.state}, nil
}

// looks makes the answer so far one that is shown only when it is written down that the speaker looked at k's file.
func (t *turn) looks(k Kin, scope proxy.Scope, part string) {
	t.looking = &looking{proxies: t.e.Proxies, proxy: k.Proxy, agent: t.known, scope: scope, part: part, said: t.reply, state: t.st}
	t.say("对不起，这会儿没查成，是我们这边的毛病。\n请过几分钟再发一次。\n急事打" + t.phone() + "。")
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
