package dialog

import "shuangyong/dialog/understand"

// lonely tells that somebody wants to be heard rather than served.
func lonely(said string) bool {
	return hasAny(said, "睡不着", "心里难受", "心里苦", "心里堵", "憋得慌", "闷得慌", "闲得慌", "冷清", "陪我说", "陪我唠", "陪我聊", "没人陪", "孤单", "孤独", "就剩我一个", "没人说话", "做噩梦", "想起打仗", "想战友", "想他们", "想老伴", "想老头子", "想老婆子", "想儿子", "想闺女", "想爹娘", "梦见老", "在的时候", "他还在", "她还在", "空落落", "老伴走后", "老头子走后")
}

// solace answers with company, not with a form. Where somebody fought is never asked.
func (t *turn) solace() {
	t.say("您说的，我们听着。这些年不容易。\n想找人说说，打12356，有人陪您聊；也可以选：",
		Option{Label: "请人联系我，陪我说说话", Say: "说说话", Step: Step{Intent: "human", Slots: map[string]string{words: "心里难受，想找人说说话"}}},
		Option{Label: "约心理咨询", Say: "心理咨询", Step: Step{Intent: "appointment.book", Slots: map[string]string{understand.SlotService: "心理咨询"}}})
	t.tail("身子不舒服，马上打120。")
}
