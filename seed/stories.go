package seed

import (
	"strings"

	"shuangyong/models/person"
	"shuangyong/models/petition"
)

// storyCount is how many households, the first of the city, belong to the stories.
const storyCount = 7

// storyYoung is the household of the young man who has a booking.
const storyYoung = 5

// Story is one of the eight people whom the tour follows. None of them exists.
type Story struct {
	OpenID   string // whom to talk as (talk --as); "" = has no phone
	Name     string
	Age      int
	Place    string // village or community
	Tale     string
	Say      []string // what to try
	Petition string   // number of the petition that is under way, "" = none
	Tail     string   // last four digits of the phone: the second proof for reading the petition
}

// tales are what the tour tells. The order is that of the people in the households.
var tales = map[string]struct {
	name string
	tale string
	say  []string
}{
	"": {"周桂英", "92岁，一个人住在柳湾村，没有手机。丈夫在部队病故五十多年了。每年的确认、光荣牌、看病的票据，都得有人替她跑。", nil},
	"lin-xiufang": {
		"林秀芳", "周桂英的女儿，在外地给儿子带孩子，隔着一千多里替妈操心。她不同意对上门确认的答复，申请了复查；自己的优待证在服务站等她来领。",
		[]string{"走不动，能上门办证吗", "查办理进度", "我的优待证到哪了"},
	},
	"chen-yulan": {
		"陈玉兰", "71岁，丈夫因公牺牲。上个月的抚恤金晚到了，银行网点撤并，旧账户退了回来。危房的事过了答复期限还没有信。",
		[]string{"上个月的钱咋还没到", "查办理进度", "我想找人说说"},
	},
	"sun-guoqiang": {
		"孙国强", "47岁，8级残疾军人，在钟楼街开理发店，给军人军属打五折，给走不动的老人上门理发。他申请调整残疾等级，答复延长了30日。",
		[]string{"残疾军人坐公交要钱吗", "查办理进度", "附近的理发店"},
	},
	"wang-xiaoman": {
		"王小满", "34岁，退役女兵，柳湾村服务站的专干，一个人管着全村的登记、上门和慰问。村里老人的事，多半是她记着。",
		[]string{"柳湾村服务站电话", "残疾等级评定要啥材料", "光荣牌旧了怎么换"},
	},
	"he-jianjun": {
		"何建军", "58岁，退伍后在乡镇企业干了九年，想把军龄和那几年的养老保险接上。书面答复的最后一天就是今天。",
		[]string{"查办理进度", "军龄算不算养老", "再不管我就去北京"},
	},
	"wu-haoran": {
		"吴浩然", "24岁，刚退役。优待证第一次没有通过，照片穿了军装；约了市里的就业创业窗口，想学一门手艺。",
		[]string{"我的优待证咋样了", "免费学技术", "这周还能约哪天"},
	},
	"liu-chunmei": {
		"刘春梅", "51岁，儿子在部队。部队上的事她不问也不说，就想知道优待金哪天到、她坐车有没有优惠。",
		[]string{"优待金发了没有", "军属坐公交免费吗", "附近哪家超市有优惠"},
	},
}

// Stories are the eight with their places, petition numbers and phone tails in this city.
func (c *City) Stories() []Story {
	var stories []Story
	c.peopleBatches(func(b *Batch) bool {
		at := 0
		for _, h := range c.storyHomes() {
			for _, m := range h.members {
				t, ok := tales[m.account]
				p := b.People[at]
				at++
				if !ok || t.name != p.Name.Reveal() {
					continue // a wife or a husband, who has no tale of his own
				}
				s := Story{OpenID: m.account, Name: t.name, Age: p.BornOn.Age(c.o.Start), Place: placeOf(h, m), Tale: t.tale, Say: t.say, Tail: tail(p)}
				for _, q := range b.Petitions {
					if *q.PersonID == p.ID && q.State != petition.Closed {
						s.Petition = q.Number
					}
				}
				stories = append(stories, s)
			}
		}
		return false // the stories are in the first batch
	})
	return stories
}

// placeOf is where she lives: the village, or far away.
func placeOf(h *home, m *member) string {
	if m.Address.Reveal() != h.address {
		return "外省"
	}
	return place(h.at)
}

func tail(p person.Person) string {
	phone := p.Phone.Reveal()
	return phone[max(0, len(phone)-4):]
}

// OpenIDs are the demo openids of the stories, in their order.
func OpenIDs() []string {
	return strings.Fields("lin-xiufang chen-yulan sun-guoqiang wang-xiaoman he-jianjun wu-haoran liu-chunmei")
}
