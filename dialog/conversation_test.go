package dialog

import (
	"sync"
	"testing"

	"shuangyong/dialog/understand"
)

// reader is the program's own understanding, made once for all tests.
var reader = sync.OnceValue(understand.New)

// real is a stage on which the program itself understands.
func real(t *testing.T) *stage {
	s := newStage(t)
	s.words = reader()
	return s
}

// A veteran of 71 asks one thing after another in his own words.
func TestConversationVeteran(t *testing.T) {
	s := real(t)
	s.send(Message{Kind: Follow}, "[关注]")
	for _, said := range []string{
		"我是退伍老兵，我能享受点啥", "更多", "第一个", "那我坐公交车要钱不", "拥军先锋号是哪几路", "1", "附近有没有便宜的饭馆",
	} {
		s.say(said)
	}
	s.at(market, "云溪菜市场")
	for _, said := range []string{"第二家", "返回", "他家不认我的证", "河湾火锅，昨天晚上说活动结束了", "谢谢啊", "再说一遍"} {
		s.say(said)
	}
	s.golden("conversation_veteran")
}

// A daughter far away asks for her father.
func TestConversationDaughter(t *testing.T) {
	s := real(t)
	for _, said := range []string{
		"你好", "我爸是残疾军人，坐车要钱吗", "他的优待证办到哪了", "补助到账没有", "我能替我爸办吗", "东街服务站电话多少", "转人工", "13812348000",
	} {
		s.say(said)
	}
	s.golden("conversation_daughter")
}

// Someone angry.
func TestConversationAngry(t *testing.T) {
	s := real(t)
	for _, said := range []string{
		"都两个月了怎么还没信", caseNo, "你们踢皮球呢是吧", "8000", "答复我不满意", "再不管我就去北京", "1", "算了",
	} {
		s.say(said)
	}
	s.golden("conversation_angry")
}

// The owner of a small shop.
func TestConversationOwner(t *testing.T) {
	s := real(t)
	for _, said := range []string{"我开理发店的，想加入拥军门店", "要交钱吗", "最近的服务站在哪"} {
		s.say(said)
	}
	s.at(market, "云溪菜市场")
	s.say("有人打电话说交三百块钱就给挂牌子，是真的吗")
	s.golden("conversation_owner")
}

// A widow of 68 writes in pieces.
func TestConversationWidow(t *testing.T) {
	s := real(t)
	for _, said := range []string{
		"在吗", "我老伴当过兵，去年走了", "我是烈属", "我能享受什么", "不对，我是军属", "家里揭不开锅了", "不是", "没有了", "再见",
	} {
		s.say(said)
	}
	s.golden("conversation_widow")
}

// Someone who leaves things half done, comes back, and errs.
func TestConversationWanderer(t *testing.T) {
	s := real(t)
	for _, said := range []string{
		"优待证怎么办，附近的服务站在哪", "继续", "预约", "第三个", "还有吗", "9", "最后一个", "上一步", "查信访进度", "明天天气咋样", "接着查", "482193051", "不办了", "随便", "都不是",
	} {
		s.say(said)
	}
	s.golden("conversation_wanderer")
}
