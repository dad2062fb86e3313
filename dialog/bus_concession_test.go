package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/bus"
)

func TestBusConcession(t *testing.T) {
	s := newStage(t).means("坐公交要钱吗", "bus.concession").means("不对，我是残疾军人", "unknown").means("我父亲坐车呢", "bus.concession", "for", "father").means("烈士家属坐车要钱吗", "bus.concession")
	s.say("坐公交要钱吗")
	s.say("1")
	s.say("不对，我是残疾军人")
	s.say("坐公交要钱吗")
	s.say("我父亲坐车呢")
	s.say("烈士家属坐车要钱吗")
	s.golden("bus_concession")
}

// What he is on file answers at once, and only then is the file asked for.
func TestBusConcessionKnown(t *testing.T) {
	s := newStage(t).knownTo().means("坐公交要钱吗", "bus.concession").means("优待证刷不出来", "bus.concession")
	s.say("坐公交要钱吗")
	s.say("优待证刷不出来")
	s.golden("bus_concession_known")
}

// Rules of single lines are said together where they cover every pioneer line, and one by one where they do not.
func TestBusConcessionByLine(t *testing.T) {
	s := newStage(t)
	rule := func(route string) bus.Concession {
		return bus.Concession{RouteID: route, AgencyID: "yx", Fare: bus.Half, From: "2024-01-01"}
	}
	general := bus.Concession{AgencyID: "yx", Fare: bus.Full, From: "2024-01-01"}
	turn := newTurn(t.Context(), New(s.deps), s.now, s.who, State{}, Message{})
	require.Equal(t, []string{"拥军先锋号各线：半价", "云溪公交的车：照常买票"}, turn.grouped([]bus.Concession{rule("r5"), rule("r13"), general}))
	require.Equal(t, []string{"拥军先锋号5路：半价", "云溪公交的车：照常买票"}, turn.grouped([]bus.Concession{rule("r5"), general}))
	require.Equal(t, []string{"指定的线路：半价"}, turn.grouped([]bus.Concession{rule("r8")}))
}
