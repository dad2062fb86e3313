package desk

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestNoCellOfASheetIsAFormula(t *testing.T) {
	for _, cell := range []string{"=1+1", "+86", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "　=cmd|' /C calc'!A0", "＝1", "\ufeff=1"} {
		require.True(t, strings.HasPrefix(harmless(cell), "'"), "%q", cell)
	}
	for _, cell := range []string{"", "郑守田", "1957-03-02", "a=b", "王（-）"} {
		require.Equal(t, cell, harmless(cell))
	}
}

func TestASheetReadsBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 4).Draw(t, "width")
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.StringMatching(`[=+@,"'\n 郑a0-]{0,8}`), width, width), 1, 6).Draw(t, "rows")
		raw, err := sheet(rows)
		require.NoError(t, err)
		text, marked := strings.CutPrefix(string(raw), "\ufeff")
		require.True(t, marked)
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = -1
		read, err := r.ReadAll()
		require.NoError(t, err)
		want := [][]string{}
		for _, row := range rows {
			if width == 1 && row[0] == "" {
				row = nil // a line of nothing is no line
			}
			if row != nil {
				want = append(want, row)
			}
		}
		require.Len(t, read, len(want))
		for i, row := range want {
			for j, cell := range row {
				require.Equal(t, harmless(cell), read[i][j])
				require.False(t, read[i][j] != "" && strings.ContainsAny(read[i][j][:1], "=+-@"), "%q", read[i][j])
			}
		}
	})
}
