package roster_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
)

var heads = strings.Split(strings.TrimSpace(titles), ",")

// sheetOf writes a workbook with the titles and one person, changed by edit, with another program's hand.
func sheetOf(t testing.TB, edit func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for i, h := range heads {
		require.NoError(t, f.SetCellStr("Sheet1", at(t, i, 1), h))
	}
	for title, v := range map[string]string{"姓名": "郑守田", "公民身份号码": "11010519491231002X", "服务站": "东街服务站", "身份类别": "退役军人"} {
		set(t, f, title, v)
	}
	edit(f)
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	return out.Bytes()
}

func at(t testing.TB, column, row int) string {
	t.Helper()
	name, err := excelize.CoordinatesToCellName(column+1, row)
	require.NoError(t, err)
	return name
}

func column(title string) int {
	for i, h := range heads {
		if h == title {
			return i
		}
	}
	return -1
}

func set(t testing.TB, f *excelize.File, title string, v any) {
	t.Helper()
	require.NoError(t, f.SetCellValue("Sheet1", at(t, column(title), 2), v))
}

func TestAWorkbookIsReadLikeText(t *testing.T) {
	rows, said, _, err := read(t, sheetOf(t, func(f *excelize.File) {
		set(t, f, "手机号", int64(13900000001))
		set(t, f, "退役日期", time.Date(1976, 1, 5, 9, 30, 0, 0, time.UTC)) // stored as a number
		set(t, f, "住址", "<东街> & 1号")
		require.NoError(t, f.SetCellRichText("Sheet1", at(t, column("优待证号"), 2), []excelize.RichTextRun{{Text: "YD"}, {Text: "0001"}}))
	}))
	require.NoError(t, err)
	require.Empty(t, said)
	text, said, _, err := read(t, []byte(one(map[string]string{"退役日期": "1976-01-05", "住址": "<东街> & 1号", "优待证号": "YD0001"})))
	require.NoError(t, err)
	require.Empty(t, said)
	require.Equal(t, text, rows)
}

func TestWhatAWorkbookHides(t *testing.T) {
	for want, edit := range map[string]func(f *excelize.File){
		"第2行 公民身份号码：被表格软件改成了科学计数": func(f *excelize.File) { set(t, f, "公民身份号码", 1.10105194912310028e17) },
		"第2行 公民身份号码：这一格是公式": func(f *excelize.File) {
			require.NoError(t, f.SetCellFormula("Sheet1", at(t, column("公民身份号码"), 2), `"11010519491231002"&"X"`))
		},
		"第2行 服务站：这一格和别的格合并了": func(f *excelize.File) {
			require.NoError(t, f.SetCellStr("Sheet1", at(t, column("服务站"), 2), "")) // the value stands beside
			require.NoError(t, f.SetCellStr("Sheet1", at(t, column("住址"), 2), "东街服务站"))
			require.NoError(t, f.MergeCell("Sheet1", at(t, column("住址"), 2), at(t, column("服务站"), 2)))
		},
		"第3行 服务站：这一格和别的格合并了": func(f *excelize.File) {
			require.NoError(t, f.SetCellStr("Sheet1", "A3", "李四"))
			require.NoError(t, f.SetCellStr("Sheet1", "B3", "110101199001011237"))
			require.NoError(t, f.SetCellStr("Sheet1", at(t, column("身份类别"), 3), "军属"))
			require.NoError(t, f.MergeCell("Sheet1", at(t, column("服务站"), 2), at(t, column("服务站"), 3)))
		},
		"文件里有2个工作表，只读第一个": func(f *excelize.File) {
			_, err := f.NewSheet("说明")
			require.NoError(t, err)
		},
	} {
		_, said, _, err := read(t, sheetOf(t, edit))
		require.NoError(t, err)
		require.Len(t, said, 1, want)
		require.True(t, strings.HasPrefix(said[0], want), "%s: %v", want, said)
	}
}

