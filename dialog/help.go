package dialog

import "strings"

// help says what can be done here, five at a time, and how to read it when the letters are too small.
func help(t *turn, s Step) error {
	said := s.slot(words)
	switch {
	case hasAny(said, "字太小", "写大", "大点", "大些", "字大", "字小", "瞅不清", "看不清"):
		t.say("字可以放大：打开微信，点“我”—“设置”—“通用”—“字体大小”，往右拉。\n看着还费劲，就打" + t.phone() + "，我们说给您听。")
		return nil
	case hasAny(said, "念给我", "读给我", "念一下", "说慢"):
		t.say("我只会写字。长按我的话，有的手机能点“朗读”。\n不方便看，打" + t.phone() + "，我们慢慢说给您听。")
		return nil
	case hasAny(said, "语音", "不会打字", "不识字"):
		t.say("不用打字：按住下面的“按住说话”，说完松手就行。\n不想弄手机，打" + t.phone() + "；回“人工”，请人联系您。")
		return nil
	}
	if s.Offset == 0 {
		t.say("我能帮您办这些。回数字，或者直接说：", firstOptions()...)
		t.tail("回“更多”看后面的；回“人工”找人；打" + t.phone() + "也行。")
		t.st.Next = maxOptions
		return nil
	}
	t.say("还能办这些：",
		Option{Label: "查进度（诉求、优待证、补助）", Say: "查进度", Step: Step{Intent: "menu.progress"}},
		Option{Label: "最近的服务站", Say: "服务站", Step: Step{Intent: "station.find"}},
		Option{Label: "家里有困难，想找帮助", Say: "困难", Step: Step{Intent: "aid.request"}},
		Option{Label: "怎么办优待证", Say: "优待证", Step: Step{Intent: "card.apply"}},
		Option{Label: "找人工", Say: "人工", Step: Step{Intent: "human"}})
	t.tail("说话也行：按住“按住说话”，说完松手。")
	return nil
}

func hasAny(s string, any ...string) bool {
	for _, w := range any {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
