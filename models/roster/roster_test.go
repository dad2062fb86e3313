package roster_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"shuangyong/models/clock"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/roster"
	"shuangyong/models/station"
)

var (
	east  = station.Station{ID: uuid.MustParse("01900000-0000-7000-8000-000000000001"), Code: "990101", ShortName: "东街服务站", Path: "990100/990101/"}
	west  = station.Station{ID: uuid.MustParse("01900000-0000-7000-8000-000000000002"), Code: "990102", ShortName: "西关服务站", Path: "990100/990102/"}
	third = station.Station{ID: uuid.MustParse("01900000-0000-7000-8000-000000000003"), Code: "990103", ShortName: "西关服务站", Path: "990100/990103/"}
)

func options() roster.Options {
	return roster.Options{Now: dbtest.Start(), Stations: func(words string) (found []station.Station) {
		for _, s := range []station.Station{east, west, third} {
			if words == s.Code || words == s.ShortName {
				found = append(found, s)
			}
		}
		return found
	}}
}

// read gives what a file holds, with its complaints as people read them.
func read(t testing.TB, content []byte) (rows []roster.Row, said []string, sum roster.Summary, err error) {
	t.Helper()
	f, err := roster.New(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, nil, sum, err
	}
	sum, err = f.Read(t.Context(), options(), func(r roster.Row) error { rows = append(rows, r); return nil },
		func(c roster.Complaint) { said = append(said, c.String()) })
	return rows, said, sum, err
}

const titles = "姓名,公民身份号码,性别,出生日期,手机号,住址,服务站,身份类别,残疾等级,残疾性质,退役日期,身份起始日期,截止日期,去世日期,优待证号\n"

// one is a list of one person: a cell changed here and there.
func one(change map[string]string) string {
	cells := map[string]string{
		"姓名": "郑守田", "公民身份号码": "11010519491231002X", "手机号": "13900000001", "住址": "东街1号", "服务站": "东街服务站", "身份类别": "退役军人",
	}
	for k, v := range change {
		cells[k] = v
	}
	var line []string
	for title := range strings.SplitSeq(strings.TrimSpace(titles), ",") {
		line = append(line, `"`+strings.ReplaceAll(cells[title], `"`, `""`)+`"`)
	}
	return titles + strings.Join(line, ",") + "\n"
}

func TestARowIsRead(t *testing.T) {
	rows, said, sum, err := read(t, []byte(one(map[string]string{
		"姓名": " 郑 守田 ", "公民身份号码": "１１０１０５ 19491231 002x", "性别": "女", "出生日期": "1949年12月31日", "手机号": "+86 139-0000-0001",
		"身份类别": "退役军人、残疾军人、烈士遗属", "残疾等级": "六级", "残疾性质": "因病", "退役日期": "19760105", "身份起始日期": "1980/3/2", "优待证号": "yd 0001",
	})))
	require.NoError(t, err)
	require.Empty(t, said)
	require.Equal(t, roster.Summary{Rows: 1}, sum)
	require.Equal(t, []roster.Row{{
		Line: 2, Name: "郑守田", IDNumber: "11010519491231002X", Sex: "f", BornOn: "1949-12-31", Phone: "13900000001", Address: "东街1号",
		StationID: east.ID, StationPath: east.Path, Card: "YD0001",
		Statuses: []roster.Status{
			{Status: "veteran", From: "1976-01-05"},
			{Status: "disabled_veteran", Level: 6, Cause: "illness", From: "1980-03-02"},
			{Status: "bereaved_family", Kind: "martyr", From: "1980-03-02"},
		},
	}}, rows)
}

// The order of the columns, headings above them, other names for them and blank lines do not matter.
func TestListsAsOfficesWriteThem(t *testing.T) {
	rows, said, _, err := read(t, []byte("某市退役军人名册,,,,\n\n*身份证号码,服务站编码,人员类别（必填）,姓 名,备注\n11010519491231002X,990101,退伍军人,买买提·艾力,好人\n,,,,\n,990102,其它,李四,\n"))
	require.NoError(t, err)
	require.Len(t, rows, 1)
	require.Equal(t, 4, rows[0].Line)
	require.Equal(t, "买买提·艾力", rows[0].Name.Reveal())
	require.Equal(t, []string{
		"这些列不认识，没有读：E列“备注”。部队番号、驻地、银行卡号请不要放在名册里。",
		"第6行 公民身份号码：没有填，也没有出生日期，分不清是谁。请至少补上一样。",
	}, said)
}

