package understand

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAlarmsHeldOut reports how many sentences of danger are heard that were never taught, and how many ordinary ones alarm. The thresholds
// only get stricter. What the first reading found stands in docs/adr/0005-dialog.md.
func TestAlarmsHeldOut(t *testing.T) {
	content, err := os.ReadFile("testdata/alarms.tsv")
	require.NoError(t, err)
	r := taught()
	heard, kinds := map[string]*tally{}, tally{}
	var danger, calm tally
	for line := range strings.Lines(string(content)) {
		kind, text, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if !ok {
			continue
		}
		u := r.Read(text, monday)
		alarm := u.Intent == Crisis
		if kind == "none" {
			if calm.count(!alarm); alarm {
				t.Logf("false alarm %s: %s", u.Slots[SlotKind], text)
			}
			continue
		}
		if heard[kind] == nil {
			heard[kind] = &tally{}
		}
		heard[kind].count(alarm)
		danger.count(alarm)
		if !alarm {
			t.Logf("missed %s (%s %.2f): %s", kind, u.Intent, u.Confidence, text)
			continue
		}
		if kinds.count(u.Slots[SlotKind] == kind); u.Slots[SlotKind] != kind {
			t.Logf("kind %s heard as %s: %s", kind, u.Slots[SlotKind], text)
		}
	}
	t.Logf("heard %s, kind right %s, calm %s", danger, kinds, calm)
	for kind, of := range heard {
		t.Logf("%-12s %s", kind, of)
	}
	require.GreaterOrEqual(t, danger.share(), 0.97)
	require.GreaterOrEqual(t, kinds.share(), 0.93)
	require.GreaterOrEqual(t, calm.share(), 0.94)
}
