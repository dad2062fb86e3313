package dialog

import "testing"

func TestNotYet(t *testing.T) {
	s := newStage(t).means("怎么认证", "identity.verify").means("我替我爸办", "family.bind").means("招聘会哪天", "event.find").means("我能上光荣榜吗", "honor.view").
		means("光荣牌旧了", "honor.view").means("删掉我的信息", "privacy")
	for _, q := range []string{"怎么认证", "我替我爸办", "招聘会哪天", "我能上光荣榜吗", "删掉我的信息"} {
		s.say(q)
	}
	s.golden("notyet")
}
