package dialog

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"shuangyong/dialog/understand"
	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/number"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/proxy"
)

// petitionProgress tells how far a case is. Whoever is known sees his own; anybody else gives the number and the last four digits of the phone.
func petitionProgress(t *turn, s Step) error {
	if code := caseNumber(s.slot(understand.SlotCode)); number.Valid(code) {
		return t.progressForm(map[string]string{"code": code})
	}
	if hasAny(s.slot(words), "补充", "补交", "补一份", "补几份", "补点", "材料没交", "还有证据") {
		t.say(lines(
			"已经登记的事，可以再补材料、补情况，什么时候都行。",
			"送到接待您的服务站，或打"+t.calls()+"，说编号就行。",
			"照片、文字先留好，这里还收不了。"),
			Option{Label: "看接待我的是谁", Say: "接待", Step: Step{Intent: "petition.progress"}},
			Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "想给已登记的诉求补材料"}}})
		return nil
	}
	if kin, ok, asked, err := t.behalf(s, proxy.Petition); err != nil || asked {
		return err
	} else if ok {
		return t.kinCases(s, kin)
	}
	k, ok, err := t.may(person.OwnPetitions)
	if err != nil {
		return err
	}
	if ok && !forKin(s) {
		cases, err := t.e.Petitions.OfPerson(t.ctx, k.PersonID, maxOptions)
		if err != nil {
			return err
		}
		if len(cases) > 0 {
			t.listCases(s, cases, "您")
			return nil
		}
	}
	return t.progressForm(map[string]string{})
}

// kinCases shows what somebody who lets the speaker see it has brought forward.
func (t *turn) kinCases(s Step, kin Kin) error {
	cases, err := t.e.Petitions.OfPerson(t.ctx, kin.Person, maxOptions)
	if err != nil {
		return err
	}
	if len(cases) == 0 {
		t.say(lines("没有查到"+kin.called()+"反映过的事。", "手里有编号的，直接发来；没有的，打"+t.phone()+"问。"),
			Option{Label: "替他反映一件事", Say: "反映", Step: Step{Intent: "petition.file", Slots: forWhom(s, map[string]string{slotProxy: kin.Proxy.String()})}},
			Option{Label: "请人联系我", Say: "联系我", Step: callFor(kin, proxy.Petition, "没查到家人反映过的事")})
	} else {
		t.listCases(s.with(slotProxy, kin.Proxy.String()), cases, kin.called())
	}
	t.looks(kin, proxy.Petition, "petitions")
	return nil
}

// listCases shows what a verified person, or somebody who lets him see it, has brought forward.
func (t *turn) listCases(s Step, cases []petition.Petition, called string) {
	var options []Option
	for _, p := range cases {
		options = append(options, Option{
			Label: "编号：" + number.Spaced(p.Number) + "，" + date(clock.DateOf(p.ReceivedAt), t.today) + "反映，" + stateName(p.State),
			Say:   p.Number,
			Step:  Step{Intent: "petition.open", Slots: forWhom(s, map[string]string{"number": p.Number})},
		})
	}
	t.say(called+"反映过的事：", options...)
	t.tail("回数字看办到哪一步。")
}

// progressForm asks for what is missing.
func (t *turn) progressForm(slots map[string]string) error {
	ask := "code"
	if slots["code"] != "" {
		ask = "tail"
	}
	t.begin("petition.progress", ask, slots)
	return nil
}

func askProgress(t *turn, f *Form) {
	lost := Option{Label: "编号忘了", Say: "忘了", Step: Step{Intent: "petition.lost"}}
	if f.Ask == "code" {
		t.say("请发编号，回执或告知书上“编号：”后面那串数字。", lost)
		return
	}
	t.say("编号：" + number.Spaced(f.Slots["code"]) + "，收到。\n再发登记时留的手机号后四位，只用来核对是您本人。")
	t.st.Options = nil
}

