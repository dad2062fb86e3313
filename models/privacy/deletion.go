package privacy

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/station"
)

// Part is a kind of thing that is kept about somebody.
type Part string

// The parts, in the order people are shown them.
const (
	Accounts     Part = "accounts"     // WeChat's numbers and phone, preferences, logins, conversations, kept answers
	Calls        Part = "calls"        // calls for a human that were settled
	OpenCalls    Part = "open_calls"   // those that wait
	Copies       Part = "copies"       // copies made for him
	Proxies      Part = "proxies"      // who acts for whom
	Drafts       Part = "drafts"       // applications that were not handed in, with their pictures
	Applications Part = "applications" // those that were
	Bookings     Part = "bookings"     // appointments
	Petitions    Part = "petitions"    // 诉求
	Benefits     Part = "benefits"     // cards and payments
	Contact      Part = "contact"      // phone and address
	File         Part = "file"         // name, identity number, statuses, family
	Consents     Part = "consents"     // what he agreed to
	Requests     Part = "requests"     // what he asked to have corrected or deleted
	Traces       Part = "traces"       // who saw and changed what
)

// rules say of each part what becomes of it when somebody asks for deletion, in the order in which it is shown and done: calls are found by the account they came from. Which law keeps what is our reading: [confirm].
var rules = []struct {
	part    Part
	chinese string
	goes    bool
	why     string // it is kept
	law     string
}{
	{Calls, "办完的转人工记录", true, "", ""},
	{Accounts, "微信账号、登录、聊天和使用习惯", true, "", ""},
	{OpenCalls, "还没办完的转人工记录", false, "答应给您回电话，办完90天后自动删", "《个人信息保护法》第四十七条"},
	{Copies, "给您做的资料副本", true, "", ""},
	{Proxies, "家人代办的授权", true, "", ""},
	{Drafts, "没交的申请和照片", true, "", ""},
	{Applications, "交了的申请（照片审完已删）", false, "身份认定要有依据可查", "《退役军人保障法》、《档案法》"},
	{Bookings, "预约记录", false, "接待要有登记可查", "《档案法》"},
	{Petitions, "反映的诉求", false, "登记和答复要归档，正在办的还要接着办", "《信访工作条例》、《档案法》"},
	{Benefits, "优待证和待遇发放", false, "发钱的凭证要存三十年", "《会计档案管理办法》"},
	{Contact, "电话和住址", true, "正在办的事、发的待遇要能联系到您", "《个人信息保护法》第十三条第三项"},
	{File, "姓名、身份证号、身份类别", true, "建档立卡和发待遇是法定职责", "《退役军人保障法》、《个人信息保护法》第十三条第三项"},
	{Consents, "您同意过什么", false, "证明经过您同意，三年后自动删", "《民法典》第一百八十八条"},
	{Requests, "更正、删除的申请和答复", false, "有争议时能查，答复三年后自动删", "《民法典》第一百八十八条"},
	{Traces, "谁看过、改过您的档案", false, "留痕任何人不能改，至少一年", "《网络安全法》关于留存日志的规定"},
}

// Stock is how many of each part there are. Only what is there is spoken of.
type Stock map[Part]int

// Item is what becomes of one part.
type Item struct {
	Part    Part
	Chinese string
	Count   int
	Goes    bool
	Why     string // it is kept
	Law     string
}

// Plan is what a deletion would do at a time: what goes at once, and what is held, why and by which law (PIPL §47: a deletion that the law forbids becomes keeping
// and nothing else). It is shown before it is confirmed.
func Plan(stock Stock, holds []Hold, on clock.Date) []Item {
	plan := []Item{}
	for _, r := range rules {
		if stock[r.part] == 0 {
			continue
		}
		item := Item{Part: r.part, Chinese: r.chinese, Count: stock[r.part], Goes: r.goes}
		if item.Goes = r.goes && !needed(r.part, stock); !item.Goes {
			item.Why, item.Law = r.why, r.law
		}
		if h, held := holding(holds, on); held && !personal(r.part) {
			item = h.on(item)
		}
		plan = append(plan, item)
	}
	return plan
}

// needed tells whether something else that stays cannot be handled without the part.
func needed(p Part, stock Stock) bool {
	switch p {
	case Contact:
		return stock[Benefits] > 0 || stock[Petitions] > 0 || stock[OpenCalls] > 0
	case File:
		return stock[Benefits] > 0 || stock[Petitions] > 0 || stock[Applications] > 0 || stock[Bookings] > 0 || stock[OpenCalls] > 0
	default:
		return false
	}
}

// personal are the parts that no case needs, so that a hold does not keep them.
func personal(p Part) bool {
	return p == Accounts || p == Copies
}

// holding is the hold that lasts longest of those that hold on a day.
func holding(holds []Hold, on clock.Date) (longest Hold, held bool) {
	for _, h := range holds {
		if h.Holds(on) && h.UntilOn > longest.UntilOn {
			longest, held = h, true
		}
	}
	return longest, held
}

// on is what a hold makes of an item: what would go stays until its last day; what the law keeps anyway is kept for two reasons, of which only one has that day.
func (h Hold) on(i Item) Item {
	why := h.Reason.Chinese() + "，到" + h.UntilOn.ChineseWithYear() + "为止"
	if !i.Goes {
		i.Why += "；另外，" + why
		return i
	}
	i.Goes, i.Why, i.Law = false, why, "《个人信息保护法》第四十七条"
	return i
}

// Fingerprint names a plan, so that what is done is what was shown.
func Fingerprint(plan []Item) string {
	sum := sha256.New()
	for _, i := range plan {
		_, _ = fmt.Fprintf(sum, "%s %d %t %s\n", i.Part, i.Count, i.Goes, i.Why)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

var errChanged = fault.New(fault.Conflict, "privacy.plan_changed", "刚才到现在有了变化，还没有删。请再看一遍要删什么、要留什么，再确认。")

// Eraser deletes one part of what is kept about somebody.
type Eraser func(tx db.Tx, by audit.Actor, personID uuid.UUID) error

// Delete does what was shown: confirmed is the fingerprint of the plan that the person agreed to. Whatever the plan lets go must have an eraser.
func (s *Store) Delete(tx db.Tx, by audit.Actor, personID uuid.UUID, home station.Path, plan []Item, confirmed string, erasers map[Part]Eraser) error {
	if Fingerprint(plan) != confirmed {
		return errChanged
	}
	for _, i := range plan {
		if !i.Goes {
			continue
		}
		erase, ok := erasers[i.Part]
		if !ok {
			return fmt.Errorf("privacy: nothing deletes %s", i.Part)
		}
		if err := erase(tx, by, personID); err != nil {
			return err
		}
		err := audit.Record(tx, audit.Entry{
			Actor: by, Action: "privacy.delete", Subject: "person", SubjectID: personID.String(),
			Detail: map[string]string{"part": string(i.Part), "count": itoa(i.Count)},
		})
		if err != nil {
			return err
		}
	}
	return s.deleted(tx, Request{PersonID: personID, StationPath: home})
}
