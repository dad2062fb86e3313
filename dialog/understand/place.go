package understand

import "strings"

// placeEnds end the name of a place; alone marks those that are one by themselves.
var placeEnds = []struct {
	word  string
	alone bool
}{
	{"人民医院", true},
	{"中医院", true},
	{"妇幼保健院", true},
	{"医院", true},
	{"火车站", true},
	{"高铁站", true},
	{"汽车站", true},
	{"客运站", true},
	{"汽车总站", true},
	{"客运中心", true},
	{"步行街", true},
	{"飞机场", true},
	{"机场", true},
	{"广场", false},
	{"公园", false},
	{"动物园", true},
	{"植物园", true},
	{"体育馆", true},
	{"体育场", true},
	{"图书馆", true},
	{"博物馆", true},
	{"纪念馆", true},
	{"烈士陵园", true},
	{"陵园", true},
	{"大学", false},
	{"中学", false},
	{"小学", false},
	{"学校", false},
	{"一中", true},
	{"二中", true},
	{"职高", true},
	{"小区", false},
	{"花园", false},
	{"新村", false},
	{"大厦", false},
	{"商场", false},
	{"超市", false},
	{"菜市场", true},
	{"市场", false},
	{"集市", true},
	{"市政府", true},
	{"县政府", true},
	{"镇政府", true},
	{"政府", false},
	{"行政服务中心", true},
	{"政务大厅", true},
	{"服务大厅", true},
	{"事务局", false},
	{"法院", true},
	{"派出所", true},
	{"码头", true},
	{"大桥", false},
	{"东门", true},
	{"西门", true},
	{"南门", true},
	{"北门", true},
	{"东关", true},
	{"西关", true},
	{"南关", true},
	{"北关", true},
	{"大街", false},
	{"老街", true},
	{"街道", false},
	{"开发区", true},
	{"新区", true},
	{"老城", true},
	{"城东", true},
	{"城西", true},
	{"城南", true},
	{"城北", true},
	{"市中心", true},
	{"十字路口", false},
	{"干休所", true},
	{"敬老院", true},
	{"光荣院", true},
	{"武装部", true},
	{"水库", false},
	{"车站", false},
	{"社区", false},
	{"桥", false},
	{"路口", false},
	{"镇", false},
	{"乡", false},
	{"村", false},
	{"县", false},
	{"寺", false},
	{"湖", false},
	{"街", false},
	{"路", false},
}

// besides follow a place that something is near to: 老粮站附近.
var besides = []string{"附近", "旁边", "那边", "周边", "周围", "边上", "跟前", "对面", "门口", "一带", "那块", "那儿", "那里", "这块", "近旁", "这边", "这附近", "那片", "隔壁"}

// placeBreaks cannot stand inside the name of a place.
const placeBreaks = "在到去往从离找查有请问想是看帮我你他她俺咱们给要坐乘等经跟与就还也都那这哪个啊嗯哦呢吧的了住回，？ 说哎喂呀把想能让知道叫啥咋几怎么告诉搭近打车"

// placeIn finds the first place that a message names: with an end of its own (解放路, 市人民医院), beside 附近 and its like, or after 去.
func placeIn(runes []rune, marks []mark) (name string, found bool) {
	if name, found = destination(runes); found {
		return name, true
	}
	for i := range runes {
		for _, e := range placeEnds {
			if !prefixAt(runes, i, e.word) {
				continue
			}
			end := i + len([]rune(e.word))
			start := nameStart(runes, i, marks)
			if !e.alone && i-start < 1 || covered(marks, i) || vague(runes, start, i, end, e.word) {
				continue
			}
			return string(runes[start:end]), true
		}
	}
	for i := range runes {
		for _, word := range besides {
			if prefixAt(runes, i, word) {
				if start := nameStart(runes, i, marks); i-start >= 2 && !strings.ContainsRune("最咱俺", runes[start]) && !notPlace(string(runes[start:i])) {
					return string(runes[start:i]), true
				}
			}
		}
	}
	return "", false
}