func TestEncodingsAndLineEnds(t *testing.T) {
	list := one(nil)
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(list)
	require.NoError(t, err)
	gb18030, err := simplifiedchinese.GB18030.NewEncoder().String(strings.Replace(list, "郑守田", "㐀守田", 1))
	require.NoError(t, err)
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(list, ",", "\t"))
	require.NoError(t, err)
	for name, content := range map[string]string{
		"UTF-8": list, "with its mark": "\ufeff" + list, "GBK": gbk, "GB 18030": gb18030, "CRLF": strings.ReplaceAll(list, "\n", "\r\n"),
		"GBK, CRLF": strings.ReplaceAll(gbk, "\n", "\r\n"), "UTF-16 with tabs": utf16, "no line end": strings.TrimSpace(list),
		"semicolons": strings.ReplaceAll(list, ",", ";"),
	} {
		rows, said, _, err := read(t, []byte(content))
		require.NoError(t, err, name)
		require.Empty(t, said, name)
		require.Len(t, rows, 1, name)
		require.Equal(t, "守田", strings.TrimLeft(rows[0].Name.Reveal(), "郑㐀"), name)
	}
}

// A line break within quotes is inside one row of a spreadsheet.
func TestRowsAreNumberedAsASpreadsheetDoes(t *testing.T) {
	_, said, _, err := read(t, []byte(one(map[string]string{"住址": "东街\n1号"})+",,,,,,,军属,,,,,,,\n"))
	require.NoError(t, err)
	require.Contains(t, said, "第3行 姓名：没有填。请补上姓名。")
}

