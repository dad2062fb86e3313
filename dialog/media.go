package dialog

// voiceless answers a voice message that came without its words.
func (t *turn) voiceless() error {
	t.say(lines(
		"您的语音收到了，可这回没转成文字，我还不知道您说的什么。",
		"请长按那条语音，点“转文字”，再把文字发给我。",
		"或者回个数字："), firstOptions()...)
	t.tail("不方便打字，打" + t.phone() + "，或回“人工”。")
	return nil
}

// pictured answers photographs and films: they are received, not looked at, and not kept.
func (t *turn) pictured() error {
	what := "照片"
	if t.m.Kind == Video {
		what = "视频"
	}
	t.say(lines(
		what+"收到了。我还看不了"+what+"，也没有保存，请您自己留好，办事时给工作人员看。",
		"您是为哪件事发的？"),
		Option{Label: "反映诉求", Say: "反映", Step: Step{Intent: "petition.file"}},
		Option{Label: "店家、公交不认优待证", Say: "不认优待证", Step: Step{Intent: "shop.complain"}},
		Option{Label: "办优待证", Say: "优待证", Step: Step{Intent: "card.apply"}},
		Option{Label: "找人看一看", Say: "人工", Step: Step{Intent: "human"}})
	t.tail("请别发带部队番号、驻地的" + what + "。")
	return nil
}

// otherwise answers links, files and whatever else WeChat brings.
func (t *turn) otherwise() error {
	t.say("收到了，不过这种内容我打不开。\n用一句话说说您要办什么，就行：", firstOptions()...)
	t.tail("不认识的链接，别点，也别转账。找人回“人工”。")
	return nil
}
