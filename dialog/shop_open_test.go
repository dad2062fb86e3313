package dialog

import "testing"

// A shop's page says for whom an offer is, and when nobody has looked lately.
func TestShopOpen(t *testing.T) {
	s := newStage(t)
	s.state.Claimed = "military_family"
	s.at(market, "云溪菜市场")
	s.say("1")
	s.say("2")
	s.say("返回")
	s.say("3")
	s.say("返回")
	s.say("4")
	s.golden("shop_open")
}

func TestShopGone(t *testing.T) {
	s := newStage(t)
	s.state.Options = []Option{{Label: "旧店", Step: Step{Intent: "shop.open", Slots: map[string]string{"name": "旧店", "lat": "32.1", "lng": "118.1"}}}}
	s.say("1")
	s.golden("shop_gone")
}