func TestWhatIsWrongWithACell(t *testing.T) {
	for _, c := range []struct {
		change map[string]string
		want   string
	}{
		{map[string]string{"姓名": ""}, "第2行 姓名：没有填。"},
		{map[string]string{"姓名": "13900000001"}, "第2行 姓名：里面有数字"},
		{map[string]string{"姓名": strings.Repeat("长", 41)}, "第2行 姓名：太长了"},
		{map[string]string{"公民身份号码": "110105194912310029"}, "第2行 公民身份号码：校验码不对"},
		{map[string]string{"公民身份号码": "1.30105E+17"}, "第2行 公民身份号码：被表格软件改成了科学计数"},
		{map[string]string{"公民身份号码": "110105491231002"}, "第2行 公民身份号码：是15位的旧号"},
		{map[string]string{"公民身份号码": "=A1&B1"}, "第2行 公民身份号码：这一格是公式"},
		{map[string]string{"公民身份号码": "#N/A"}, "第2行 公民身份号码：这一格是错误值"},
		{map[string]string{"出生日期": "1949-12-30"}, "第2行 出生日期：和公民身份号码里的生日不一样"},
		{map[string]string{"出生日期": "1949-12"}, "第2行 出生日期：日期不全"},
		{map[string]string{"出生日期": "1949-02-30"}, "第2行 出生日期：没有这一天"},
		{map[string]string{"出生日期": "2049-12-31"}, "第2行 出生日期：还没有到这一天"},
		{map[string]string{"出生日期": "去年"}, "第2行 出生日期：日期看不懂"},
		{map[string]string{"性别": "男"}, "第2行 性别：和公民身份号码里的性别不一样"},
		{map[string]string{"性别": "?"}, "第2行 性别：看不懂"},
		{map[string]string{"手机号": "0571-88888888"}, "第2行 手机号：不是手机号"},
		{map[string]string{"住址": "某市12345部队家属院"}, "第2行 住址：像是有部队番号"},
		{map[string]string{"住址": strings.Repeat("长", 121)}, "第2行 住址：太长了"},
		{map[string]string{"服务站": ""}, "第2行 服务站：没有填"},
		{map[string]string{"服务站": "南门服务站"}, "第2行 服务站：没有这个服务站"},
		{map[string]string{"服务站": "西关服务站"}, "第2行 服务站：有几个服务站都叫这个名字"},
		{map[string]string{"身份类别": ""}, "第2行 身份类别：没有填"},
		{map[string]string{"身份类别": "现役军人"}, "第2行 身份类别：现役军人不进名册"},
		{map[string]string{"身份类别": "退役军人、现役军官"}, "第2行 身份类别：现役军人不进名册"},
		{map[string]string{"身份类别": "义务兵"}, "第2行 身份类别：现役军人不进名册"},
		{map[string]string{"身份类别": "三属"}, "第2行 身份类别：有一项不认识"},
		{map[string]string{"身份类别": "残疾军人", "残疾性质": "因公"}, "第2行 残疾等级：残疾军人要填等级"},
		{map[string]string{"身份类别": "残疾军人", "残疾等级": "7"}, "第2行 残疾性质：残疾军人要填性质"},
		{map[string]string{"身份类别": "残疾军人", "残疾等级": "7级", "残疾性质": "因病"}, "第2行 残疾等级：因病评定的只有1到6级"},
		{map[string]string{"残疾等级": "7级"}, "第2行 残疾等级：只有残疾军人才填"},
		{map[string]string{"身份类别": "残疾军人", "残疾等级": "11", "残疾性质": "因公"}, "第2行 残疾等级：看不懂"},
		{map[string]string{"残疾性质": "因伤"}, "第2行 残疾性质：看不懂"},
		{map[string]string{"退役日期": "1940-01-01"}, "第2行 退役日期：早于出生日期"},
		{map[string]string{"身份起始日期": "2000-01-01", "截止日期": "1999-01-01"}, "第2行 截止日期：早于起始日期"},
		{map[string]string{"去世日期": "1949-01-01"}, "第2行 去世日期：早于出生日期"},
		{map[string]string{"去世日期": "2001-01-01", "退役日期": "2001-01-02"}, "第2行 退役日期：晚于去世日期"},
		{map[string]string{"去世日期": "2026-11-24"}, "第2行 去世日期：还没有到这一天"},
		{map[string]string{"优待证号": "6222021234567890128"}, "第2行 优待证号：像是银行卡号"},
		{map[string]string{"优待证号": strings.Repeat("Y", 41)}, "第2行 优待证号：太长了"},
		{map[string]string{"住址": "东\ufffd街"}, "第2行 住址：有乱码"},
	} {
		rows, said, sum, err := read(t, []byte(one(c.change)))
		require.NoError(t, err)
		require.Empty(t, rows, "%v", c.change)
		require.Equal(t, 1, sum.Bad, "%v", c.change)
		require.NotEmpty(t, said)
		require.True(t, strings.HasPrefix(said[0], c.want), "%v: %v", c.change, said)
		for _, value := range c.change {
			if len(value) > 15 { // what was typed is never repeated
				require.NotContains(t, strings.Join(said, ""), value)
			}
		}
	}
}

func TestServingSoldiersFamiliesAreNotServing(t *testing.T) {
	rows, said, _, err := read(t, []byte(one(map[string]string{"身份类别": "现役军人家属"})))
	require.NoError(t, err)
	require.Empty(t, said)
	require.Equal(t, "military_family", rows[0].Statuses[0].Status)
}

func TestDuplicatesInTheFile(t *testing.T) {
	row := func(name, number, born, phone, card string) string {
		return name + "," + number + ",," + born + "," + phone + ",,东街服务站,退役军人,,,,,,," + card + "\n"
	}
	rows, said, sum, err := read(t, []byte(titles+
		row("郑守田", "11010519491231002X", "", "", "YD1")+ // 2
		row("郑守田", "11010519491231002x", "", "", "")+ // 3: surely the same
		row("郑守田", "", "1949-12-31", "", "")+ // 4: likely the same as 2
		row("郑守田", "", "1949-12-31", "13900000001", "")+ // 5: cannot be told from 4
		row("李四", "", "1950-01-01", "", "YD1"))) // 6: the card of 2
	require.NoError(t, err)
	require.Equal(t, []int{2, 4}, lines(rows))
	require.Equal(t, roster.Summary{Rows: 5, Bad: 3, Notes: 1}, sum)
	require.Len(t, said, 4)
	require.Contains(t, said[0], "第3行 公民身份号码：和第2行重复")
	require.Contains(t, said[1], "第4行：和第2行同名、同生日")
	require.Contains(t, said[2], "第5行 公民身份号码：和第4行姓名、出生日期、服务站都一样")
	require.Contains(t, said[3], "第6行 优待证号：和第2行重复")
}

