package understand

import (
	"strings"
	"unicode/utf8"
)

// hidden stands in redacted text for what was there.
const hidden = "〇〇"

// Redact replaces unit numbers, code names and garrison places by 〇〇 and says whether it found any. Texts of any length are searched whole.
func Redact(text string) (clean string, found bool) {
	spans := secrets(text)
	if len(spans) == 0 {
		return text, false
	}
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.Start])
		b.WriteString(hidden)
		at = s.End
	}
	b.WriteString(text[at:])
	return b.String(), true
}

// letter is a rune of the text in plain form with its place.
type letter struct {
	r          rune
	start, end int
}

// secrets finds the spans, in order and without overlap.
func secrets(text string) []Span {
	if !suspicious(text) {
		return nil
	}
	letters := plainLetters(text)
	var spans []Span
	for i := 0; i < len(letters); {
		end := 0
		for _, rule := range secretRules {
			end = max(end, rule(letters, i))
		}
		if end == 0 {
			i++
			continue
		}
		spans = append(spans, Span{letters[i].start, letters[end-1].end})
		i = end
	}
	return spans
}

// suspicious is a cheap look for the characters without which there is no secret.
func suspicious(text string) bool {
	return strings.ContainsAny(text, "队隊军軍师師旅团團营營连連号號驻駐舰艦艇基阵陣站场場库庫代")
}

func plainLetters(text string) []letter {
	letters := make([]letter, 0, len(text)/3+8)
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		if c >= 0xff01 && c <= 0xff5e {
			c -= 0xfee0
		}
		if t, ok := secretCharacters[c]; ok {
			c = t
		}
		if c != ' ' && c != '　' && (c != utf8.RuneError || size > 1) {
			letters = append(letters, letter{lower(c), i, i + size})
		}
		i += size
	}
	return letters
}

var secretCharacters = map[rune]rune{'隊': '队', '軍': '军', '師': '师', '團': '团', '營': '营', '連': '连', '號': '号', '駐': '驻', '艦': '舰', '陣': '阵', '場': '场', '庫': '库'}

// secretRules each say where a secret that starts at i ends; 0 for none.
var secretRules = []func(l []letter, i int) int{numberedUnit, unitNumbered, namedUnit, codeName, garrison, movement}

// unitWords end the name of a unit, longer ones first.
var unitWords = []string{
	"集团军", "部队", "分队", "大队", "支队", "中队", "基地", "军区", "野战军", "纵队", "军分区", "舰队", "军", "师", "旅", "团", "营", "连", "舰", "艇", "号舰", "号艇", "号阵地", "号库", "信箱",
}

// numberedUnit reads 96123部队, 第三十八集团军, 某部二营三连, 38军, 112师.
func numberedUnit(l []letter, i int) int {
	if i > 0 && unitDigit(l[i-1].r) {
		return 0
	}
	at := i
	ordinal := at < len(l) && l[at].r == '第'
	if ordinal {
		at++
	}
	digits := 0
	for at < len(l) && unitDigit(l[at].r) && digits < 8 {
		at++
		digits++
	}
	if digits == 0 {
		return 0
	}
	end := kindOfUnit(l, at, digits, ordinal)
	if end == 0 {
		return 0
	}
	for { // 三团二营五连 is one secret
		next := end
		if next < len(l) && l[next].r == '第' {
			next++
		}
		n := 0
		for next < len(l) && unitDigit(l[next].r) && n < 6 {
			next++
			n++
		}
		if n == 0 {
			return end
		}
		more := kindOfUnit(l, next, n, true)
		if more == 0 {
			return end
		}
		end = more
	}
}

func unitDigit(r rune) bool {
	return isDigit(r) || strings.ContainsRune("零〇一二三四五六七八九十百幺洞拐两xX×*", r)
}

// branches stand between the number and the unit: 38装甲师, 127机械化旅.
var branches = []string{"", "装甲", "坦克", "步兵", "炮兵", "摩步", "机步", "机械化", "合成", "导弹", "高炮", "防空", "工兵", "工程", "通信", "空降", "空军", "海军", "陆军", "边防", "海防", "武警", "汽车", "运输", "舟桥", "防化", "雷达", "航空", "陆航", "野战", "炮", "侦察", "特战", "特种", "铁道兵", "铁道", "独立", "守备", "警卫", "高射炮", "火箭", "潜艇", "驱逐舰", "护卫舰", "保障"}

func kindOfUnit(l []letter, at, digits int, ordinal bool) int {
	for _, branch := range branches {
		b := lettersAt(l, at, branch)
		if b < 0 {
			continue
		}
		for _, unit := range unitWords {
			end := lettersAt(l, b, unit)
			if end < 0 || !unitPlausible(l, at, end, unit, branch, digits, ordinal) {
				continue
			}
			return end
		}
	}
	return 0
}

// unitPlausible keeps 一团糟, 三连冠, 1个连, 十师傅 and 第一军医 apart from units.
func unitPlausible(l []letter, at, end int, unit, branch string, digits int, ordinal bool) bool {
	if branch != "" || len([]rune(unit)) > 1 {
		return unit != "部队" || digits >= 2 || ordinal || branch != ""
	}
	if end < len(l) && strings.ContainsRune("傅医嫂属续糟聚圆队购业养生忙夜接冠跪累日人们资范里员体装费", l[end].r) {
		return false
	}
	if unit == "连" || unit == "团" || unit == "营" || unit == "舰" || unit == "艇" {
		return ordinal || digits >= 1 && served(l, at)
	}
	return ordinal || digits >= 2 || served(l, at)
}

