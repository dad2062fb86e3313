package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBenefitAsk(t *testing.T) {
	s := newStage(t).means("六十岁老兵补助", "benefit.ask", "topic", "pension").means("开店减税", "benefit.ask").means("逐月领取退役金", "benefit.ask").
		means("光荣牌掉了换一个", "benefit.ask", "topic", "plaque").means("有没有免费机票", "benefit.ask").means("退役大学生复学升学", "benefit.ask", "topic", "education")
	s.say("六十岁老兵补助")
	s.means("早年补助", "benefit.ask").say("早年补助")
	s.means("退役士兵开店减税", "benefit.ask")
	s.say("退役士兵开店减税")
	s.say("逐月领取退役金")
	s.say("光荣牌掉了换一个")
	s.say("有没有免费机票")
	s.say("退役大学生复学升学")
	s.say("更多")
	s.say("再说一遍")
	s.golden("benefit_ask")
}

// The festivals' visits are settled anew every year, and it says so.
func TestBenefitAskVisits(t *testing.T) {
	s := newStage(t).means("春节慰问", "benefit.ask")
	require.Contains(t, s.say("春节慰问"), "当年的通知")
}
