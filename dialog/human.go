package dialog

import (
	"fmt"
	"regexp"
	"strings"

	"shuangyong/models/handoff"
	"shuangyong/models/person"
)

// human calls somebody, once: who asks again is told that it is under way.
func human(t *turn, s Step) error {
	if w := t.st.Waiting; w != nil {
		t.say(lines(
			"已经在请了，"+moment(w.By, t.now)+"前联系您，您不用再说一遍。",
			"还想补充的，直接发来，我一并转给他。",
			"等不及，打"+t.phone()+"。"))
		return nil
	}
	summary := "想找人工。" + t.about()
	if w := s.slot(words); w != "" {
		summary += "这次说：“" + w + "”。"
	}
	t.actsFor(s)
	t.callHuman(summary, "")
	return nil
}

// ringMe stands before a number that was given with the wish itself.
const ringMe = "请回电话："

// callHuman hands the conversation over; lead is said first.
func (t *turn) callHuman(summary, lead string) {
	t.say(lines("对不起，这会儿没能叫到工作人员，您的话还没有转出去。", "请直接打"+t.phone()+"，或者过几分钟再回“人工”。"))
	by, minutes, ahead, open := t.promise()
	var said string
	if open {
		said = fmt.Sprintf("正在请工作人员，约%d分钟。", minutes)
		if ahead > 0 {
			said = fmt.Sprintf("正在请工作人员，前面%d位，约%d分钟。", ahead, minutes)
		}
		said = lines(lead, said, "您说过的已转给他，不用重说。")
	} else if t.e.Calendar.OpenAt(t.now, t.e.Hours) {
		said = lines(lead, fmt.Sprintf("前面还有%d位，%s前联系您。", ahead, moment(by, t.now)), "您说过的已转给他，不用重说。")
	} else {
		said = lines(lead, "现在下班了。您说过的记下了，"+moment(by, t.now)+"前联系您。")
	}
	t.st.Unclear, t.st.Said, t.st.Also = 0, nil, nil
	tail := t.askPhone()
	if strings.Contains(summary, ringMe) {
		tail = "急事打" + t.phone() + "。"
	}
	t.open(handoff.CallBack, summary, by, Reply{Text: said, Tail: tail})
}

// askPhone offers the number on file, else asks for one. Any mobile number sent while a human is awaited goes to him.
func (t *turn) askPhone() string {
	if k, ok, err := t.may(person.OwnFile); err == nil && ok && k.PhoneTail != "" {
		return "打您登记的尾号" + k.PhoneTail + "的电话；想换一个，把号码发来。\n急事打" + t.phone() + "。"
	}
	return "想接电话，把手机号发来就行。\n急事打" + t.phone() + "。"
}

// needPhone is askPhone where the promise was to ring.
func (t *turn) needPhone() string {
	if k, ok, err := t.may(person.OwnFile); err == nil && ok && k.PhoneTail != "" {
		return t.askPhone()
	}
	return "请把手机号发来，好打给您。\n急事打" + t.phone() + "。"
}

var mobile = regexp.MustCompile(`(?:^|\D)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?:\D|$)`)

// mobileIn is the mobile number in a message, "" when there is none.
func mobileIn(text string) string {
	m := mobile.FindStringSubmatch(narrow(text))
	if m == nil {
		return ""
	}
	return m[1] + m[2] + m[3]
}

// passPhone gives a number that was sent to the human who was called.
func (t *turn) passPhone(number string) {
	t.say("对不起，号码没能转出去。请过几分钟再发一次，或者直接打" + t.phone() + "。")
	by := moment(t.st.Waiting.By, t.now)
	t.add("电话："+number, Reply{Text: lines(
		fmt.Sprintf("记下了，打%s %s %s这个号码，%s前。", number[:3], number[3:7], number[7:], by),
		"写错了就再发一遍，以最后一个为准。")})
}

// passWords gives words that nobody understood to the human who was called.
func (t *turn) passWords(clean string) {
	t.say("对不起，这句话没能转出去。请过几分钟再发一次，或者直接打" + t.phone() + "。")
	said := Reply{Text: "这句也转给工作人员了，" + moment(t.st.Waiting.By, t.now) + "前联系您。", Tail: "等不及，打" + t.phone() + "。"}
	if t.st.Waiting.Kind == handoff.Crisis {
		said = Reply{Text: "您说的我转给值班同志了，他会联系您。", Tail: "有危险马上打110或120；想找人说说，打12356；值班电话" + t.duty() + "。"}
	}
	t.add("又说：“"+clean+"”", said)
}

// narrow makes full-width digits half-width.
func narrow(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r >= '０' && r <= '９' {
			out[i] = r - '０' + '0'
		}
	}
	return string(out)
}
