package wechat

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestSendText(t *testing.T) {
	r := newRig(t)
	require.NoError(t, r.gateway.SendText(t.Context(), alice, "您好，<2>\x00 & 完"))
	require.NoError(t, r.gateway.SendText(t.Context(), alice, strings.Repeat("长", 1000)))
	sent := r.sim.Sent(alice)
	require.Equal(t, "您好，<2> & 完", sent[0].Text)
	require.LessOrEqual(t, len(sent[1].Text), TextLimit)
	require.True(t, utf8.ValidString(sent[1].Text))
	require.True(t, strings.HasSuffix(sent[1].Text, "长…"))
	require.Empty(t, r.sim.Sent("oOther"))
}

func TestSendTextRefusalsAreTyped(t *testing.T) {
	for code, class := range map[int]Class{45015: ClassGone, 45047: ClassQuota, 43101: ClassGone, 48001: ClassConfig, 47003: ClassInvalid, 99999: ClassInvalid} {
		r := newRig(t)
		r.sim.Fail("/cgi-bin/message/custom/send", code, 1)
		err := r.gateway.SendText(t.Context(), alice, "您好")
		require.Equal(t, class, Classify(err))
		require.ErrorContains(t, err, "custom/send")
		require.Empty(t, r.sim.Sent(alice))
	}
	require.Empty(t, Classify(nil))
}

func TestSendTextAsksABusyWeChatAgain(t *testing.T) {
	r := newRig(t)
	r.sim.Fail("/cgi-bin/message/custom/send", -1, 2)
	require.NoError(t, r.gateway.SendText(t.Context(), alice, "您好"))
	require.Len(t, r.sim.Sent(alice), 1)
	r.sim.Fail("/cgi-bin/message/custom/send", -1, 3)
	require.Equal(t, ClassTemporary, Classify(r.gateway.SendText(t.Context(), alice, "您好")))
}

func TestTwoGatewaysInOneProcessKeepApart(t *testing.T) {
	one, two := newRig(t), newRig(t)
	require.NoError(t, one.gateway.SendText(t.Context(), alice, "一"))
	require.NoError(t, two.gateway.SendText(t.Context(), alice, "二"))
	require.Equal(t, "一", one.sim.Sent("")[0].Text)
	require.Equal(t, "二", two.sim.Sent("")[0].Text)
	require.Len(t, one.sim.Sent(""), 1)
}
