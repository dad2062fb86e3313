package dialog

import (
	"shuangyong/dialog/understand"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/number"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
)

// Offer is what a code that a family member gave offers.
type Offer struct {
	Side   proxy.Side // that its maker takes: Agent asks to act, Principal offers to be acted for
	Name   string     // the maker's, masked
	Scopes proxy.Scopes
	Until  clock.Date
}

// familyCode asks for the code that somebody of the family gave.
func familyCode(t *turn, s Step) error {
	k, _, err := t.person()
	if err != nil {
		return err
	}
	if why, refused := refusal(k.Level.Require(person.BeProxy)); refused || t.e.Proxies == nil {
		t.say(lines(why, "不会弄的，打"+t.call()+"，或带身份证去一趟。"), callAboutFamily())
		return nil
	}
	if code := caseNumber(s.slot(understand.SlotCode)); number.Valid(code) {
		return t.offered(code)
	}
	t.begin("family.code", "proxy", nil)
	return nil
}

// bareCode is the code in a message that is nothing else, "" for any other message.
func bareCode(clean string) string {
	if code, ok := number.Parse(clean); ok {
		return code
	}
	return ""
}

func callAboutFamily() Option {
	return Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "想替家人办事"}}}
}

func askFamilyCode(t *turn, _ *Form) {
	t.say("请发代办码，家人给您的那9位数字。")
	t.st.Options = nil
}

// takeFamilyCode reads the code.
func takeFamilyCode(t *turn, f *Form, u understand.Understanding, said, _ string) (bool, error) {
	digits := notDigits.ReplaceAllString(narrow(said), "")
	if digits == "" {
		digits = u.Digits
	}
	switch {
	case number.Valid(digits):
		t.st.Form, t.st.Unclear = nil, 0
		return true, t.offered(digits)
	case len(digits) >= 4:
		t.st.Unclear = 0
		t.ask(f)
		t.reply.Text = "这个代办码不对，应该是9位数字。请对着家人发的再看一遍，重发一次。"
		return true, nil
	case u.Intent != understand.Unknown || u.Choice != 0 || u.Yes || u.No:
		return false, nil
	}
	if t.st.Unclear++; t.st.Unclear >= 2 {
		t.st.Form = nil
		return true, t.unclearAgain()
	}
	t.ask(f)
	t.reply.Text = "还没看到数字。" + t.reply.Text
	return true, nil
}

// offered tells what is agreed to with a code, before anything is: who, what for, until when.
func (t *turn) offered(code string) error {
	k, _, err := t.person()
	if err != nil {
		return err
	}
	o, err := t.e.Proxies.Look(t.ctx, k.PersonID, code)
	if why, refused := refusal(err); refused {
		t.say(lines(why, "也可以打"+t.call()+"问。"),
			Option{Label: "再发一次", Say: "再发", Step: Step{Intent: "family.code"}}, callAboutFamily())
		return nil
	} else if err != nil {
		return err
	}
	what := o.Scopes.Chinese() + "，到" + date(o.Until, t.today) + "。"
	if o.Side == proxy.Principal {
		t.say(lines(o.Name+"请您替他办："+what, "乘车码只给本人，不在里面。"), agreeing(code, "我来办", "不办")...)
		return nil
	}
	if why, refused := refusal(k.Level.Require(person.AppointProxy)); refused {
		t.say(lines(o.Name+"想替您办："+what, why, "也可以带身份证到服务站，把这个号念给工作人员。"), callAboutFamily())
		return nil
	}
	t.say(lines(o.Name+"想替您办："+what, "同意了，办的每一件您都能看到，想停当时就停。", "不认得这个人，或有人催您同意，选2，再打"+t.phone()+"。"), agreeing(code, "同意", "不同意")...)
	return nil
}

func agreeing(code, yes, no string) []Option {
	step := func(intent string) Step {
		return Step{Intent: intent, Slots: map[string]string{understand.SlotCode: code}}
	}
	return []Option{{Label: yes, Step: step("family.agree")}, {Label: no, Step: step("family.refuse")}}
}

// familyAgree makes a proxy of the code. It is asked again whether the code still holds: an option is no proof.
func familyAgree(t *turn, s Step) error {
	k, ok, err := t.may(person.BeProxy)
	if err != nil || !ok || t.e.Proxies == nil {
		return orElse(err, t, s)
	}
	me := proxy.Consenter{ID: k.PersonID, Appoint: k.Level.Require(person.AppointProxy)}
	all, by, code := t.e.Proxies, audit.Actor{Kind: audit.Citizen, ID: k.AccountID.String()}, s.slot(understand.SlotCode)
	t.say(lines("好了，从现在起就算数。", "谁替谁办、到哪天，回“替家人办事”看；办过的每一件，小程序“家人代办”里都有，想停当时就停。"),
		Option{Label: "看谁替谁办", Say: "替家人办事", Step: Step{Intent: "family.bind"}})
	t.does(func(tx db.Tx) error {
		_, err := all.Accept(tx, by, code, me)
		return err
	})
	return nil
}

// familyRefuse makes the code void.
func familyRefuse(t *turn, s Step) error {
	k, ok, err := t.may(person.BeProxy)
	if err != nil || !ok || t.e.Proxies == nil {
		return orElse(err, t, s)
	}
	all, by, code := t.e.Proxies, audit.Actor{Kind: audit.Citizen, ID: k.AccountID.String()}, s.slot(understand.SlotCode)
	t.say("好的，没有同意，这个号作废了。\n有人催您、吓唬您同意的，打" + t.phone() + "告诉我们。")
	t.does(func(tx db.Tx) error { return all.Refuse(tx, by, code, k.PersonID) })
	return nil
}

// orElse is for whoever is not known any more: the code is asked for anew, which says why.
func orElse(err error, t *turn, _ Step) error {
	if err != nil {
		return err
	}
	return familyCode(t, Step{Intent: "family.code"})
}
