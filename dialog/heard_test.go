package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A place said alone is where the list on the screen is wanted.
func TestPlaceSaidAlone(t *testing.T) {
	s := newStage(t).means("哪里剪头便宜", "shop.search", "category", "理发").means("离人民医院近的", "unknown", "place", "人民医院")
	s.say("哪里剪头便宜")
	s.say("离人民医院近的")
	require.Contains(t, s.last, "“人民医院”附近的理发优惠店")
}

// Whoever waits for a human and asks 怎么还不来 does not mean the bus.
func TestWaitingIsNotForTheBus(t *testing.T) {
	s := newStage(t).means("人工", "human").means("怎么还不来", "bus.arrivals")
	s.say("人工")
	s.say("怎么还不来")
	require.Contains(t, s.last, "已经在请了")
}

// An option may be said in full as it stands on the screen.
func TestOptionSaidInFull(t *testing.T) {
	s := newStage(t).means("举报村干部贪污", "petition.file").means("不是检举是我自己的事", "petition.file")
	s.say("举报村干部贪污")
	require.Contains(t, s.last, "12388")
	s.say("不是检举是我自己的事")
	require.Contains(t, s.last, "您的事我们接")
}

// The hours of the city's own station answer whoever names none.
func TestHoursOfNoStation(t *testing.T) {
	s := newStage(t).means("礼拜天上班不", "station.find")
	s.say("礼拜天上班不")
	require.Contains(t, s.last, "周一至周五 8:30")
	s.say("怎么报警")
	require.Contains(t, s.last, "110")
}

// A complaint about errands is a complaint, and an insult is met before any menu.
func TestAngerIsNotAnsweredWithPolicy(t *testing.T) {
	s := newStage(t).means("办个证跑了五趟", "card.apply")
	s.say("办个证跑了五趟")
	require.Contains(t, s.last, "对不起")
	require.Contains(t, s.last, "您的事我们接")
	help := s.script()["办个证跑了五趟"]
	help.Intent, help.Abuse = "help", true
	s.script()["什么破玩意"] = help
	s.say("什么破玩意")
	require.Contains(t, s.last, "您有气，我们听着")
}

// Whose son is in the army now is of a military family.
func TestWhoseSonServes(t *testing.T) {
	for said, want := range map[string]string{"我儿子在新疆当兵家里有啥": "military_family", "老公在部队呢": "military_family", "我当过兵": "veteran"} {
		require.EqualValues(t, want, statusIn(said), said)
	}
}
