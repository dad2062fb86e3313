package dialog

import (
	"cmp"
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/proxy"
)

// proxies is who lets the speaker act.
type proxies struct {
	forMe, byMe []Kin
	revoked     bool // since they were listed
	asked       int
	looked      []string
	settled     []string
	status      person.Status // on file of everybody; "" = a disabled veteran
}

var _ Proxies = (*proxies)(nil)

func (p *proxies) ActingFor(context.Context, uuid.UUID) ([]Kin, error) {
	p.asked++
	return p.byMe, nil
}

func (p *proxies) ActedBy(context.Context, uuid.UUID) ([]Kin, error) {
	p.asked++
	return p.forMe, nil
}

func (p *proxies) StatusesOf(context.Context, uuid.UUID, clock.Date) ([]person.Held, error) {
	return []person.Held{{Status: cmp.Or(p.status, person.DisabledVeteran)}}, nil
}

func (p *proxies) Hold(_ db.Tx, id, agent uuid.UUID, scope proxy.Scope) (proxy.Proxy, error) {
	for _, k := range p.byMe {
		if k.Proxy == id && k.Scopes.Has(scope) && agent == mei && !p.revoked {
			return proxy.Proxy{ID: id, PrincipalID: k.Person, AgentID: agent}, nil
		}
	}
	return proxy.Proxy{}, proxy.ErrNotHeld
}

func (p *proxies) Looked(_ db.Tx, held proxy.Proxy, _ uuid.UUID, part string) error {
	p.looked = append(p.looked, part+" of "+held.PrincipalID.String()[35:])
	return nil
}

// Look knows three codes: of somebody who asks, of somebody who offers, and any other, which is wrong.
func (p *proxies) Look(_ context.Context, _ uuid.UUID, code string) (Offer, error) {
	switch code {
	case asksCode:
		return Offer{Side: proxy.Agent, Name: "郑**", Scopes: "book benefits", Until: "2027-11-22"}, nil
	case offersCode:
		return Offer{Side: proxy.Principal, Name: "李*", Scopes: "petition", Until: "2027-11-22"}, nil
	}
	return Offer{}, proxy.ErrCode
}

func (p *proxies) Accept(_ db.Tx, by audit.Actor, code string, me proxy.Consenter) (proxy.Proxy, error) {
	if p.revoked {
		return proxy.Proxy{}, proxy.ErrCode
	}
	if code == asksCode && me.Appoint != nil {
		return proxy.Proxy{}, me.Appoint
	}
	p.settled = append(p.settled, "agreed to "+code+" by "+string(by.Kind))
	return proxy.Proxy{}, nil
}

func (p *proxies) Refuse(_ db.Tx, _ audit.Actor, code string, _ uuid.UUID) error {
	p.settled = append(p.settled, "refused "+code)
	return nil
}

var asksCode, offersCode = validNumber("60215347"), validNumber("71326458")

func kinNamed(n byte, relation, name string, scopes proxy.Scopes) Kin {
	id := uuid.MustParse("018f0000-0000-7000-8000-000000000100")
	id[15] = n
	other := id
	other[14] = 2
	return Kin{Proxy: id, Person: other, Relation: relation, Name: name, Scopes: scopes, Until: "2027-11-22", StationPath: "990100/990102/"}
}

var dad = kinNamed(1, "father", "郑**", "book petition benefits")

// bound is a stage on which the speaker may act for those.
func bound(s *stage, byMe ...Kin) *proxies {
	p := &proxies{byMe: byMe}
	s.knownTo().deps.Proxies = p
	s.deps.Petitions = petitions{ofPerson: func(id uuid.UUID) ([]petition.Petition, error) {
		if id == dad.Person {
			return []petition.Petition{theCase()}, nil
		}
		return nil, nil
	}, byNumber: townPetitions().byNumber}
	return p
}

// What stands in his file is told from his file also where nothing comes of it: who was told is on record, and who may not be told any more is not.
func TestAnAnswerOfNothingIsFromHisFileToo(t *testing.T) {
	s := real(t)
	p := bound(s, dad)
	p.status = person.Other
	require.Contains(t, s.say("我爸能享受什么"), "照您父亲（郑**）登记的身份，\n其他的优待，我这里没有查到")
	require.Equal(t, []string{"statuses of 1"}, p.looked)
	p.revoked = true
	require.NotContains(t, s.say("我爸能享受什么"), "登记的身份")
}

