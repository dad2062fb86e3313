package seed

import (
	"fmt"
	"strings"

	"github.com/google/uuid"

	"shuangyong/models/geo"
	"shuangyong/models/station"
)

// The three levels: 1 centre, 20 towns, 260 villages and communities.
const (
	stationCount = 281
	openHours    = "周一至周五 8:30–12:00，14:00–17:30"
)

// townSeed is what is known of a town before its villages are invented: where it lies (metres east and north of the city's centre),
// how many villages it has, and how many people live there compared with the others.
type townSeed struct {
	name, short string
	east, north float64
	villages    int
	weight      int
}

var townSeeds = []townSeed{
	{"东街街道", "东街", 1500, 300, 11, 12},
	{"西关街道", "西关", -1700, -200, 11, 11},
	{"城南街道", "城南", 200, -2100, 11, 10},
	{"北园街道", "北园", -300, 2300, 11, 10},
	{"新河街道", "新河", 3900, 1900, 11, 9},
	{"平桥镇", "平桥", 8200, -3900, 16, 6},
	{"柳湾镇", "柳湾", -7600, 5200, 15, 6},
	{"石鼓镇", "石鼓", 5400, 9800, 15, 5},
	{"清水铺镇", "清水铺", -9800, -4300, 15, 5},
	{"大槐树镇", "大槐树", 12900, 4700, 14, 5},
	{"双河口镇", "双河口", -2900, -11300, 14, 5},
	{"白塔岭镇", "白塔岭", -13800, 1200, 14, 4},
	{"杨树坪镇", "杨树坪", 2100, 15600, 13, 4},
	{"古渡镇", "古渡", 9700, -12500, 14, 4},
	{"茶店镇", "茶店", -8300, 13700, 13, 4},
	{"长岗镇", "长岗", 17800, -2600, 13, 3},
	{"栗园镇", "栗园", -15600, -9900, 13, 3},
	{"云盘乡", "云盘", -18900, 8800, 12, 2},
	{"桃坞乡", "桃坞", 14300, 14100, 12, 2},
	{"竹溪乡", "竹溪", -4800, -19200, 12, 2},
}

// Words that villages and communities are named with.
var (
	villageFirst = strings.Fields("柳 石 杨 桃 枣 槐 松 竹 梨 荷 井 泉 沙 金 银 白 黄 黑 青 红 上 下 前 后 东 西 南 北 大 小 新 老 高 长 双 三 五 七 九 龙 凤 鹤 雁 鹰 " +
		"王家 李家 张家 刘家 陈家 赵家 周家 吴家 徐家 孙家 郭家 马家 罗家 宋家 郑家 韩家 冯家 于家 程家 曹家 袁家 许家 傅家 沈家 吕家 苏家 卢家 蒋家 贾家 丁家 魏家 薛家")
	villageLast    = strings.Fields("湾 沟 庄 坪 桥 坡 寨 岭 洼 堡 井 冲 塘 楼 集 屯 峪 铺 店 埠")
	communityWords = strings.Fields("槐荫 梧桐 文昌 钟楼 鼓楼 西园 东园 南苑 北苑 书院 紫薇 海棠 玉兰 银杏 丹桂 石榴 石桥 清泉 莲池 柳岸 河滨 望河 向阳 朝阳 和平 和顺 " +
		"团结 友谊 幸福 安康 长宁 永安 同心 德邻 仁里 义井 礼巷 杏林 米市 油坊 染坊 木桥 铁匠 花园 果园 菜园 桑园 茶亭 长亭 驿前 站前 纺织 机修 水塔 新村")
)

// town is a town and its villages as indexes into the stations.
type town struct {
	townSeed
	station  int
	villages []int
	centre   geo.Point
}

const (
	cityServices    = "优待证 信访接待 领导接访 政策咨询 伤残评定 档案查询 移交安置 就业创业 法律援助 信息采集 心理咨询"
	townServices    = "优待证 信访接待 政策咨询 就业创业 法律援助 信息采集"
	villageServices = "信访接待 政策咨询 信息采集"
)

