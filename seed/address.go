package seed

import (
	"fmt"
	"strings"

	"shuangyong/models/station"
)

// streets are names that every town in the country could have.
var streets = strings.Fields("槐荫路 梧桐大道 人民路 文昌街 钟楼街 鼓楼巷 书院路 柳岸街 河滨路 望河路 清泉街 纺织路 站前街 果园路 杏林街 米市街 油坊巷 木桥街 礼巷 义井路 " +
	"振兴街 建设路 新华街 青年路 光明街 胜利路 和平街 府前街 北环路 南环路 工农路 菜市街 莲池路 紫薇路 丹桂街 学府路 通济街 仁里巷")

// townOf is the town that a station is in or below.
func (c *City) townOf(s station.Station) town {
	for _, t := range c.towns {
		if s.Path.Within(c.stations[t.station].Path) {
			return t
		}
	}
	return c.towns[0] // the city's own station stands there
}

// homeAddress is where a household of the village or community lives.
func homeAddress(d dice, t town, s station.Station) string {
	if strings.HasSuffix(place(s), "社区") {
		return fmt.Sprintf("%s%s%s%s%d号%d栋%d室", CityName, t.name, place(s), pick(d, streets), d.between(1, 120), d.between(1, 18), d.between(1, 6)*100+d.between(1, 4))
	}
	return fmt.Sprintf("%s%s%s%d组%d号", CityName, t.name, place(s), d.between(1, 9), d.between(1, 68))
}
