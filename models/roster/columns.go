package roster

import (
	"slices"
	"strings"

	"shuangyong/models/idnumber"
)

// column is something a list tells of a person.
type column int

const (
	colName column = iota
	colIDNumber
	colSex
	colBorn
	colPhone
	colAddress
	colStation
	colStatus
	colLevel
	colCause
	colDischarged
	colFrom
	colUntil
	colDied
	colCard
	columnCount
)

// titles are the headers of each column; the first is what complaints call it.
func titles() [columnCount][]string {
	return [columnCount][]string{
		colName:       {"姓名"},
		colIDNumber:   {"公民身份号码", "身份证号", "身份证号码", "身份证", "公民身份证号码", "证件号码"},
		colSex:        {"性别"},
		colBorn:       {"出生日期", "出生年月日", "生日"},
		colPhone:      {"手机号", "手机号码", "手机", "联系电话", "联系方式", "电话"},
		colAddress:    {"住址", "家庭住址", "现住址", "居住地址", "地址", "联系地址"},
		colStation:    {"服务站", "服务站编码", "服务站名称", "所属服务站", "管理服务站"},
		colStatus:     {"身份类别", "人员类别", "优抚对象类别", "对象类别", "身份"},
		colLevel:      {"残疾等级", "伤残等级"},
		colCause:      {"残疾性质", "伤残性质"},
		colDischarged: {"退役日期", "退役时间", "退伍日期"},
		colFrom:       {"身份起始日期", "起始日期"},
		colUntil:      {"截止日期", "身份截止日期", "终止日期"},
		colDied:       {"去世日期", "死亡日期"},
		colCard:       {"优待证号", "优待证号码", "优待证编号"},
	}
}

// required are the columns without which a list is none.
func required() []column { return []column{colName, colIDNumber, colStation, colStatus} }

// title is what complaints call the column.
func (c column) title() string { return titles()[c][0] }

// header is where each column stands in the file.
type header struct {
	at      [columnCount]int // −1 = not in the file
	unknown []int            // columns of the file that nobody asked for
	twice   []string         // titles that stand there more than once
}

// readHeader finds the columns in a row of titles and tells how many it knows.
func readHeader(cells []cell) (header, int) {
	h, known := header{}, 0
	for c := range h.at {
		h.at[c] = -1
	}
	words := map[string]column{}
	for c, names := range titles() {
		for _, name := range names {
			words[name] = column(c)
		}
	}
	for i, cell := range cells {
		word := plainTitle(cell.text)
		c, ok := words[word]
		switch {
		case word == "":
		case !ok:
			h.unknown = append(h.unknown, i)
		case h.at[c] >= 0:
			h.twice = append(h.twice, c.title())
		default:
			h.at[c] = i
			known++
		}
	}
	return h, known
}

// plainTitle is a title without the stars, spaces and remarks in brackets that forms put there.
func plainTitle(s string) string {
	s = idnumber.Compact(s)
	for _, bracket := range []string{"(", "【", "["} {
		s, _, _ = strings.Cut(s, bracket)
	}
	return strings.Trim(s, "*:：")
}

// missing are the titles of required columns that the file lacks.
func (h header) missing() []string {
	var names []string
	for _, c := range required() {
		if h.at[c] < 0 {
			names = append(names, c.title())
		}
	}
	return names
}

// letter is the column as a spreadsheet names it: 0 is A.
func letter(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// unknownTitle names a column that is not read: by letter, and by its title where that can be nothing but one.
func unknownTitle(i int, cells []cell) string {
	word := []rune(plainTitle(cells[i].text))
	if len(word) > 12 || slices.ContainsFunc(word, func(r rune) bool { return r >= '0' && r <= '9' }) {
		return letter(i) + "列"
	}
	return letter(i) + "列“" + string(word) + "”"
}
