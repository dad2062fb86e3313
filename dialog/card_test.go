package dialog

import (
	"testing"

	"shuangyong/models/person"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/benefit"
)

func TestCard(t *testing.T) {
	s := newStage(t).means("优待证办到哪了", "card.progress").means("优待证咋办", "card.apply")
	s.say("优待证咋办")
	s.say("优待证办到哪了")
	s.golden("card")
}

func TestCardKnown(t *testing.T) {
	s := newStage(t).knownTo().means("优待证办到哪了", "card.progress")
	s.say("优待证办到哪了")
	for _, c := range []benefit.Card{
		{State: benefit.CardReady}, {State: benefit.CardRefused, Reason: "退役证件照片看不清"}, {State: benefit.CardReceived},
	} {
		c.StationPath, c.AppliedOn, c.UpdatedOn = "990100/990102/", "2026-11-02", "2026-11-20"
		s.deps.Records = records{card: func(uuid.UUID) (benefit.Card, bool, error) { return c, true, nil }}
		s.say("优待证办到哪了")
	}
	s.deps.Records = records{card: func(uuid.UUID) (benefit.Card, bool, error) { return benefit.Card{}, false, nil }}
	s.say("优待证办到哪了")
	s.golden("card_known")
}

// A file that is not proved to be his is never opened.
func TestCardUnverified(t *testing.T) {
	s := newStage(t).means("优待证办到哪了", "card.progress").means("补助到账没", "payment.when")
	s.deps.Records = records{
		card:     func(uuid.UUID) (benefit.Card, bool, error) { t.Error("card read"); return benefit.Card{}, false, nil },
		payments: func(uuid.UUID) ([]benefit.Payment, error) { t.Error("payments read"); return nil, nil },
	}
	k := known()
	k.Level = person.Stated
	s.who.Person = answer(k)
	require.Contains(t, s.say("优待证办到哪了"), "认准是您本人")
	require.Contains(t, s.say("补助到账没"), "认准是您本人")
}
