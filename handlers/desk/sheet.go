package desk

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// sheet is a table as spreadsheets open it: CSV in UTF-8 with the mark that tells them so. No cell is a formula.
func sheet(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, r := range rows {
		cells := make([]string, len(r))
		for i, c := range r {
			cells[i] = harmless(c)
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// harmless lets a cell be text for a spreadsheet, whatever somebody wrote: one that would be read as a formula gets an apostrophe in front. What stands before the sign
// and is not seen counts for nothing.
func harmless(cell string) string {
	seen := strings.TrimLeft(cell, " \t\r\n\v\f\u00a0\u3000\u200b\ufeff")
	if seen != "" && strings.ContainsAny(seen[:1], "=+-@") || strings.HasPrefix(seen, "＝") || strings.HasPrefix(seen, "＋") || strings.HasPrefix(seen, "－") || strings.HasPrefix(seen, "＠") {
		return "'" + cell
	}
	if cell != "" && strings.ContainsAny(cell[:1], "\t\r\n") {
		return "'" + cell
	}
	return cell
}
