package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStationFind(t *testing.T) {
	s := newStage(t).means("最近的服务站在哪", "station.find").means("东街服务站电话", "station.find").means("柳湾村服务站在哪", "station.find").means("月亮湾服务站在哪", "station.find")
	s.say("最近的服务站在哪")
	s.at(market, "云溪菜市场")
	s.say("1")
	s.say("东街服务站电话")
	s.say("月亮湾服务站在哪")
	s.golden("station_find")
}

// 附近的站 names no station.
func TestStationWordsWithoutAName(t *testing.T) {
	for _, said := range []string{"附近的站", "站", "最近的站在哪", "服务站"} {
		require.Empty(t, stationWords(said), said)
	}
	require.Equal(t, "柳湾村", stationWords("柳湾村服务站电话"))
}
