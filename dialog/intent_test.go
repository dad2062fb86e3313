package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/dialog/understand"
)

// The log names what a message was taken for, whatever its answer was: a list, a call for a human, an alarm, or nothing.
func TestATurnNamesItsIntent(t *testing.T) {
	s := newStage(t).means("店", "shop.nearby").means("车", "bus.routes").means("人", "human").means("诉", "petition.progress").
		means("危", understand.Crisis, understand.SlotKind, understand.SelfHarm)
	for _, c := range []struct{ words, want string }{
		{"店", "shop.nearby"},
		{"车", "bus.routes"},
		{"返回", "shop.nearby"},
		{"人", "human"},
		{"诉", "petition.progress"},
		{caseNo, "petition.progress"},
		{"取消", ""},
		{"危", understand.Crisis},
	} {
		s.say(c.words)
		require.Equal(t, c.want, s.turn.Intent, c.words)
	}
	fresh := newStage(t)
	fresh.say("呜哩哇啦")
	require.Equal(t, understand.Unknown, fresh.turn.Intent)
}