// served says whether the message talks about having served, shortly before or after.
func served(l []letter, at int) bool {
	from, upto := max(0, at-14), min(len(l), at+14)
	near := spelled(l[from:upto])
	for _, word := range []string{"当兵", "服役", "部队", "当过", "番号", "退伍", "入伍", "原", "战友", "军", "师", "旅", "团", "在", "是", "连长", "班长", "营长"} {
		if strings.Contains(near, word) {
			return true
		}
	}
	return false
}

// namedUnit reads a unit behind a branch of the forces or a region: 东部战区某旅, 火箭军基地, 沈阳军区守备师 with a name in front.
func namedUnit(l []letter, i int) int {
	for _, head := range []string{"东部战区", "南部战区", "西部战区", "北部战区", "中部战区", "火箭军", "二炮", "战略支援", "导弹", "潜艇", "雷达", "核试验", "弹药", "军火", "试验"} {
		at := lettersAt(l, i, head)
		if at < 0 {
			continue
		}
		for end := at; end < min(len(l), at+6); end++ {
			for _, unit := range []string{"基地", "旅", "师", "阵地", "支队", "仓库", "发射场", "发射井", "洞库", "雷达站"} {
				if e := lettersAt(l, end, unit); e > 0 && !(e < len(l) && strings.ContainsRune("游馆客行傅", l[e].r)) {
					return e
				}
			}
		}
	}
	return 0
}

// unitNumbered reads a unit with its number behind it: 部队31xxx, 某部96123.
func unitNumbered(l []letter, i int) int {
	for _, head := range []string{"部队", "某部", "番号", "军区"} {
		at := lettersAt(l, i, head)
		n := 0
		for at >= 0 && at < len(l) && (isDigit(l[at].r) || strings.ContainsRune("xX*×", l[at].r)) && n < 8 {
			at++
			n++
		}
		if n >= 4 && !(at < len(l) && l[at].r == '年') {
			return at
		}
	}
	return 0
}

// movement reads what troops are about to do: 部队下个月要拉练, 我们部队明天换防.
func movement(l []letter, i int) int {
	at := lettersAt(l, i, "部队")
	if at < 0 {
		return 0
	}
	end := at
	for end < len(l) && end-at < 14 && !strings.ContainsRune(",，。.;；!！?？\n", l[end].r) {
		end++
	}
	words := spelled(l[max(0, i-8):end])
	ahead := false
	for _, word := range []string{"要", "将", "明天", "后天", "下个月", "下周", "马上", "准备", "即将", "这几天", "月底"} {
		ahead = ahead || strings.Contains(words, word)
	}
	for _, word := range []string{"拉练", "演习", "换防", "调防", "移防", "开拔", "集结", "出动", "实弹", "试射", "转场", "开进"} {
		if ahead && strings.Contains(spelled(l[at:end]), word) {
			return end
		}
	}
	return 0
}

// codeName reads 番号是…, 代号…, 部队代码….
func codeName(l []letter, i int) int {
	for _, head := range []string{"番号", "部队代号", "单位代号", "代号", "部队代码", "部队编号"} {
		at := lettersAt(l, i, head)
		if at < 0 {
			continue
		}
		for at < len(l) && strings.ContainsRune("是为叫:：就,，", l[at].r) {
			at++
		}
		n := 0
		for at < len(l) && n < 12 && (unitDigit(l[at].r) || isLetter(l[at].r) || l[at].r == '-') {
			at++
			n++
		}
		if n >= 2 {
			return at
		}
	}
	return 0
}

// garrison reads 驻地在…, 部队驻扎在…, 我们部队在…山里: the words up to the end of the clause.
func garrison(l []letter, i int) int {
	for _, head := range []string{"驻地在", "驻地是", "驻地就在", "驻地:", "驻扎在", "驻守在", "驻在", "驻防在", "部队驻", "部队在", "连队在", "营房在", "军营在", "营区在", "部队就在", "基地在", "阵地在", "哨所在", "导弹在"} {
		at := lettersAt(l, i, head)
		if at < 0 {
			continue
		}
		n := 0
		for at < len(l) && n < 16 && !strings.ContainsRune(",，。.;；!！?？\n吗呢的了", l[at].r) {
			at++
			n++
		}
		if n >= 2 && placelike(l[at-n:at]) {
			return at
		}
	}
	return 0
}

// placelike keeps 部队在训练, 部队在哪 and 部队在编 from being places.
func placelike(l []letter) bool {
	words := spelled(l)
	for _, not := range []string{"哪", "什么", "啥", "训练", "编", "职", "役", "当兵", "时", "期间", "受伤", "负伤", "入党", "立功", "干", "给", "转", "服", "怎", "不", "搞"} {
		if strings.HasPrefix(words, not) || strings.HasPrefix(words, "那"+not) {
			return false
		}
	}
	return true
}

// lettersAt is the index after word when it stands at i, -1 otherwise.
func lettersAt(l []letter, i int, word string) int {
	for _, c := range word {
		if i >= len(l) || l[i].r != c {
			return -1
		}
		i++
	}
	return i
}

func spelled(l []letter) string {
	var b strings.Builder
	for _, c := range l {
		b.WriteRune(c.r)
	}
	return b.String()
}
