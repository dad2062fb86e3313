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