var notDigits = regexp.MustCompile(`\D+`)

// takeProgress reads the number and the tail, in one message or in two.
func takeProgress(t *turn, f *Form, u understand.Understanding, said, clean string) (bool, error) {
	if hasAny(clean, "忘了", "不记得", "记不得", "找不到", "丢了", "不晓得", "不知道") && u.Intent != "card.apply" {
		t.st.Form = nil
		return true, t.run(Step{Intent: "petition.lost"})
	}
	if countDigits(said) == 0 {
		said += u.Digits // digits that were spoken: 八〇〇〇
	}
	code, tail := proofs(said, u.Slots[understand.SlotCode], f.Ask)
	switch {
	case code == "" && tail == "" && (f.Ask == "tail" || countDigits(said) < 2):
		if elsewhere(clean) {
			t.aside = true
			return false, nil
		}
		if u.Intent != understand.Unknown || u.Choice != 0 || u.Yes || u.No {
			return false, nil
		}
		t.st.Unclear++
		if t.st.Unclear >= 2 {
			t.st.Form = nil
			return true, t.unclearAgain()
		}
		t.ask(f)
		t.reply.Text = "还没看到数字。" + t.reply.Text
		return true, nil
	case code != "" && !number.Valid(code), code == "" && f.Ask == "code" && countDigits(said) > 1:
		t.misread(f, code, countDigits(said))
		return true, nil
	case code != "":
		f.Slots = map[string]string{"code": code}
	}
	if tail != "" && f.Slots["code"] != "" {
		t.st.Form = nil
		return true, t.tell(f.Slots["code"], tail)
	}
	f.Ask = "tail"
	if f.Slots["code"] == "" {
		f.Ask = "code"
	}
	t.st.Unclear = 0
	t.ask(f)
	return true, nil
}

// misread is for a number that cannot be one of ours: better said before the tail is asked for.
func (t *turn) misread(f *Form, code string, digits int) {
	f.Ask, f.Slots, t.st.Unclear = "code", nil, 0
	t.ask(f)
	switch {
	case len(code) != len(notDigits.ReplaceAllString(code, "")):
		t.reply.Text = "这里能查的编号是9位数字。带字母的是别处登记的，打" + t.phone() + "替您问。\n手里有9位的，发来就行。"
	case digits == 4:
		t.reply.Text = "这像是手机号后四位。请先发9位的编号，再发这四位。"
	case digits != caseDigits:
		t.reply.Text = fmt.Sprintf("编号是9位数字，您发的是%d位，看看是不是漏了、多了，再发一次。", digits)
	default:
		t.reply.Text = "这个编号里有一位不对，请照着回执再看看，重发一次。"
	}
}

// proofs finds a case number and four digits of a phone in what was said; ask tells what a lone group of digits is taken for.
func proofs(said, slot, ask string) (code, tail string) {
	text := narrow(said)
	if phone := mobileIn(text); phone != "" && ask == "tail" {
		return "", phone[7:]
	}
	digits := notDigits.ReplaceAllString(text, "")
	groups := strings.Fields(notDigits.ReplaceAllString(text, " "))
	last := ""
	if len(groups) > 0 {
		last = groups[len(groups)-1]
	}
	switch {
	case ask == "tail" && len(digits) == 4:
		return "", digits
	case len(digits) == caseDigits+4 && (len(last) == 4 || len(groups) == 1):
		return digits[:caseDigits], digits[caseDigits:]
	case len(digits) == caseDigits:
		return digits, ""
	case len(digits) == caseDigits+11 && len(last) == 11:
		return digits[:caseDigits], last[7:]
	}
	if code = caseNumber(slot); code != "" {
		return code, ""
	}
	if len(digits) >= 6 && len(digits) <= 12 {
		return digits, ""
	}
	return "", ""
}

// caseDigits is how long our own numbers are.
const caseDigits = 9

