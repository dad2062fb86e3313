package dialog

// welcome is what a new follower reads.
func (t *turn) welcome() error {
	t.st = State{Waiting: t.st.Waiting}
	t.say("您好，这里是"+t.e.Bureau.Name+"。\n说话或打字都行，比如：", firstOptions()...)
	t.tail("回数字也行。想找人说，回“人工”，或打" + t.phone() + "。\n办事不收费；请别写部队番号、驻地。")
	return nil
}

// greet answers 你好 and opens the way.
func greet(t *turn, _ Step) error {
	t.say(t.hello()+"您想办哪样？回数字，或者直接说：", firstOptions()...)
	t.tail("找人回“人工”，或打" + t.phone() + "。")
	return nil
}

func (t *turn) hello() string {
	switch h := hour(t.now); h[:len("上午")] {
	case "上午":
		return "上午好！"
	case "中午":
		return "中午好！"
	case "下午":
		return "下午好！"
	case "晚上":
		return "晚上好！"
	}
	return "您好！"
}

func thanks(t *turn, _ Step) error {
	t.say("不客气，应该的。\n还有事，随时说。")
	return nil
}

// firstOptions are the five commonest wishes. A bare number with nothing else on the screen means one of them.
func firstOptions() []Option {
	return []Option{
		{Label: "我能享受什么", Say: "优待", Step: Step{Intent: "benefit.mine"}},
		{Label: "附近优惠店", Say: "优惠店", Step: Step{Intent: "shop.nearby"}},
		{Label: "坐公交要钱吗", Say: "坐公交", Step: Step{Intent: "bus.concession"}},
		{Label: "预约办事", Say: "预约", Step: Step{Intent: "appointment.book"}},
		{Label: "反映诉求", Say: "反映", Step: Step{Intent: "petition.file"}},
	}
}
