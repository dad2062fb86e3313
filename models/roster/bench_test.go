package roster_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/idnumber"
	"shuangyong/models/roster"
)

// benchRows is how many people the lists of the benchmarks have.
const benchRows = 10_000

func benchList() [][]string {
	list := [][]string{heads}
	for i := range benchRows {
		body := fmt.Sprintf("990101%04d0302%03d", 1940+i/998, i%998+1)
		list = append(list, []string{"郑守田" + strings.Repeat("甲", i%3), body + string(idnumber.Check(body)), "", "", fmt.Sprintf("1540%07d", i), "东街石榴巷7号", "990101", "退役军人", "", "", "1976-01-05", "", "", "", ""})
	}
	return list
}

func benchmarkRead(b *testing.B, content []byte) {
	b.ReportAllocs()
	for b.Loop() {
		f, err := roster.New(bytes.NewReader(content), int64(len(content)))
		require.NoError(b, err)
		sum, err := f.Read(b.Context(), options(), func(roster.Row) error { return nil }, func(roster.Complaint) {})
		require.NoError(b, err)
		require.Equal(b, roster.Summary{Rows: benchRows, Notes: sum.Notes}, sum)
	}
	b.ReportMetric(float64(b.N*benchRows)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkReadCSV(b *testing.B) {
	var text strings.Builder
	for _, row := range benchList() {
		text.WriteString(strings.Join(row, ",") + "\n")
	}
	benchmarkRead(b, []byte(text.String()))
}

func BenchmarkReadXLSX(b *testing.B) { benchmarkRead(b, workbookOf(b, benchList())) }
