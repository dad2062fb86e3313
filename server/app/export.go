package app

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/privacy"
	"shuangyong/models/proxy"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// maxTraces is how many of the latest traces a copy holds.
const maxTraces = 2000

// Copy is everything about a person in one file. Other people appear in it with their names masked.
func (m *mine) Copy(tx db.Tx, who privacy.Who) ([]byte, error) {
	sections, err := m.sections(tx, who)
	if err != nil {
		return nil, err
	}
	return privacy.Archive(sections, privacy.Whose{Bureau: m.bureau, Phone: m.phone, Made: tx.Now()})
}

// sections is what each domain keeps, in the order people read it.
func (m *mine) sections(tx db.Tx, who privacy.Who) ([]privacy.Section, error) {
	var all []privacy.Section
	for _, of := range []func(db.Tx, privacy.Who) ([]privacy.Section, error){
		m.exportPerson, m.exportBenefits, m.exportPetitions, m.exportBookings, m.exportCalls, m.exportApplications, m.exportProxies, m.exportPrivacy, m.exportTraces,
	} {
		more, err := of(tx, who)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

func (m *mine) exportPerson(tx db.Tx, who privacy.Who) ([]privacy.Section, error) {
	own, err := person.Export(tx, who.Person)
	if err != nil {
		return nil, err
	}
	p := own.Person
	var r privacy.Record
	r.Add("name", "姓名", p.Name)
	r.Add("sex", "性别", seal.Text(map[string]string{"m": "男", "f": "女"}[p.Sex]))
	r.Add("born_on", "出生日期", seal.Text(p.BornOn))
	r.Add("id_number", "身份证号", p.IDNumber)
	r.Add("phone", "电话", p.Phone)
	r.Add("address", "住址", p.Address)
	home, _ := m.stations.ByID(p.StationID)
	r.Add("station", "服务站", seal.Text(home.Name))
	r.Add("registered_at", "登记时间", moment(p.CreatedAt))
	statuses := privacy.Section{Code: "statuses", Title: "身份"}
	for _, h := range own.Statuses {
		statuses.Records = append(statuses.Records, statusOf(h))
	}
	proofs := privacy.Section{Code: "proofs", Title: "怎么核实的"}
	for _, proof := range own.Proofs {
		proofs.Records = append(proofs.Records, proofOf(proof))
	}
	family := privacy.Section{Code: "relations", Title: "家庭关系"}
	for _, f := range own.Relatives {
		var one privacy.Record
		one.Add("kind", "关系", seal.Text(relations[f.Kind]))
		one.Add("name", "姓名", seal.Text(f.Name))
		family.Records = append(family.Records, one)
	}
	accounts := privacy.Section{Code: "accounts", Title: "微信账号"}
	for _, a := range own.Accounts {
		accounts.Records = append(accounts.Records, m.accountRecord(tx, a))
	}
	return []privacy.Section{{Code: "person", Title: "基本资料", Records: []privacy.Record{r}}, statuses, proofs, family, accounts}, nil
}

func proofOf(p person.Proof) (r privacy.Record) {
	ways := map[person.How]string{person.ByCard: "优待证号和姓名对上了", person.AtCounter: "到站当面核对", person.ByApplication: "申请审过了", person.AtRegister: "服务站登记"}
	r.Add("how", "办法", seal.Text(ways[p.How]))
	var papers []string
	for _, code := range strings.Fields(p.Papers) {
		papers = append(papers, person.Paper(code).Chinese())
	}
	r.Add("papers", "看过的证件", seal.Text(strings.Join(papers, "、")))
	r.Add("at", "时间", moment(p.At))
	return r
}

// relations are what a relative is to somebody.
var relations = map[string]string{"spouse": "配偶", "parent": "父母", "child": "子女", "sibling": "兄弟姐妹"}

func statusOf(h person.Held) (r privacy.Record) {
	r.Add("status", "身份", seal.Text(h.Status.Chinese()))
	if h.Level > 0 {
		r.Add("level", "残疾等级", seal.Text(strconv.Itoa(h.Level)))
	}
	r.Add("cause", "性质", seal.Text(map[string]string{"war": "因战", "duty": "因公", "illness": "因病"}[h.Cause]))
	r.Add("kind", "类别", seal.Text(map[string]string{"martyr": "烈士", "duty": "因公牺牲", "illness": "病故"}[h.Kind]))
	r.Add("from", "从", seal.Text(h.From))
	r.Add("until", "到", seal.Text(h.Until))
	r.Add("seen_on", "看过证明的日子", seal.Text(h.SeenOn))
	return r
}

func (m *mine) accountRecord(tx db.Tx, a person.Account) (r privacy.Record) {
	r.Add("app", "在哪里用", seal.Text(map[person.App]string{person.OfficialAccount: "公众号", person.MiniProgram: "小程序"}[a.App]))
	r.Add("openid", "微信给的编号", a.OpenID)
	r.Add("unionid", "微信的统一编号", a.UnionID)
	r.Add("phone", "微信告诉我们的手机号", a.Phone)
	r.Add("claimed", "您说过自己是", seal.Text(claimed(a.Claimed)))
	r.Add("assurance", "核实程度", seal.Text(a.Assurance.Chinese()))
	r.Add("followed_at", "从什么时候起", moment(a.FollowedAt))
	if likes, err := person.PreferencesOf(tx, a.ID); err == nil {
		r.Add("preferences", "使用习惯", seal.Text(habits(likes)))
	}
	if a.App != person.MiniProgram {
		return r
	}
	if logins, err := m.logins.List(tx.Context(), a.OpenID); err == nil { // Redis away: the copy is made without what is gone soon anyway
		r.Add("logins", "正在登录", seal.Text(fmt.Sprintf("%d处", len(logins))))
	}
	return r
}

func claimed(c person.Claim) string {
	if c == "" {
		return ""
	}
	return c.Chinese()
}

func habits(p person.Preferences) string {
	var all []string
	for _, h := range []struct {
		on   bool
		name string
	}{{p.LargeText, "大字"}, {p.Voice, "念给您听"}, {p.PlainWords, "说得简单些"}, {p.Dialect != "", "方言：" + p.Dialect}} {
		if h.on {
			all = append(all, h.name)
		}
	}
	return strings.Join(all, "、")
}

func (m *mine) exportProxies(tx db.Tx, who privacy.Who) ([]privacy.Section, error) {
	kept, err := proxy.Export(tx, who.Person)
	if err != nil {
		return nil, err
	}
	today := clock.DateOf(tx.Now())
	s := privacy.Section{Code: "proxies", Title: "家人代办"}
	var others []uuid.UUID
	for _, p := range append(kept.ActForMe, kept.IActFor...) {
		others = append(others, other(p, who.Person))
	}
	names, err := person.NamesOf(tx, others)
	if err != nil {
		return nil, err
	}
	for _, p := range append(kept.ActForMe, kept.IActFor...) {
		var r privacy.Record
		if p.PrincipalID == who.Person {
			r.Add("side", "谁替谁", "家人替您办")
		} else {
			r.Add("side", "谁替谁", "您替家人办")
		}
		r.Add("other", "家人", seal.Text(person.MaskName(names[other(p, who.Person)])))
		r.Add("how", "怎么同意的", seal.Text(p.How.Chinese()))
		r.Add("from", "从", seal.Text(p.From))
		r.Add("until", "到", seal.Text(p.Until))
		r.Add("state", "情况", seal.Text(map[bool]string{true: "有效", false: "已结束"}[p.StateOn(today) == proxy.Active]))
		s.Records = append(s.Records, r)
	}
	return []privacy.Section{s}, nil
}

func other(p proxy.Proxy, me uuid.UUID) uuid.UUID {
	if p.PrincipalID == me {
		return p.AgentID
	}
	return p.PrincipalID
}

func (m *mine) exportPrivacy(tx db.Tx, who privacy.Who) ([]privacy.Section, error) {
	kept, err := privacy.Export(tx, who)
	consents, requests := privacy.Section{Code: "consents", Title: "您同意过什么"}, privacy.Section{Code: "requests", Title: "更正和删除的申请"}
	for _, c := range kept.Consents {
		var r privacy.Record
		r.Add("purpose", "什么事", seal.Text(c.Purpose.Chinese()))
		r.Add("agreed", "决定", seal.Text(map[bool]string{true: "同意", false: "收回"}[c.Agreed]))
		r.Add("notice_version", "说明的版次", seal.Text(strconv.Itoa(c.NoticeVersion)))
		r.Add("at", "时间", moment(c.CreatedAt))
		consents.Records = append(consents.Records, r)
	}
	for _, q := range kept.Requests {
		var r privacy.Record
		r.Add("kind", "申请", seal.Text(map[privacy.Kind]string{privacy.Correction: "更正", privacy.Deletion: "删除"}[q.Kind]))
		r.Add("field", "哪一项", seal.Text(q.Field.Chinese()))
		r.Add("wanted", "改成", q.Wanted)
		r.Add("why", "理由", q.Why)
		r.Add("reason", "没有办的原因", seal.Text(q.Reason.Chinese()))
		r.Add("words", "答复", q.Words)
		r.Add("at", "时间", moment(q.CreatedAt))
		requests.Records = append(requests.Records, r)
	}
	return []privacy.Section{consents, requests}, err
}

func (m *mine) exportTraces(tx db.Tx, who privacy.Who) ([]privacy.Section, error) {
	keys, err := person.KeysOf(tx, who.Person)
	if err != nil {
		return nil, err
	}
	accounts, err := person.AccountsOf(tx, who.Person)
	if err != nil {
		return nil, err
	}
	seen, err := audit.SightsOf(tx, keys, uuid.Nil, maxTraces)
	if err != nil {
		return nil, err
	}
	changed, err := audit.ChangesOf(tx, keys, keysOf(accounts), uuid.Nil, maxTraces)
	if err != nil {
		return nil, err
	}
	actors := make([]audit.Actor, 0, len(seen)+len(changed))
	for _, s := range seen {
		actors = append(actors, s.By)
	}
	for _, c := range changed {
		actors = append(actors, c.Actor)
	}
	members, err := staff.Names(tx, audit.MembersIn(actors...))
	sights, changes := privacy.Section{Code: "sights", Title: "谁看过您的档案"}, privacy.Section{Code: "changes", Title: "改过什么"}
	for _, one := range seen {
		var r privacy.Record
		r.Add("at", "时间", moment(one.At))
		r.Add("who", "谁", seal.Text(one.By.Told(members)))
		r.Add("purpose", "为了", seal.Text(one.Purpose.Chinese()))
		r.Add("part", "看了", seal.Text(one.PartChinese()))
		sights.Records = append(sights.Records, r)
	}
	for _, one := range changed {
		var r privacy.Record
		r.Add("at", "时间", moment(one.At))
		r.Add("who", "谁", seal.Text(one.Actor.Told(members)))
		r.Add("what", "做了什么", seal.Text(one.Chinese()))
		changes.Records = append(changes.Records, r)
	}
	return []privacy.Section{sights, changes}, err
}

// moment is an instant as people read it, in Beijing.
func moment(t time.Time) seal.Text { return seal.Text(t.In(clock.Shanghai).Format("2006-01-02 15:04")) }
