package roster

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"shuangyong/models/clock"
	"shuangyong/models/idnumber"
	"shuangyong/models/seal"
)

const (
	maxName    = 40
	maxAddress = 120
	maxCard    = 40
)

// check is one row being read.
type check struct {
	*reading
	line  int
	cells []cell
	bad   bool
}

// wrong complains about a cell of the row.
func (c *check) wrong(col column, text string) {
	c.bad = true
	c.reading.bad(c.line, col.title(), text)
}

// text is what stands in a column, "" where there is none or it cannot be read, which is then said.
func (c *check) text(col column) string {
	i := c.header.at[col]
	if i < 0 || i >= len(c.cells) {
		return ""
	}
	switch cell := c.cells[i]; cell.kind {
	case formula:
		c.wrong(col, "这一格是公式，不会替您计算。请复制后“选择性粘贴—数值”再导入。")
	case broken:
		c.wrong(col, "这一格是错误值（如#N/A）。请改成真实内容，没有就留空。")
	case covered:
		c.wrong(col, "这一格和别的格合并了，看不出填的是谁。请取消合并，每行都填上。")
	default:
		s := strings.TrimSpace(cell.text)
		if strings.ContainsRune(s, utf8.RuneError) {
			c.wrong(col, "有乱码，认不出是什么字。请用WPS或Excel打开改正，另存为 xlsx 或 UTF-8 的 CSV。")
			return ""
		}
		return s
	}
	return ""
}

// person reads the row. What it gives is good only while c.bad is false.
func (c *check) person() Row {
	row := Row{Line: c.line, Name: c.name(), Phone: c.phone(), Address: c.address(), Card: c.card()}
	c.identity(&row)
	row.DiedOn = c.past(colDied)
	if row.DiedOn != "" && row.BornOn != "" && row.DiedOn < row.BornOn {
		c.wrong(colDied, "早于出生日期。请核对两个日期。")
	}
	c.station(&row)
	row.Statuses = c.statuses(row.BornOn, row.DiedOn)
	return row
}

func (c *check) name() seal.Text {
	before := c.bad
	s := c.text(colName)
	if han(s) { // 张 三
		s = strings.Join(strings.Fields(s), "")
	}
	s = strings.NewReplacer("•", "·", "・", "·", "．", "·").Replace(strings.Join(strings.Fields(s), " "))
	switch {
	case c.bad != before:
	case s == "":
		c.wrong(colName, "没有填。请补上姓名。")
	case utf8.RuneCountInString(s) > maxName:
		c.wrong(colName, "太长了，不像姓名。请核对是不是串了列。")
	case strings.ContainsAny(s, "0123456789０１２３４５６７８９@/\\<>"):
		c.wrong(colName, "里面有数字或符号，不像姓名。请核对是不是串了列。")
	}
	return seal.Text(s)
}

// identity reads the identity number and what it tells, or in its place sex and birthday.
func (c *check) identity(row *Row) {
	before := c.bad
	written := c.text(colIDNumber)
	born, sex := c.past(colBorn), c.sex()
	if c.bad != before {
		return
	}
	if written == "" {
		row.BornOn, row.Sex = born, sex
		if born == "" {
			c.wrong(colIDNumber, "没有填，也没有出生日期，分不清是谁。请至少补上一样。")
		}
		return
	}
	n, err := idnumber.Parse(written, c.today)
	if err != nil {
		c.wrong(colIDNumber, numberComplaint(err))
		return
	}
	row.IDNumber, row.BornOn, row.Sex = n.Text, n.Born, n.Sex
	if born != "" && born != n.Born {
		c.wrong(colBorn, "和公民身份号码里的生日不一样。请对照身份证，改正错的一格。")
	}
	if sex != "" && sex != n.Sex {
		c.wrong(colSex, "和公民身份号码里的性别不一样。请对照身份证，改正错的一格。")
	}
}

