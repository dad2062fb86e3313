package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMourning(t *testing.T) {
	s := newStage(t).means("我老伴去年走了，当过兵", "benefit.mine")
	s.say("我老伴去年走了，当过兵")
	s.golden("mourning")
}

func TestMourns(t *testing.T) {
	for said, want := range map[string]bool{"我老伴去年走了": true, "我爸去世了抚恤金还有吗": true, "儿子走了兵": false, "我走了": false, "老人没了光荣牌还挂吗": true} {
		require.Equal(t, want, mourns(said), said)
	}
}

// A question about the payments of somebody who has died is met with sympathy first, however it was read.
func TestMourningInOtherIntents(t *testing.T) {
	s := newStage(t).means("我老伴去世了，他的补助怎么办", "payment.when", "for", "spouse").means("我爸走了，他的证怎么办", "family.bind", "for", "father")
	for _, said := range []string{"我老伴去世了，他的补助怎么办", "我爸走了，他的证怎么办"} {
		s.say(said)
		require.Contains(t, s.last, "请节哀", said)
	}
}

func TestMournsAndWhatOnlySoundsSo(t *testing.T) {
	for said, want := range map[string]bool{
		"老伴走了三年了": true, "孩子他爹在边防没了三年了": true, "我爸走了，他的证怎么办": true, "我娘上个月没了": true, "父亲去世了": true,
		"我妈的补助没了": false, "我爸的优待证没了": false, "我爸走了三趟": false, "证没了，我爸急": false, "我爸工资卡没了": false, "我儿子走了": false,
	} {
		require.Equal(t, want, mourns(said), said)
	}
	s := newStage(t)
	require.Contains(t, s.say("孩子他爹在边防没了三年了"), "请节哀")
}
