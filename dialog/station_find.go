package dialog

import (
	"strings"
	"unicode/utf8"

	"shuangyong/dialog/understand"
	"shuangyong/models/station"
)

// stationFind tells which service station is near, or how to reach the one that was named.
func stationFind(t *turn, s Step) error {
	var near []station.Near
	head := "离您最近的服务站："
	named := s.slot(understand.SlotPlace)
	if named == "" {
		named = stationWords(s.slot(words))
	}
	switch {
	case named != "":
		near, head = t.e.Stations.Search(named, 3), "查到的服务站："
		if len(near) == 0 {
			if p, ok := t.pointOf(named); ok {
				near, head = t.e.Stations.Nearest(p, 3), "“"+named+"”附近的服务站："
			}
		}
	case t.elsewhereInChina("服务站"):
		return nil
	case t.st.Place != nil:
		near = t.e.Stations.Nearest(*t.st.Place, 3)
	}
	root := t.e.Stations.Root()
	if len(near) == 0 && named == "" && hasAny(s.slot(words), "上班", "下班", "开门", "关门", "周末", "礼拜", "星期") {
		t.showStation(station.Near{Station: root}) // the hours were asked, and the city's own are an answer
		return nil
	}
	if len(near) == 0 {
		lead := ""
		if named != "" && utf8.RuneCountInString(named) <= 6 {
			lead = "没查到“" + named + "”的服务站。"
		}
		t.askPlace(s, "服务站")
		t.reply.Text = lines(lead, t.reply.Text)
		t.reply.Tail = lines("也可以说街道或村的名字，比如“东街服务站”。", "急的话，打"+shortName(root.ShortName, root.Name)+root.Phone+"。")
		return nil
	}
	if len(near) == 1 {
		t.showStation(near[0])
		return nil
	}
	var options []Option
	for _, n := range near {
		options = append(options, Option{Label: stationLine(n), Say: shortName(n.ShortName, n.Name), Step: Step{Intent: "station.open", Slots: map[string]string{"path": string(n.Path)}}})
	}
	t.say(head, options...)
	t.tail("回数字看地址和上班时间。")
	return nil
}

func stationLine(n station.Near) string {
	out := shortName(n.ShortName, n.Name)
	if n.Metres > 0 {
		out += "，" + far(n.Metres)
	}
	return out + "，" + n.Phone
}

// stationWords is the name of a street or village in a question about stations, "" when there is only the question.
func stationWords(said string) string {
	name := strings.TrimSpace(stationAsking.Replace(said))
	if strings.Trim(name, "站边近老兵那 ") == "" || utf8.RuneCountInString(name) < 2 {
		return "" // 附近的站, 我们这边的站: no name
	}
	return name
}

var stationAsking = strings.NewReplacer(
	"退役军人服务站", "", "退役军人服务中心", "", "服务中心", "", "服务站", "", "退役军人事务局", "", "你们局", "", "局里", "", "退役军人", "",
	"最近的", "", "最近", "", "附近", "", "离我", "", "我家", "", "在哪里", "", "在哪儿", "", "在哪块", "", "哪里", "", "哪儿", "", "哪", "", "在", "",
	"怎么走", "", "怎么去", "", "咋走", "", "电话", "", "多少", "", "地址", "", "上班时间", "", "几点", "", "上班", "", "下班", "", "开门", "", "请问", "",
	"我想问", "", "我要找", "", "我要", "", "我想", "", "去", "", "有没有", "", "有", "", "吗", "", "呢", "", "啊", "", "是", "", "的", "", "找", "", "查", "", "一下", "", "？", "", "?", "", "，", " ", "。", "",
	"周六", "", "周末", "", "礼拜天", "", "星期天", "", "礼拜", "", "星期", "", "到底", "", "办不办", "", "不", "", "周日", "", "星期六", "", "今天", "", "明天", "", "联系", "", "哪个窗口", "", "窗口", "", "哪个", "", "你们", "", "我", "", "了", "", "办事", "", "地方", "", "什么", "", "个", "", "要", "", "想", "")

// stationOpen shows the station that was chosen.
func stationOpen(t *turn, s Step) error {
	st, ok := t.e.Stations.ByPath(station.Path(s.slot("path")))
	if !ok {
		return stationFind(t, Step{Intent: "station.find"})
	}
	t.showStation(station.Near{Station: st})
	return nil
}

func (t *turn) showStation(n station.Near) {
	away := ""
	if n.Metres > 0 {
		away = "，离您" + far(n.Metres)
	}
	services := strings.ReplaceAll(strings.Join(strings.Fields(n.Services), "、"), "伤残评定", serviceName("伤残评定"))
	t.say(lines(
		n.Name+away,
		labelled("地址", n.Address),
		labelled("电话", n.Phone+contact(n.Contact)),
		labelled("上班", n.Hours),
		labelled("能办", services),
		"反映诉求不用预约，来了就接待。"),
		Option{Label: "约时间去办事", Say: "约时间", Step: Step{Intent: "appointment.book"}},
		Option{Label: "找人工", Say: "人工", Step: Step{Intent: "human"}})
}

func contact(name string) string {
	if name == "" {
		return ""
	}
	return "，找" + name
}
