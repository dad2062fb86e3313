package dialog

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/benefit"
)

func answer(k Known) func(context.Context) (Known, bool, error) {
	return func(context.Context) (Known, bool, error) { return k, true, nil }
}

func TestPayment(t *testing.T) {
	s := newStage(t).means("补助到账没", "payment.when")
	s.means("农村老兵补贴", "payment.when").means("我爸的补助发了没", "payment.when", "for", "father")
	s.say("补助到账没")
	s.say("农村老兵补贴")
	s.say("我爸的补助发了没")
	s.golden("payment")
}

func TestPaymentKnown(t *testing.T) {
	s := newStage(t).knownTo().means("补助到账没", "payment.when")
	s.say("补助到账没")
	require.NotContains(t, s.last, "120", "no amount in a chat")
	s.deps.Records = records{payments: func(uuid.UUID) ([]benefit.Payment, error) {
		return []benefit.Payment{{Subject: "残疾抚恤金", Month: "2025-12", DueOn: "2026-01-10"}}, nil
	}}
	s.say("补助到账没")
	s.deps.Records = records{payments: func(uuid.UUID) ([]benefit.Payment, error) { return nil, nil }}
	s.say("补助到账没")
	s.golden("payment_known")
}
