package dialog

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"shuangyong/dialog/understand"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
	"shuangyong/models/station"
)

// Proxies is who lets whom act for him (家人代办).
type Proxies interface {
	// ActingFor are the people who let the agent act for them today, in the order in which they agreed.
	ActingFor(ctx context.Context, agent uuid.UUID) ([]Kin, error)
	// ActedBy are the people who act for the principal today; Kin is the agent then.
	ActedBy(ctx context.Context, principal uuid.UUID) ([]Kin, error)
	// StatusesOf are the statuses on file of somebody.
	StatusesOf(ctx context.Context, id uuid.UUID, on clock.Date) ([]person.Held, error)
	// Look is what a code offers; it counts as a try of that person's, right or wrong.
	Look(ctx context.Context, person uuid.UUID, code string) (Offer, error)
	// Accept makes a proxy of a code, Refuse makes it void.
	Accept(tx db.Tx, by audit.Actor, code string, me proxy.Consenter) (proxy.Proxy, error)
	Refuse(tx db.Tx, by audit.Actor, code string, person uuid.UUID) error
	// Hold makes sure, until the transaction ends, that the agent may act.
	Hold(tx db.Tx, id, agent uuid.UUID, scope proxy.Scope) (proxy.Proxy, error)
	// Looked writes down that the agent looked at a part of the principal's file.
	Looked(tx db.Tx, p proxy.Proxy, account uuid.UUID, part string) error
}

// Kin is the other side of a proxy.
type Kin struct {
	Proxy       uuid.UUID
	Person      uuid.UUID
	Relation    string // what he is to the speaker: father, mother, spouse, child, other; "" = not on file
	Name        string // masked: 郑**
	Scopes      proxy.Scopes
	Until       clock.Date
	StationPath station.Path
}

// slotProxy names the proxy that was chosen from a list. It is no proof: it is looked for among his own again, and held when something is done with it.
const slotProxy = "proxy"

// kinWords are the contract's words for whom a wish is about, as they are said to the speaker.
var kinWords = map[string]string{"father": "父亲", "mother": "母亲", "spouse": "爱人", "child": "孩子"}

// called is how the speaker is told of somebody: 您父亲（郑**）.
func (k Kin) called() string {
	if word := kinWords[k.Relation]; word != "" {
		return "您" + word + "（" + k.Name + "）"
	}
	return k.Name
}

// suits are those of all that a wish for somebody can mean: certain when it is he whom the words name, by the record or because he was chosen before; maybe when the record
// does not say what he is to the speaker.
func suits(all []Kin, whom, chosen string, scope proxy.Scope) (certain, maybe []Kin) {
	for _, k := range all {
		switch {
		case !k.Scopes.Has(scope):
		case chosen != "":
			if k.Proxy.String() == chosen {
				certain = append(certain, k)
			}
		case k.Relation == whom:
			certain = append(certain, k)
		case k.Relation == "":
			maybe = append(maybe, k)
		}
	}
	return certain, maybe
}

// family are the people who let the speaker act for them. It asks only when a wish is for somebody else.
func (t *turn) family() ([]Kin, error) {
	if t.e.Proxies == nil {
		return nil, nil
	}
	me, ok, err := t.may(person.BeProxy)
	if err != nil || !ok {
		return nil, err
	}
	return t.e.Proxies.ActingFor(t.ctx, me.PersonID)
}

// kin is the one whom a wish is about, when there is no doubt.
func (t *turn) kin(s Step, scope proxy.Scope) (Kin, bool, error) {
	certain, _, err := t.kins(s, scope)
	if err != nil || len(certain) != 1 {
		return Kin{}, false, err
	}
	return certain[0], true, nil
}

func (t *turn) kins(s Step, scope proxy.Scope) (certain, maybe []Kin, err error) {
	if !forKin(s) && s.slot(slotProxy) == "" {
		return nil, nil, nil
	}
	all, err := t.family()
	if err != nil {
		return nil, nil, err
	}
	whom, chosen := s.slot(understand.SlotFor), s.slot(slotProxy)
	if chosen == "" {
		if certain, _ = suits(all, whom, t.chosenBefore(whom), scope); len(certain) == 1 {
			return certain, nil, nil
		}
	}
	certain, maybe = suits(all, whom, chosen, scope)
	return certain, maybe, nil
}

// chosenBefore is the proxy that was chosen from a list shortly before, for the same word.
func (t *turn) chosenBefore(whom string) string {
	before := t.st.Trail
	if t.st.Current != nil {
		before = append(slices.Clone(before), *t.st.Current)
	}
	for _, b := range slices.Backward(before) {
		if b.slot(slotProxy) != "" && b.slot(understand.SlotFor) == whom {
			return b.slot(slotProxy)
		}
	}
	return ""
}

// behalf is whom a look-up is about that shows a file. Where it could be several, or one whose relation is not on file, it asks which; asked is true then.
func (t *turn) behalf(s Step, scope proxy.Scope) (k Kin, ok, asked bool, err error) {
	certain, maybe, err := t.kins(s, scope)
	switch several := append(certain, maybe...); {
	case err != nil || len(several) == 0:
		return Kin{}, false, false, err
	case len(certain) == 1:
		return certain[0], true, false, nil
	default:
		var options []Option
		for _, one := range several {
			options = append(options, Option{Label: one.Name, Step: s.with(slotProxy, one.Proxy.String())})
		}
		t.pageOf("您说的是哪一位？", options, s.Offset)
		return Kin{}, false, true, nil
	}
}

// forWhom carries over whom a step is about to the next one.
func forWhom(from Step, slots map[string]string) map[string]string {
	for _, name := range []string{understand.SlotFor, slotProxy} {
		if v := from.slot(name); v != "" {
			slots[name] = v
		}
	}
	return slots
}

// notBound is for whoever wants to see a file of somebody's who has not let him: how to, in a line.
func notBound(s Step) string {
	name := whose(s)
	if s.slot(understand.SlotFor) == "other" {
		name = "他本人"
	}
	return "替家人查，要" + name + "先同意您代办，回“替家人办事”看怎么办。"
}
