package dialog

import (
	"time"

	"shuangyong/dialog/understand"
	"shuangyong/models/clock"
	"shuangyong/models/handoff"
)

// crisis answers danger to life. Whatever form was open is kept and no form is met; a human is alerted, and 已通知 is said only once the alert
// is committed.
func (t *turn) crisis(kind, clean string) error {
	if kind == understand.Escalation {
		return t.escalation(clean)
	}
	lead := t.firstAid(kind, clean)
	t.say(lead)
	t.tail("请直接打" + t.duty() + "，告诉他们您在哪儿。")
	by := t.now.Add(10 * time.Minute)
	summary := "紧急（" + crisisNames[kind] + "）：“" + clean + "”。" + t.about()
	t.open(handoff.Crisis, summary, by, Reply{
		Text: lead,
		Tail: lines(alerted(kind), "方便的话，把手机号或位置发来，我马上转给他。"),
	})
	return nil
}

var crisisNames = map[string]string{
	understand.SelfHarm: "可能伤害自己",
	understand.Violence: "可能伤害他人",
	understand.Medical:  "有人急病或受伤",
}

func alerted(kind string) string {
	if kind == understand.SelfHarm {
		return "已通知值班同志联系您。身边有人的话，请他陪着您。"
	}
	return "已通知值班同志联系您。"
}

// firstAid is whom to call this minute. At night the numbers that always answer come first.
func (t *turn) firstAid(kind, clean string) string {
	switch kind {
	case understand.Medical:
		return "请马上打120，说清地址和病人的样子，电话先别挂。\n旁边有人的话，请他到路口接车。"
	case understand.Violence:
		if threatened(clean) {
			return "先躲到安全的地方，锁好门，离他远些。\n马上打110，说清您在哪儿；有人受伤，打120。\n不方便出声，可以给12110发短信报警。"
		}
		return "先停一停，您和身边人的平安最要紧。\n有人要受伤，请马上打110；已经伤了人，打120。\n天大的事，我们坐下来跟您一起谈。"
	}
	if h := t.now.In(clock.Shanghai).Hour(); h >= 22 || h < 7 {
		return "您的安全最要紧，我们在。\n有危险请马上打110或120；夜里值班电话" + t.duty() + "。\n想找人说说，也可以打12356。"
	}
	return "您的安全最要紧，我们在。\n有危险请马上打110或120；想找人说说，打12356。"
}

// threatened tells somebody who is in danger from somebody who is a danger.
func threatened(said string) bool {
	if hasAny(said, "我要", "我就", "我今天", "我非", "老子", "我先", "跟你们", "跟他拼") {
		return false
	}
	return hasAny(said, "打我", "砍我", "杀我", "捅我", "追我", "追人", "追着", "掐", "踹", "砸门", "堵在", "堵着", "救我", "救命", "又打", "在打", "打老", "打娃", "打孩子", "抢", "绑",
		"有人", "有个人", "门外", "隔壁", "邻居", "楼下", "对着我", "要砍", "推下楼")
}

// stillInDanger hears what follows an alarm. Neither 不用你管 nor 没事了 ends it: whoever is on duty is told, and decides.
func (t *turn) stillInDanger(u understand.Understanding, clean string) bool {
	if w := t.st.Waiting; w == nil || w.Kind != handoff.Crisis || t.st.Form != nil || u.Choice != 0 {
		return false
	}
	better := ended(clean) || hasAny(clean, "没事了", "好多了", "好点了", "好些了", "缓过来", "醒过来了", "醒了", "说着玩", "开玩笑", "逗你")
	if !better && !u.No && u.Intent != "cancel" && !hasAny(clean, "不用你管", "别管我", "不用管", "少管") {
		return false
	}
	t.passWords(clean)
	if better {
		t.opening.said.Text = "那就好。您说的我转给值班同志了，他还是会问候您一声。"
	}
	return true
}

// duty is the number that is answered at any hour.
func (t *turn) duty() string {
	if t.e.Bureau.Duty != "" {
		return t.e.Bureau.Duty
	}
	return t.phone()
}
