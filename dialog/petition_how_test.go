package dialog

import "testing"

func TestPetitionHow(t *testing.T) {
	s := newStage(t).means("我要反映问题", "petition.file").means("村干部贪污我要举报", "petition.file").means("能几个人一起去", "petition.rules").
		means("能匿名吗", "petition.rules").means("要带材料吗", "petition.rules").means("我想撤回", "petition.rules").means("怎么打分", "petition.rate").
		means("答复我不服", "petition.review").means("怎么申请复核", "petition.review")
	s.say("我要反映问题")
	s.say("3")
	for _, q := range []string{"能几个人一起去", "能匿名吗", "要带材料吗", "我想撤回", "村干部贪污我要举报", "怎么打分", "答复我不服", "怎么申请复核"} {
		s.say(q)
	}
	s.golden("petition_how")
}