// A daughter whose father lets her asks for him, and books; what she saw of his is written down before she reads it.
func TestFamily(t *testing.T) {
	s := real(t)
	p := bound(s, dad)
	for _, said := range []string{
		"我爸的补助到账没有", "我爸的优待证办到哪了", "我爸能享受什么", "1", "我爸反映的事办到哪了", "1", "我妈的优待证办到哪了", "给我爸约优待证", "1", "2", "我替我爸办",
	} {
		s.say(said)
	}
	s.golden("family")
	require.Equal(t, []string{"payments of 1", "card of 1", "statuses of 1", "petitions of 1", "petitions of 1"}, p.looked)
	require.Len(t, s.queue.opened, 1)
	require.Equal(t, audit.Actor{Kind: audit.Proxy, ID: account.String(), For: dad.Person.String()}, s.queue.by[0])
	require.Equal(t, dad.Person, *s.queue.opened[0].PersonID)
	require.Equal(t, dad.StationPath, s.queue.opened[0].StationPath, "his station, not hers")
}

// Which of several is asked by number, also of one whose relation is not on file; the choice holds for what follows.
func TestFamilyOfSeveral(t *testing.T) {
	s := real(t)
	p := bound(s, kinNamed(1, "", "郑**", "benefits"), kinNamed(2, "", "李*", "benefits book"), kinNamed(3, "mother", "何**", "benefits"))
	for _, said := range []string{"我爸的优待证办到哪了", "2", "我爸的补助到账没有", "给我爸约优待证", "1", "我妈的优待证办到哪了", "我替家人办"} {
		s.say(said)
	}
	s.golden("family_several")
	require.Equal(t, []string{"card of 2", "payments of 2", "card of 3"}, p.looked)
}

// Who was chosen from a list and has taken it back stands in nobody's way.
func TestAChoiceThatNoLongerHoldsIsForgotten(t *testing.T) {
	s := real(t)
	p := bound(s, kinNamed(1, "", "郑**", "benefits"))
	s.say("我爸的优待证办到哪了")
	require.Contains(t, s.say("1"), "郑**的优待证")
	p.byMe = []Kin{kinNamed(2, "father", "李*", "benefits")}
	require.Contains(t, s.say("我爸的优待证办到哪了"), "您父亲（李*）的优待证")
}

// Who has died is met with sympathy, and his family is told what can be handed over.
func TestFamilyAfterADeath(t *testing.T) {
	s := newStage(t).means("我爸走了，他的证怎么办", "family.bind", "for", "father")
	s.say("我爸走了，他的证怎么办")
	s.golden("family_mourning")
}

// What is revoked between the question and the answer is refused, and nothing of his file is shown; a human is called all the same, in her own name.
func TestFamilyRevokedInTheMiddle(t *testing.T) {
	s := real(t)
	p := bound(s, dad)
	p.revoked = true
	for _, said := range []string{"我爸的补助到账没有", "我爸的优待证办到哪了", "我爸能享受什么", "我爸反映的事办到哪了"} {
		s.say(said)
		_, err := s.turn.Change.Commit(db.Tx{})
		require.ErrorIs(t, err, proxy.ErrNotHeld, said)
		require.Contains(t, s.last, "没办成", said)
		require.NotContains(t, s.last, "郑**", said)
	}
	require.Empty(t, p.looked)
	s.say("给我爸约优待证")
	s.say("1")
	s.say("2")
	require.Equal(t, audit.Actor{Kind: audit.Citizen, ID: account.String()}, s.queue.by[0])
	require.Equal(t, mei, *s.queue.opened[0].PersonID)
}

