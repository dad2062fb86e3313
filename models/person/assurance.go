package person

import (
	"slices"

	"shuangyong/models/fault"
)

// Assurance is how surely the program knows who speaks from an account.
type Assurance int

// The levels, each above the one before.
const (
	Unknown Assurance = 0 // nobody said who he is
	Stated  Assurance = 1 // he says so himself, from a WeChat account of his
	Matched Assurance = 2 // card number, name and last digits matched the bureau's roster, or an application was decided
	Seen    Assurance = 3 // a clerk saw the person and his papers
)

// Chinese is the level as people read it.
func (a Assurance) Chinese() string {
	switch a {
	case Stated:
		return "自己填的，还没核实"
	case Matched:
		return "已核实"
	case Seen:
		return "已当面核实"
	default:
		return "还不知道您是谁"
	}
}

// Code is the level as the API names it.
func (a Assurance) Code() string {
	switch a {
	case Stated:
		return "stated"
	case Matched:
		return "matched"
	case Seen:
		return "seen"
	default:
		return "unknown"
	}
}

// Act is something that a citizen wants, as far as it matters who he is.
type Act string

// The acts. What is not in the table below needs the highest level.
const (
	AskGeneral      Act = "general"
	FindShops       Act = "shops"
	AskBuses        Act = "buses"
	FilePetition    Act = "petition.file"
	CheckPetition   Act = "petition.check"
	Book            Act = "appointment.book"
	OwnAppointments Act = "appointment.own"
	OwnPetitions    Act = "petition.own"
	OwnBenefits     Act = "benefit.own"
	OwnCard         Act = "card.own"
	OwnPayments     Act = "payment.own"
	OwnFile         Act = "file.own"
	WhoSawMe        Act = "file.sights"
	AppointProxy    Act = "proxy.appoint"
	BeProxy         Act = "proxy.be"
	Apply           Act = "application"
	ExportMine      Act = "privacy.export"
	CorrectMine     Act = "privacy.correct"
	DeleteMine      Act = "privacy.delete"
	MoveHome        Act = "home.move"
	RideCode        Act = "ride_code"
	TakeOver        Act = "survivor"
)

// Rule is what an act needs and why, in words for everybody.
type Rule struct {
	Act   Act
	Needs Assurance
	What  string // the act as people read it
	Why   string
	Alone bool // never through a proxy (家人代办)
}

// rules is the one table. docs/assurance.md is written from it.
func rules() []Rule {
	return []Rule{
		{AskGeneral, Unknown, "问政策、问流程、找服务站、找人工", "这些对谁都一样，不用知道您是谁。", false},
		{FindShops, Unknown, "找优惠门店", "门店是公开的。优惠给不给，到店看证件。", false},
		{AskBuses, Unknown, "问公交优待、线路和到站时间", "规定是公开的。坐车时看证件。", false},
		{FilePetition, Unknown, "反映诉求", "依法写明姓名、住址就能登记（《信访工作条例》第十九条），不要身份证号，谁来都收。", false},
		{CheckPetition, Unknown, "凭编号和手机号后四位查诉求进度", "知道编号又知道手机号后四位，就够说明是您的事。次数有限制。", false},
		{Book, Unknown, "预约办事", "报个姓名就能约，到了再看证件。", false},
		{OwnAppointments, Stated, "看自己的预约", "是您这个微信约的，就给这个微信看。", false},
		{OwnPetitions, Matched, "不报编号，看自己反映过的全部事项", "里面有您写的话，只能给您本人看。", false},
		{OwnBenefits, Matched, "看自己具体享受哪些待遇", "要翻您的档案，先认准是您。", false},
		{OwnCard, Matched, "查自己的优待证办到哪了", "要翻您的档案，先认准是您。", false},
		{OwnPayments, Matched, "查自己的抚恤补助到没到账", "涉及钱，先认准是您。", false},
		{OwnFile, Matched, "看自己的登记资料和身份", "要翻您的档案，先认准是您。", true},
		{WhoSawMe, Matched, "看谁查过我的档案", "查看记录本身也是您的隐私。", true},
		{AppointProxy, Matched, "请家人替自己办事", "授权要本人作主（《民法典》第一百六十五条），先认准是您。", true},
		{BeProxy, Stated, "替家人办事", "有您家人的授权就行，您报个姓名，好让他知道是谁。", true},
		{Apply, Stated, "申请登记身份", "交上材料由工作人员核对，核对完才算数。", false},
		{ExportMine, Matched, "把自己的资料导出一份", "导出的是您的全部资料，只能给您本人（《个人信息保护法》第四十五条）。", true},
		{CorrectMine, Matched, "更正自己的资料", "改错了会耽误您的待遇，先认准是您（《个人信息保护法》第四十六条）。", true},
		{DeleteMine, Matched, "删除自己的资料", "删了找不回来，先认准是您（《个人信息保护法》第四十七条）。", true},
		{MoveHome, Matched, "换归属的服务站", "换站要移交档案，先认准是您。", true},
		{RideCode, Matched, "领乘车码", "码就是车票，只给本人，不能代领。", true},
		{TakeOver, Seen, "接手已故亲属没办完的事", "要当面看证件和亲属关系（《个人信息保护法》第四十九条）。", true},
	}
}

// Rules are what each act needs, in the order of the table.
func Rules() []Rule { return rules() }

// RuleOf is what an act needs. What is not in the table needs the highest level, and nobody does it for another.
func RuleOf(a Act) Rule {
	all := rules()
	if i := slices.IndexFunc(all, func(r Rule) bool { return r.Act == a }); i >= 0 {
		return all[i]
	}
	return Rule{Act: a, Needs: Seen, Alone: true}
}

// Need is how surely somebody must be known for an act.
func Need(a Act) Assurance { return RuleOf(a).Needs }

// May tells whether a level is enough for an act.
func (a Assurance) May(act Act) bool { return a >= Need(act) }

// The ways of proving who one is, as one sentence: what whoever is refused does next.
const (
	waysToProve = "有三个办法：用优待证号、姓名和身份证后四位核对；在小程序里拍证件申请，工作人员来核；带证件到服务站，请工作人员扫一扫。"
	wayToBeSeen = "请带证件到服务站，请工作人员扫一扫小程序里的到站码，一分钟就好。"
	wayToState  = "请先在小程序里填上您的姓名。"
)

// Require refuses an act that needs a higher level, and says why and what to do next. It is a pure rule.
func (a Assurance) Require(act Act) error {
	r := RuleOf(act)
	if a >= r.Needs {
		return nil
	}
	next := waysToProve
	switch r.Needs {
	case Seen:
		next = wayToBeSeen
	case Stated:
		next = wayToState
	}
	return fault.New(fault.Forbidden, "person.assurance", r.Why+next)
}