func lines(rows []roster.Row) []int {
	var all []int
	for _, r := range rows {
		all = append(all, r.Line)
	}
	return all
}

func TestFilesThatAreNoLists(t *testing.T) {
	for reason, content := range map[string]string{
		"roster.empty":           "",
		"roster.no_header":       "甲,乙\n1,2\n",
		"roster.columns":         "姓名,手机号\n郑守田,13900000001\n",
		"roster.old_excel":       "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
		"roster.not_a_table":     "GIF89a\x00\x01",
		"roster.broken_workbook": "PK\x03\x04 and no more",
		"roster.quotes":          titles + `"郑守田,1` + "\n",
	} {
		_, _, _, err := read(t, []byte(content))
		require.Error(t, err, reason)
		require.Equal(t, reason, fault.Of(err).Reason)
	}
	_, _, _, err := read(t, []byte("姓名,手机号\n郑守田,13900000001\n"))
	require.Equal(t, "缺少必需的列：公民身份号码、服务站、身份类别。请补上这些列再导入；列的先后不要紧。", fault.Of(err).Detail)
	_, _, _, err = read(t, []byte(titles))
	require.Equal(t, "roster.empty", fault.Of(err).Reason, "titles alone are no list")
	_, _, _, err = read(t, []byte(titles+`"`+strings.Repeat("长长长长\n", 200_000)))
	require.Equal(t, "roster.quotes", fault.Of(err).Reason, "a quote that is never closed swallows no more than a megabyte")
	_, err = roster.Open(t.TempDir())
	require.Equal(t, "roster.not_a_table", fault.Of(err).Reason, "a folder")
	_, err = roster.Open(t.TempDir() + "/郑守田.csv")
	require.Error(t, err)
	require.NotContains(t, err.Error(), "郑守田")
}

func TestTooManyRows(t *testing.T) {
	content := []byte(titles + strings.Repeat("郑守田,,,,,,,,,,,,,,\n", 4))
	f, err := roster.New(bytes.NewReader(content), int64(len(content)))
	require.NoError(t, err)
	o := options()
	o.MaxRows = 3
	_, err = f.Read(t.Context(), o, func(roster.Row) error { return nil }, func(roster.Complaint) {})
	require.Equal(t, "roster.too_many_rows", fault.Of(err).Reason)
}

// Titles that are people, in a list without titles, are not repeated.
func TestAListWithoutTitlesTellsNothing(t *testing.T) {
	_, said, _, err := read(t, []byte("郑守田,11010519491231002X,13900000001,东街服务站\n"))
	require.Equal(t, "roster.no_header", fault.Of(err).Reason)
	require.NotContains(t, fault.Of(err).Detail+strings.Join(said, ""), "郑守田")
}

func TestDates(t *testing.T) {
	for written, want := range map[string]clock.Date{
		"1950-03-02": "1950-03-02", "1950/3/2": "1950-03-02", "1950.3.2": "1950-03-02", "1950年3月2日": "1950-03-02", "19500302": "1950-03-02",
		"１９５０－０３－０２": "1950-03-02", "1950-03-02 00:00:00": "1950-03-02", "1950-03-02T00:00:00": "1950-03-02", "18324": "1950-03-02", "18324.75": "1950-03-02",
		" 1950 年 3 月 2 日 ": "1950-03-02",
	} {
		rows, said, _, err := read(t, []byte(one(map[string]string{"公民身份号码": "", "出生日期": written})))
		require.NoError(t, err)
		require.Empty(t, said, "%q", written)
		require.Equal(t, want, rows[0].BornOn, "%q", written)
	}
}