// A father agrees to his daughter's code in the chat, having read who asks for what; he sends it as he was sent it.
func TestFamilyCode(t *testing.T) {
	s := real(t)
	p := bound(s)
	for _, said := range []string{
		"我想让女儿替我办事", "1", "忘了", "123456789", "482193057", "再发", "代办码是" + asksCode[:3] + " " + asksCode[3:6] + " " + asksCode[6:], "1", "1", offersCode, "2", "我想让女儿替我办事", "代办码", "附近有优惠店吗", asksCode, "不同意",
	} {
		s.say(said)
	}
	s.golden("family_code")
	require.Equal(t, []string{"agreed to " + asksCode + " by citizen", "refused " + offersCode, "refused " + asksCode}, p.settled)
}

// Whoever is not known well enough reads what to do, and agrees to nothing; nor does anybody to a code that was used meanwhile.
func TestFamilyCodeOfSomebodyUnknown(t *testing.T) {
	s := newStage(t).means("家人代办", "family.bind")
	p := bound(s)
	k := known()
	k.Level = person.Stated
	s.who.Person = answer(k)
	s.say("家人代办")
	s.say("1")
	s.say(asksCode)
	s.say("家人代办")
	s.say(offersCode)
	s.say("1")
	require.Equal(t, []string{"agreed to " + offersCode + " by citizen"}, p.settled, "to act he need not be known so well")
	k.Level, k.PersonID = person.Unknown, uuid.Nil
	s.who.Person = answer(k)
	s.say("家人代办")
	s.say("1")
	s.golden("family_code_unknown")

	late := newStage(t).means("家人代办", "family.bind")
	bound(late).revoked = true
	late.say("家人代办")
	late.say(asksCode)
	require.Contains(t, late.say("1"), "没办成")
	_, err := late.turn.Change.Commit(db.Tx{})
	require.ErrorIs(t, err, proxy.ErrCode)
}

// A scope that he did not give is as no proxy.
func TestFamilyOutsideTheScope(t *testing.T) {
	s := real(t)
	p := bound(s, kinNamed(1, "father", "郑**", "book"))
	require.Contains(t, s.say("我爸的补助到账没有"), "您父亲先同意您代办")
	require.Contains(t, s.say("我爸反映的事办到哪了"), "编号")
	require.Contains(t, s.say("给我爸约优待证"), "有空的时间")
	require.Empty(t, p.looked)
	require.Nil(t, s.turn.Change)
}

// Whoever speaks for himself is never looked up in the list of proxies.
func TestNobodyElseNoExtraQuestion(t *testing.T) {
	s := real(t)
	p := bound(s, dad)
	for _, said := range []string{"我的补助到账没有", "优待证办到哪了", "我能享受什么", "查信访进度", "约优待证", "附近的优惠店", "我要反映诉求", "人工"} {
		s.say(said)
	}
	require.Zero(t, p.asked)
	stranger := real(t)
	q := &proxies{byMe: []Kin{dad}}
	stranger.deps.Proxies = q
	require.Contains(t, stranger.say("我爸的补助到账没有"), "先同意您代办")
	require.Zero(t, q.asked, "who is not known acts for nobody")
}

// A proxy that is named in a step and is none of his finds nobody, whatever else is on his list.
func TestAChosenProxyIsLookedForAmongHisOwn(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		relation := rapid.SampledFrom([]string{"", "father", "mother", "spouse", "child", "other"})
		scopes := rapid.SampledFrom([]proxy.Scopes{"book", "petition", "benefits", "book benefits"})
		var all []Kin
		for i := range rapid.IntRange(0, 6).Draw(rt, "n") {
			all = append(all, kinNamed(byte(i+1), relation.Draw(rt, "relation"), "郑**", scopes.Draw(rt, "scopes")))
		}
		whom, scope := relation.Draw(rt, "whom"), rapid.SampledFrom(proxy.AllScopes()).Draw(rt, "scope")
		certain, maybe := suits(all, whom, uuid.NewString(), scope)
		require.Empty(rt, certain)
		require.Empty(rt, maybe)
		certain, maybe = suits(all, whom, "", scope)
		for _, k := range certain {
			require.True(rt, k.Relation == whom && k.Scopes.Has(scope))
		}
		for _, k := range maybe {
			require.True(rt, k.Relation == "" && whom != "" && k.Scopes.Has(scope))
		}
	})
}
