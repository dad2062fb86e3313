package seed

import (
	"fmt"
	"strings"

	"shuangyong/models/clock"
	"shuangyong/models/shop"
)

const shopBatch = 2000

// trade is one of the contract's categories: how many of a thousand shops, the nouns a name ends in, opening hours, and what is usually offered.
type trade struct {
	category string
	share    int
	nouns    string
	hours    string
	offers   string
}

var trades = []trade{
	{"餐饮", 230, "面馆 饭馆 小炒店 羊汤馆 饺子馆 豆腐坊 农家菜 早点铺 火锅店 包子铺", "10:00–21:00", "到店用餐9折|早点8.5折|满50元减8元|每桌送一份凉菜|节日军人军属8折"},
	{"超市", 130, "超市 便利店 生活超市 粮油店 副食店", "7:30–21:30", "全场9.5折（烟酒除外）|米面油9折|满100元减6元|60岁以上免费送货上门"},
	{"医药", 85, "大药房 药店 诊所 中医馆", "8:00–21:00", "非处方药9折|免费量血压测血糖|中药代煎免费|挂号费减半"},
	{"理发", 80, "理发店 美发店 理发馆 剪艺坊", "9:00–20:00", "理发5折|70岁以上免费理发|剪发10元|每月1日免费理发"},
	{"眼镜", 30, "眼镜店 验光中心", "9:00–19:30", "配镜8折|免费验光清洗|老花镜8.5折"},
	{"酒店", 45, "宾馆 旅社 客栈 酒店", "全天", "住宿8折|门市价8.5折，可延迟到14点退房|军属住宿9折"},
	{"汽修", 50, "汽修厂 汽车养护 轮胎店 洗车行", "8:00–18:30", "工时费8折|洗车7折|免费检查刹车和轮胎|换机油送滤芯"},
	{"加油", 20, "加油站", "全天", "每升优惠0.3元|每升优惠0.2元，优先加油"},
	{"洗浴", 20, "洗浴中心 浴池", "10:00–23:00", "浴资7折|65岁以上周一至周五半价"},
	{"旅游", 25, "旅行社 农家乐 采摘园 漂流营地", "8:30–18:00", "门票半价|本人免票，随行家属8折|采摘9折|团费减50元"},
	{"教育", 45, "培训学校 书店 托管中心 驾校 幼儿园", "8:30–20:00", "学费9折|教材费全免|图书8.5折|报名减200元"},
	{"银行", 20, "农商银行网点 村镇银行网点", "9:00–17:00", "优先窗口|工本费和短信费全免"},
	{"通信", 25, "通信营业厅 手机店", "9:00–18:30", "月费8折|贴膜免费|办宽带免安装费"},
	{"家电", 60, "家电行 电器维修部 家具城 灯具店", "8:30–19:00", "家电9.5折，送货安装免费|上门维修免上门费|家具9折"},
	{"健身", 25, "健身馆 羽毛球馆 游泳馆", "8:00–21:30", "年卡7折|工作日免费入场两小时|次卡8折"},
	{"法律", 20, "律师事务所 法律服务所 公证服务点", "9:00–17:30", "首次咨询免费|代写文书半价|遗嘱公证费减半"},
	{"殡葬", 15, "殡葬服务部 花圈寿衣店", "全天", "服务费8折|清明鲜花8折|上门服务免出车费"},
	{"其他", 75, "照相馆 打印店 洗衣店 花店 修鞋铺 锁店 窗帘店 宠物店 农资店", "8:30–19:00", "全场9折|证件照8折|干洗8.5折|配钥匙半价|种子化肥9.5折"},
}

// Words of luck, as owners like them; any two are together no brand.
var (
	luckFirst  = strings.Fields("福 顺 兴 和 永 祥 瑞 宏 德 泰 盛 隆 聚 广 同 恒 吉 荣 裕 丰 安 康 禾 麦 槐 梧 柳 青 春 秋 暖")
	luckSecond = strings.Fields("缘 来 满 源 昌 茂 泽 成 信 诚 佳 香 园 居 轩 坊 庭 和 顺 丰 禾 悦 宁 林 泉 馨 记")
	owners     = strings.Fields("家 家 记 大姐 二哥 阿婆 师傅 嫂 老三 四妹")
	neighbours = strings.Fields("街坊 人家 乡亲 四季 桥头 老街 新街 好邻居 便民 诚信 惠民 田园")
)

// shopBatches yields the partner shops.
func (c *City) shopBatches(yield func(*Batch) bool) bool {
	used := map[string]bool{}
	b := &Batch{Stage: "shops", Total: c.o.Shops}
	for i := range c.o.Shops {
		b.Shops = append(b.Shops, c.shop(i, used))
		if len(b.Shops) == shopBatch || i == c.o.Shops-1 {
			b.Done = i + 1
			if !yield(b) {
				return false
			}
			b = &Batch{Stage: "shops", Total: c.o.Shops}
		}
	}
	return true
}