func TestAHiddenSheetIsNotRead(t *testing.T) {
	rows, said, _, err := read(t, sheetOf(t, func(f *excelize.File) {
		_, err := f.NewSheet("旧名册")
		require.NoError(t, err)
		require.NoError(t, f.SetSheetVisible("旧名册", false))
	}))
	require.NoError(t, err)
	require.Empty(t, said)
	require.Len(t, rows, 1)
}

func TestDaysOfAnOldMac(t *testing.T) {
	rows, _, _, err := read(t, sheetOf(t, func(f *excelize.File) {
		yes := true
		require.NoError(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
		set(t, f, "退役日期", 26302) // 27764 − 1462
	}))
	require.NoError(t, err)
	require.Equal(t, clock.Date("1976-01-05"), rows[0].Statuses[0].From)
}

// Files of the strict kind name their parts in another namespace; a text can have beside it how it is spoken, and stand in pieces.
func TestAStrictFileWithSpokenTexts(t *testing.T) {
	words, cells := "", []string{"", ""}
	for i, row := range [][]string{heads, {"郑守田", "11010519491231002X", "", "", "", "", "东街服务站", "退役军人"}} {
		for _, w := range row {
			cells[i] += fmt.Sprintf(`<c t="s"><v>%d</v></c>`, strings.Count(words, "<si>"))
			half := len([]rune(w)) / 2
			words += "<si><r><t>" + string([]rune(w)[:half]) + "</t></r><r><t>" + string([]rune(w)[half:]) + `</t></r><rPh sb="0" eb="1"><t>spoken</t></rPh></si>`
		}
	}
	const strict = "http://purl.oclc.org/ooxml/"
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, part := range map[string]string{
		"xl/workbook.xml":            `<workbook xmlns="` + strict + `spreadsheetml/main" xmlns:r="` + strict + `officeDocument/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId7"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId7" Target="worksheets/sheet9.xml"/></Relationships>`,
		"xl/worksheets/sheet9.xml":   `<worksheet><sheetData><row r="1">` + cells[0] + `</row><row r="2">` + cells[1] + `</row></sheetData></worksheet>`,
		"xl/sharedStrings.xml":       `<sst>` + words + `</sst>`,
	} {
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = io.WriteString(w, part)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	rows, said, _, err := read(t, out.Bytes())
	require.NoError(t, err)
	require.Empty(t, said)
	require.Len(t, rows, 1)
	require.Equal(t, "郑守田", rows[0].Name.Reveal())
}

func TestTheListStandsOnAnotherSheet(t *testing.T) {
	_, _, _, err := read(t, sheetOf(t, func(f *excelize.File) {
		_, err := f.NewSheet("封面")
		require.NoError(t, err)
		require.NoError(t, f.SetCellStr("封面", "A1", "某市名册"))
		require.NoError(t, f.MoveSheet("封面", "Sheet1"))
	}))
	require.Equal(t, "roster.no_header", fault.Of(err).Reason)
	require.Contains(t, fault.Of(err).Detail, "请把名册移到第一个")
}

// repack writes the workbook anew with some parts replaced.
func repack(t testing.TB, book []byte, replace map[string]func(w io.Writer)) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	require.NoError(t, err)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range in.File {
		w, err := z.Create(part.Name)
		require.NoError(t, err)
		if write, ok := replace[part.Name]; ok {
			write(w)
			continue
		}
		r, err := part.Open()
		require.NoError(t, err)
		_, err = io.Copy(w, r) // #nosec G110 -- our own
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return out.Bytes()
}

func TestBombsAreRefused(t *testing.T) {
	book := sheetOf(t, func(*excelize.File) {})
	zeros := func(megabytes int, chunk string) func(w io.Writer) {
		return func(w io.Writer) {
			_, err := io.WriteString(w, "<worksheet><sheetData>")
			require.NoError(t, err)
			block := strings.Repeat(chunk, (1<<20)/len(chunk))
			for range megabytes {
				_, err := io.WriteString(w, block)
				require.NoError(t, err)
			}
		}
	}
	many := func() []byte {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		for range 3000 {
			_, err := z.Create("xl/x.xml")
			require.NoError(t, err)
		}
		require.NoError(t, z.Close())
		return out.Bytes()
	}
	for name, bomb := range map[string][]byte{
		"a sheet that unpacks to 300 times its size and more": repack(t, book, map[string]func(io.Writer){"xl/worksheets/sheet1.xml": zeros(40, "<row><c/></row>")}),
		"a cell of megabytes":      repack(t, book, map[string]func(io.Writer){"xl/worksheets/sheet1.xml": zeros(3, "a")}),
		"texts without end":        repack(t, book, map[string]func(io.Writer){"xl/sharedStrings.xml": zeros(40, "<si><t/></si>")}),
		"a directory of megabytes": repack(t, book, map[string]func(io.Writer){"xl/workbook.xml": zeros(6, "<x/>")}),
		"thousands of parts":       many(),
	} {
		_, _, _, err := read(t, bomb)
		require.Equal(t, "roster.bomb", fault.Of(err).Reason, name)
	}
}

// The directory of a zip says how large its parts are; one that lies is noticed while unpacking.
func TestALyingDirectoryIsNoticed(t *testing.T) {
	book := repack(t, sheetOf(t, func(*excelize.File) {}), nil)
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	require.NoError(t, err)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range in.File {
		h := part.FileHeader
		if part.Name == "xl/worksheets/sheet1.xml" {
			h.UncompressedSize64 = 100
		}
		w, err := z.CreateRaw(&h)
		require.NoError(t, err)
		r, err := part.OpenRaw()
		require.NoError(t, err)
		_, err = io.Copy(w, r) // #nosec G110 -- our own
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	_, _, _, err = read(t, out.Bytes())
	require.Contains(t, []string{"roster.bomb", "roster.broken_workbook"}, fault.Of(err).Reason)
}

func TestBrokenWorkbooks(t *testing.T) {
	book := sheetOf(t, func(*excelize.File) {})
	text := func(s string) func(io.Writer) {
		return func(w io.Writer) { _, err := io.WriteString(w, s); require.NoError(t, err) }
	}
	for name, bad := range map[string][]byte{
		"no sheet":         repack(t, book, map[string]func(io.Writer){"xl/workbook.xml": text("<workbook/>")}),
		"cut off":          repack(t, book, map[string]func(io.Writer){"xl/worksheets/sheet1.xml": text(`<worksheet><sheetData><row r="1"><c r="A1"><v>1`)}),
		"no XML":           repack(t, book, map[string]func(io.Writer){"xl/worksheets/sheet1.xml": text(`<worksheet><sheetData <<`)}),
		"an outside text":  repack(t, book, map[string]func(io.Writer){"xl/workbook.xml": text(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;</workbook>`)}),
		"half of the file": book[:len(book)/2],
	} {
		_, _, _, err := read(t, bad)
		require.Equal(t, "roster.broken_workbook", fault.Of(err).Reason, name)
	}
}

// A cell that points at a text that is not there is an error value, not a crash.
func TestReferencesToNothing(t *testing.T) {
	_, said, _, err := read(t, repack(t, sheetOf(t, func(*excelize.File) {}), map[string]func(io.Writer){"xl/worksheets/sheet1.xml": func(w io.Writer) {
		cells := ""
		for _, h := range heads {
			cells += `<c t="inlineStr"><is><t>` + h + `</t></is></c>`
		}
		_, err := io.WriteString(w, `<worksheet><sheetData><row>`+cells+`</row><row><c t="s"><v>999</v></c><c t="s"><v>-1</v></c></row></sheetData></worksheet>`)
		require.NoError(t, err)
	}}))
	require.NoError(t, err)
	require.Contains(t, said, "第2行 姓名：这一格是错误值（如#N/A）。请改成真实内容，没有就留空。")
}
