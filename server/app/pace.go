package app

import (
	"context"
	"time"

	"shuangyong/handlers/mini"
	"shuangyong/server/middleware"
	"shuangyong/session"
)

// pace tells how long who must wait before he may do what once more, by the settings' limits.
func (s *Stores) pace() middleware.Wait {
	l, paces := s.Config.Limits, session.NewPaces(s.Redis, s.Keys, s.Clock, s.Log)
	perMinute := map[string]int{
		middleware.AddressLogin: l.LoginsPerAddress, middleware.AddressCall: l.CallsPerAddress,
		mini.AccountLogin: l.LoginsPerAccount, mini.AccountCall: l.CallsPerAccount,
	}
	return func(ctx context.Context, what, who string) time.Duration {
		n := perMinute[what]
		return paces.Wait(ctx, what, who, session.Pace{PerMinute: n, Burst: n})
	}
}
