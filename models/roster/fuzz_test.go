package roster_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"shuangyong/models/fault"
)

// A list says the same whether it is UTF-8, GBK or a workbook, whatever stands in its cells.
func TestFormatsAgree(t *testing.T) {
	words := []string{
		"", "郑守田", "11010519491231002X", "110105194912310029", "13900000001", "东街服务站", "西关服务站", "990101", "退役军人", "退役军人、残疾军人", "残疾军人", "7级", "因公", "因病",
		"1949-12-31", "1950年3月2日", "19500302", "男", "女", "a\"b", "逗,号", "两\n行", "现役军人", "长长的地址一号",
	}
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(rt, "rows")
		list := [][]string{heads}
		for range n {
			row := make([]string, len(heads))
			for i := range row {
				row[i] = rapid.SampledFrom(words).Draw(rt, "cell")
			}
			list = append(list, row)
		}
		var text bytes.Buffer
		w := csv.NewWriter(&text)
		require.NoError(t, w.WriteAll(list))
		gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes(text.Bytes())
		require.NoError(t, err)

		rows, said, sum, err := read(t, text.Bytes())
		for name, other := range map[string][]byte{"GBK": gbk, "xlsx": workbookOf(t, list)} {
			rows2, said2, sum2, err2 := read(t, other)
			require.Equal(t, err, err2, name)
			require.Equal(t, rows, rows2, name)
			require.Equal(t, said, said2, name)
			require.Equal(t, sum, sum2, name)
		}
		require.Equal(t, sum.Rows-sum.Bad, len(rows))
		for _, r := range rows { // whatever is let through is whole
			require.NotEmpty(t, r.Name)
			require.NotEmpty(t, r.BornOn)
			require.NotEmpty(t, r.Statuses)
			require.NotEmpty(t, r.StationPath)
		}
	})
}

func workbookOf(t testing.TB, list [][]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	w, err := f.NewStreamWriter("Sheet1")
	require.NoError(t, err)
	for i, row := range list {
		cells := make([]any, len(row))
		for j, v := range row {
			cells[j] = v
		}
		require.NoError(t, w.SetRow("A"+strconv.Itoa(i+1), cells))
	}
	require.NoError(t, w.Flush())
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	return out.Bytes()
}

// whole checks what holds for any file: no panic, faults or disk errors only, and complaints that repeat nothing.
func whole(t *testing.T, content []byte) {
	rows, said, sum, err := read(t, content)
	if err != nil {
		require.NotEqual(t, fault.Internal, fault.CodeOf(err), "%v", err)
	}
	require.LessOrEqual(t, len(rows)+sum.Bad, sum.Rows+len(said))
	for _, r := range rows {
		require.NotEmpty(t, r.Name)
		require.NotEmpty(t, r.BornOn)
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte(one(nil)))
	f.Add([]byte("\ufeff" + strings.ReplaceAll(one(nil), ",", "\t")))
	f.Add([]byte("\xff\xfe\x00\x01"))
	f.Add([]byte("姓名,服务站\n\"a"))
	f.Fuzz(whole)
}

// The sheet of a workbook, as anybody could have written it.
func FuzzSheet(f *testing.F) {
	book := sheetOf(f, func(*excelize.File) {})
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`))
	f.Add([]byte(`<x:worksheet xmlns:x="y"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>姓名</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`))
	f.Add([]byte(`<worksheet><sheetData><row r="9999999999"><c r="ZZZZZZ1"><f>1</f><v>1E400</v></c>`))
	f.Fuzz(func(t *testing.T, sheet []byte) {
		whole(t, repack(t, book, map[string]func(io.Writer){"xl/worksheets/sheet1.xml": func(w io.Writer) { _, _ = w.Write(sheet) }}))
	})
}
