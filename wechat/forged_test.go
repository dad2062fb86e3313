package wechat

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/fault"
	"shuangyong/wechat/simulator"
)

// Every forgery that the simulator knows is refused in every mode and format, and nobody learns which of them was tried.
func TestEveryForgeryIsRefusedAlike(t *testing.T) {
	for name, w := range ways() {
		t.Run(name, func(t *testing.T) {
			s, gateways := newWay(t, w)
			for _, side := range []simulator.Side{simulator.Official, simulator.Mini} {
				names, authentic := s.Forgeries(side)
				for _, how := range names {
					m := simulator.Text(alice, "转账")
					m.To = side
					q, body, err := s.Forge(m, how)
					require.NoError(t, err)
					in, e, err := gateways[side].Open(q, body)
					require.Error(t, err, how)
					require.Equal(t, Inbound{}, in, how)
					if authentic[how] {
						require.Equal(t, ReasonUnreadable, fault.Of(err).Reason, how)
						_, answer, err := e.Seal(TextReply("转账已办理"))
						require.NoError(t, err)
						require.Equal(t, "success", string(answer), how)
						continue
					}
					require.Equal(t, ReasonRefused, fault.Of(err).Reason, how)
					require.Equal(t, "请求未被接受。", fault.Of(err).Detail, how)
					_, answer, err := e.Seal(TextReply("转账已办理"))
					require.NoError(t, err)
					require.Equal(t, "success", string(answer), "%s: there is nobody to seal for", how)
				}
				m := simulator.Text(alice, "你好")
				m.To = side
				q, body, err := s.Request(m)
				require.NoError(t, err)
				_, _, err = gateways[side].Open(q, body)
				require.NoError(t, err, "WeChat's own is still good")
			}
		})
	}
}