// numberComplaint says what is wrong with an identity number.
func numberComplaint(err error) string {
	switch {
	case errors.Is(err, idnumber.ErrScientific):
		return "被表格软件改成了科学计数（如1.10105E+17），后几位已经丢了。请把这一列设为“文本”，照身份证重新填。"
	case errors.Is(err, idnumber.ErrOld):
		return "是15位的旧号，已停用。请填18位的新号。"
	case errors.Is(err, idnumber.ErrLength):
		return "位数不对，要18位。请对照身份证核对。"
	case errors.Is(err, idnumber.ErrChars):
		return "里面有不该有的字符：只能是数字，最后一位可以是X。请对照身份证核对。"
	case errors.Is(err, idnumber.ErrRegion):
		return "前6位不是地区码。请对照身份证核对。"
	case errors.Is(err, idnumber.ErrBirthday):
		return "里面的生日不存在。请对照身份证核对。"
	default:
		return "校验码不对，多半是有一位填错或颠倒了。请对照身份证核对。"
	}
}

func (c *check) sex() string {
	switch s := c.text(colSex); s {
	case "":
		return ""
	case "男", "男性", "1":
		return "m"
	case "女", "女性", "2":
		return "f"
	default:
		c.wrong(colSex, "看不懂。请填“男”或“女”。")
		return ""
	}
}

func (c *check) phone() seal.Text {
	s := c.text(colPhone)
	if s == "" {
		return ""
	}
	phone, ok := idnumber.Mobile(s)
	if !ok {
		c.wrong(colPhone, "不是手机号：要11位，1开头。只有座机的请留空；两个号码的只留一个。")
	}
	return phone
}

// unit finds what looks like a unit's number or a garrison in an address.
var unit = regexp.MustCompile(`[0-9０-９]{4,6}\s*(部队|分队)|部队番号|营区|驻地`)

func (c *check) address() seal.Text {
	s := c.text(colAddress)
	switch {
	case utf8.RuneCountInString(s) > maxAddress:
		c.wrong(colAddress, "太长了。请只写住址，120字以内。")
	case unit.MatchString(s):
		c.wrong(colAddress, "像是有部队番号或驻地，为了保密不能存。请改成家庭住址，或留空。")
	}
	return seal.Text(s)
}

func (c *check) card() seal.Text {
	s := strings.ToUpper(idnumber.Compact(c.text(colCard)))
	switch {
	case idnumber.BankCard(s):
		c.wrong(colCard, "像是银行卡号。优待证也是银行卡，这里只填证上的编号，银行卡号不能存。请改正或留空。")
	case utf8.RuneCountInString(s) > maxCard:
		c.wrong(colCard, "太长了，不像优待证编号。请核对是不是串了列。")
	}
	return seal.Text(s)
}

func (c *check) station(row *Row) {
	before := c.bad
	s := c.text(colStation)
	if c.bad != before {
		return
	}
	switch found := c.o.Stations(s); {
	case s == "":
		c.wrong(colStation, "没有填。请写服务站的编码或简称。")
	case len(found) == 0:
		c.wrong(colStation, "没有这个服务站。请写编码或简称（如“东街服务站”），先导入服务站再导入名册。")
	case len(found) > 1:
		c.wrong(colStation, "有几个服务站都叫这个名字。请写编码。")
	default:
		row.StationID, row.StationPath = found[0].ID, found[0].Path
	}
}

// past reads a day that has come already.
func (c *check) past(col column) clock.Date {
	d := c.date(col)
	if d > c.today {
		c.wrong(col, "还没有到这一天。请核对年份。")
		return ""
	}
	return d
}

func (c *check) date(col column) clock.Date {
	s := c.text(col)
	if s == "" {
		return ""
	}
	d, why := parseDate(s, c.file.base1904)
	if why != "" {
		c.wrong(col, why)
	}
	return d
}

// han tells whether s has Chinese characters and no Latin letters.
func han(s string) bool {
	found := false
	for _, r := range s {
		if r < utf8.RuneSelf && (r|0x20) >= 'a' && (r|0x20) <= 'z' {
			return false
		}
		found = found || r >= 0x3400 && r <= 0x3ffff
	}
	return found
}