// caseNumber is a number as people write it, without what is around its digits; numbers of other systems keep their letters.
func caseNumber(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	if strings.ContainsFunc(s, func(r rune) bool { return r >= 'A' && r <= 'Z' }) {
		return strings.ReplaceAll(s, " ", "")
	}
	return notDigits.ReplaceAllString(s, "")
}

// tell reads the case and says where it stands. A wrong number and a wrong tail are answered alike, and who is wrong too often is sent to the telephone for an hour.
func (t *turn) tell(code, tail string) error {
	wait, err := t.e.Petitions.Guess(t.ctx, t.who.Key, code)
	if err != nil {
		return err
	}
	if wait > time.Hour { // many have guessed at this petition, he perhaps not once
		t.say("这个编号今天查的次数太多，为了保护信息，先停一停，明天再试。\n着急就打" + t.phone() + "，说编号和姓名。")
		return nil
	}
	if wait > 0 {
		t.say("试的次数多了，为了保护您的信息，先歇一会儿，一小时后再试。\n着急就打" + t.phone() + "，说编号和姓名。")
		return nil
	}
	p, steps, err := t.e.Petitions.ByNumber(t.ctx, code, tail)
	if fault.CodeOf(err) == fault.NotFound {
		t.notFound()
		return nil
	}
	if err != nil {
		return err
	}
	if err := t.e.Petitions.Guessed(t.ctx, t.who.Key, code); err != nil {
		return err
	}
	t.st.Options, t.st.Rest, t.st.Next = nil, "", 0
	t.standing(p, steps)
	return nil
}

func (t *turn) notFound() {
	t.say("编号和手机号后四位对不上，没查到。\n请照着回执再看一遍；手机号要用登记时留的那个。",
		Option{Label: "再查一次", Say: "再查", Step: Step{Intent: "petition.progress"}},
		Option{Label: "编号忘了", Say: "忘了", Step: Step{Intent: "petition.lost"}},
		Option{Label: "请人帮我查", Say: "帮我查", Step: Step{Intent: "human", Slots: map[string]string{words: "查诉求进度没查到"}}})
	t.tail("也可以打" + t.phone() + "查。")
}

// petitionLost helps without the number.
func petitionLost(t *turn, _ Step) error {
	t.st.Form = nil
	t.say(lines(
		"编号忘了不要紧。",
		"打接待您的服务站，或局里"+t.phone()+"，说姓名和哪天反映的，核对后就告诉您。",
		t.nearest()),
		Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "诉求编号忘了，想查进度"}}},
		Option{Label: "编号找到了，接着查", Say: "找到了", Step: Step{Intent: "petition.progress"}})
	return nil
}

// petitionOpen shows one of a verified person's own cases. It is looked for among his own again: an option is no proof.
func petitionOpen(t *turn, s Step) error {
	kin, forKin, err := t.kin(s, proxy.Petition)
	if err != nil {
		return err
	}
	k, ok, err := t.may(person.OwnPetitions)
	if err != nil {
		return err
	}
	whose := k.PersonID
	if s.slot(slotProxy) != "" {
		whose, ok = kin.Person, forKin
	}
	if !ok {
		return t.progressForm(map[string]string{})
	}
	p, ok, err := ownCase(t.ctx, t.e.Petitions, whose, s.slot("number"))
	if err != nil {
		return err
	}
	if !ok {
		t.notFound()
		return nil
	}
	t.standing(p, nil)
	if forKin {
		t.looks(kin, proxy.Petition, "petitions")
	}
	return nil
}

func ownCase(ctx context.Context, ps Petitions, whose uuid.UUID, num string) (petition.Petition, bool, error) {
	cases, err := ps.OfPerson(ctx, whose, 20)
	if err != nil {
		return petition.Petition{}, false, err
	}
	for _, p := range cases {
		if p.Number == num {
			return p, true, nil
		}
	}
	return petition.Petition{}, false, nil
}