// vague keeps 拥军超市, 优惠线路, 哪条路, 几路 and the like from being places.
func vague(runes []rune, start, at, end int, word string) bool {
	name := string(runes[start:at])
	if notPlace(name+word) || at > 0 && strings.ContainsRune("线公条段半几哪思出活退走铁网套赶迷绝带问指马修铺上逛", runes[at-1]) && len([]rune(word)) == 1 {
		return true
	}
	if (word == "超市" || word == "学校" || word == "商场" || word == "小区" || word == "社区" || word == "公园" || word == "市场") && at-start < 2 {
		return true
	}
	return word == "路" && end < len(runes) && (runes[end] == '线' || runes[end] == '过' || runes[end] == '费' || runes[end] == '车')
}

func notPlace(name string) bool {
	for _, word := range []string{"拥军", "优惠", "优待", "便宜", "打折", "服务站", "最近", "门店", "什么", "饭店", "老兵", "退役", "军人", "药店", "理发", "线路", "路线", "公交", "免费", "家门", "单位", "哪些"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

func nameStart(runes []rune, at int, marks []mark) int {
	start := at
	for start > 0 && at-start < 8 && (isHan(runes[start-1]) || isDigit(runes[start-1])) && !strings.ContainsRune(placeBreaks, runes[start-1]) && !covered(marks, start-1) {
		start--
	}
	if start > 0 && start < at && runes[start-1] == '经' && runes[start] == '过' || start < at && runes[start] == '过' && at-start > 1 {
		start++
	}
	return start
}

func covered(marks []mark, i int) bool {
	for _, m := range marks {
		if m.start <= i && i < m.end {
			return true
		}
	}
	return false
}

// ways follow a destination: 去老码头怎么走.
var ways = []string{"怎么", "咋", "坐", "做几路", "要坐", "该坐", "乘", "走哪", "有车", "有没有车", "有直达", "几路", "哪路", "哪趟", "的公交", "的车", "用什么", "搭", "如何", "倒", "转", "啷个", "要倒", "要转", "，", "？"}

// destination reads what stands between 去 (到, 往, 回, 上) and the way there.
func destination(runes []rune) (string, bool) {
	for i, c := range runes {
		if !strings.ContainsRune("去到往回", c) || i+2 >= len(runes) {
			continue
		}
		for end := i + 2; end <= len(runes) && end-i <= 11; end++ {
			if end < len(runes) && (!isHan(runes[end]) || startsAny(runes, end, ways)) && runes[end] != ' ' {
				name := string(runes[i+1 : end])
				if end-i-1 >= 2 && startsAny(runes, end, ways[:len(ways)-2]) && !strings.ContainsAny(name, "哪啥办领几了我站？，") && !notPlace(name) {
					return name, true
				}
				break
			}
		}
	}
	return "", false
}

func startsAny(runes []rune, i int, words []string) bool {
	for _, w := range words {
		if prefixAt(runes, i, w) {
			return true
		}
	}
	return false
}

// stopIn finds the stop that a message names: 人民广场站 → 人民广场.
func stopIn(runes []rune, marks []mark) (string, bool) {
	for i, c := range runes {
		if c != '站' || i+1 < len(runes) && strings.ContainsRune("牌点台里式长岗", runes[i+1]) {
			continue
		}
		start := nameStart(runes, i, marks)
		name := string(runes[start:i])
		switch name {
		case "火车", "高铁", "汽车", "客运":
			return name + "站", true
		}
		if i-start < 2 || strings.HasSuffix(name, "务") || strings.HasSuffix(name, "障") || strings.HasSuffix(name, "油") || strings.HasSuffix(name, "车") || notPlace(name+"站") ||
			strings.ContainsAny(name, "下一终首几公末") {
			continue
		}
		return name, true
	}
	return "", false
}