// buildStations invents the tree. It is small, so it is held; everything else is streamed past it.
func (c *City) buildStations() {
	root := station.Station{
		ID: c.id("station", 0), Code: RegionCode, Name: CityName + "退役军人服务中心（" + Mark + "）", ShortName: "市服务中心", Level: station.City,
		Path: RegionCode + "/", Address: CityName + "梧桐大道18号" + marked, Phone: BureauPhone, Contact: "周同志", Hours: openHours, Services: cityServices,
	}
	at := offset(centre, 350, 120)
	root.Lat, root.Lng = at.Lat, at.Lng
	c.stations = append(c.stations, root)
	used := map[string]bool{"柳湾": true} // the clerk's village, named by her story
	street, rural := 0, 0
	for t, ts := range townSeeds {
		code := RegionCode + "001"
		if strings.HasSuffix(ts.name, "街道") {
			street++
			code = fmt.Sprintf("%s%03d", RegionCode, street)
		} else {
			rural++
			code = fmt.Sprintf("%s%03d", RegionCode, 99+rural)
		}
		c.addTown(t, ts, code, root, used)
	}
}

func (c *City) addTown(t int, ts townSeed, code string, root station.Station, used map[string]bool) {
	d := c.dice("town", t)
	at := offset(centre, ts.east, ts.north)
	s := station.Station{
		ID: c.id("station", len(c.stations)), Code: code, Name: ts.name + "退役军人服务站", ShortName: ts.short + "服务站", Level: station.Town, ParentID: ptr(root.ID),
		Path: root.Path + station.Path(code) + "/", Address: fmt.Sprintf("%s%s%s%d号%s", CityName, ts.name, pick(d, streets), d.between(1, 180), marked),
		Lat: at.Lat, Lng: at.Lng, Phone: landline(100 + len(c.stations)), Contact: pick(d, surnames[:60]) + "同志", Hours: openHours, Services: townServices,
	}
	if t == 0 {
		s.Contact = "李同志"
	}
	tw := town{townSeed: ts, station: len(c.stations), centre: at}
	c.stations = append(c.stations, s)
	for v := range ts.villages {
		tw.villages = append(tw.villages, len(c.stations))
		c.stations = append(c.stations, c.village(d, tw, v, s, used))
	}
	c.towns = append(c.towns, tw)
}

// village invents one village (or, in a street, community) with a name that no other has.
func (c *City) village(d dice, tw town, v int, parent station.Station, used map[string]bool) station.Station {
	n := len(c.stations)
	urban := strings.HasSuffix(tw.name, "街道")
	name, suffix, code := "", "村", fmt.Sprintf("%s%03d", parent.Code, 200+v)
	spread := 1100.0
	if urban {
		suffix, code, spread = "社区", fmt.Sprintf("%s%03d", parent.Code, 1+v), 420
	}
	for name == "" || used[name] {
		name = pick(d, villageFirst) + pick(d, villageLast)
		if urban {
			name = pick(d, communityWords)
		}
	}
	if tw.name == "柳湾镇" && v == 0 {
		name = "柳湾" // the village of the stories
	}
	used[name] = true
	at := offset(tw.centre, d.NormFloat64()*spread, d.NormFloat64()*spread)
	s := station.Station{
		ID: c.id("station", n), Code: code, Name: name + suffix + "退役军人服务站", ShortName: name + suffix + "服务站", Level: station.Village, ParentID: ptr(parent.ID),
		Path: parent.Path + station.Path(code) + "/", Address: CityName + tw.name + name + suffix + "党群服务中心" + marked, Lat: at.Lat, Lng: at.Lng,
		Phone: landline(100 + n), Contact: pick(d, surnames[:60]) + "同志", Hours: openHours, Services: villageServices,
	}
	if name == "柳湾" {
		s.Contact = "王同志" // the clerk of the stories
	} else if d.chance(7) { // a small village has one clerk, who farms as well
		s.Hours = "周一至周五 9:00–11:30"
	}
	return s
}

func ptr(id uuid.UUID) *uuid.UUID { return &id }

// place is a station's own name without the words for its office: 柳湾村, 东街街道.
func place(s station.Station) string { return strings.TrimSuffix(s.Name, "退役军人服务站") }