// shop invents the i-th shop. The first two belong to the stories: the barber's, and one that has closed.
func (c *City) shop(i int, used map[string]bool) shop.Shop {
	d := c.dice("shop", i)
	t := trades[d.weighted(tradeShares)]
	tw := c.towns[d.weighted(townWeights)]
	if i == barberShop {
		t, tw = trades[3], c.towns[0]
	}
	if i == closedShop {
		t, tw = trades[0], c.towns[1]
	}
	urban := strings.HasSuffix(tw.name, "街道")
	spread := 900.0
	if !urban {
		spread = 450
	}
	at := offset(tw.centre, d.NormFloat64()*spread, d.NormFloat64()*spread)
	s := shop.Shop{
		ID: c.id("shop", i), Name: shopName(d, t, tw, used), Category: t.category, StationPath: c.stations[pick(d, tw.villages)].Path,
		Address: fmt.Sprintf("%s%s%s%d号%s", CityName, tw.name, pick(d, streets), d.between(1, 260), marked), Lat: at.Lat, Lng: at.Lng,
		Phone: landline(1000 + i), Hours: t.hours, State: shop.Signed,
	}
	c.sign(d, i, &s)
	switch i {
	case barberShop:
		s.Name, s.Address, s.State, s.ClosedOn = "国强理发店", CityName+"东街街道钟楼街27号"+marked, shop.Signed, ""
		s.CheckedOn = c.o.Start.AddDays(-19)
		s.Offers = []shop.Offer{
			{Title: "理发5折", Proof: "优待证、军人证件或光荣牌照片", From: s.SignedOn},
			{Title: "走不动的老人打个电话，上门理发不收钱", Statuses: "veteran disabled_veteran bereaved_family", Proof: "优待证", From: s.SignedOn},
		}
	case closedShop:
		s.Name, s.State, s.ClosedOn = "满香园饭馆", shop.Closed, c.o.Start.AddDays(-23)
	default:
		s.Offers = c.offers(d, t, s)
	}
	for k := range s.Offers {
		s.Offers[k].ID, s.Offers[k].ShopID = c.id("offer", 4*i+k), s.ID
	}
	return s
}

// sign sets where the shop stands with the bureau: most signed, some only applied, and a few of each trouble.
func (c *City) sign(d dice, i int, s *shop.Shop) {
	signed := c.signings.day(d)
	if i == appliedShop || i > appliedShop && d.chance(3) {
		s.State = shop.Applied
		return
	}
	s.SignedOn = signed
	s.PlaqueNo = fmt.Sprintf("YJ%s-%04d", strings.ReplaceAll(string(signed), "-", ""), i+1)
	s.CheckedOn = laterOf(signed, c.o.Start.AddDays(-d.between(1, 400)))
	roll := d.IntN(1000)
	if i <= appliedShop {
		roll = 1000 // decided below
	}
	left := max(1, c.o.Start.DaysSince(signed))
	switch {
	case roll < 22:
		s.State, s.ClosedOn = shop.Closed, signed.AddDays(d.between(1, left))
	case roll < 34 || i == suspendedShop:
		s.State = shop.Suspended
	case roll < 40 || i == removedShop:
		s.State = shop.Removed
	}
	s.CheckedOn = earlierOf(s.CheckedOn, s.ClosedOn)
}

// offers gives one to three offers. Some have run out and nobody took them down, some begin next year.
func (c *City) offers(d dice, t trade, s shop.Shop) []shop.Offer {
	from := s.SignedOn
	if from == "" {
		from = c.o.Start
	}
	titles := strings.Split(t.offers, "|")
	d.Shuffle(len(titles), func(i, j int) { titles[i], titles[j] = titles[j], titles[i] })
	offers := make([]shop.Offer, 0, 3)
	for k := range 1 + d.weighted([]int{60, 32, 8}) {
		if k == len(titles) {
			break
		}
		o := shop.Offer{Title: titles[k], Statuses: pick(d, offerStatuses), Proof: pick(d, offerProofs), From: from}
		switch {
		case k == 0:
		case d.chance(12):
			o.Until = earlierOf(from.AddDays(365), c.o.Start.AddDays(-d.between(1, 60)))
			if o.Until < o.From {
				o.Until = ""
			}
		case d.chance(10):
			o.From = clock.NewDate(c.o.Start.Year()+1, 1, 1)
		}
		offers = append(offers, o)
	}
	return offers
}

var (
	offerStatuses = []string{"", "", "veteran disabled_veteran bereaved_family", "veteran active disabled_veteran", "veteran active disabled_veteran military_family", "veteran disabled_veteran"}
	offerProofs   = []string{"优待证", "优待证", "优待证或军人证件", "优待证、军人证件或残疾军人证"}
)
