package understand

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// heldOut is a sentence that the classifier has not learnt, by an author with a style of his own.
type heldOut struct {
	author, intent, text string
	slots                map[string]string
	also                 string
}

func readHeldOut(t *testing.T) []heldOut {
	t.Helper()
	content, err := os.ReadFile("testdata/heldout.tsv")
	require.NoError(t, err)
	var list []heldOut
	for line := range strings.Lines(string(content)) {
		if line = strings.TrimRight(line, "\n"); strings.HasPrefix(line, "#") {
			continue
		}
		f := append(strings.Split(line, "\t"), "", "")
		h := heldOut{author: f[0], intent: f[1], text: f[2], also: f[4]}
		for pair := range strings.FieldsSeq(f[3]) {
			name, value, ok := strings.Cut(pair, "=")
			require.True(t, ok, line)
			if h.slots == nil {
				h.slots = map[string]string{}
			}
			h.slots[name] = value
		}
		list = append(list, h)
	}
	return list
}

// right says whether the reading is what was meant; the answers have flags instead of an intent.
func (h heldOut) right(u Understanding) bool {
	switch h.intent {
	case "yes":
		return u.Yes
	case "no":
		return u.No
	case "more":
		return u.More
	}
	return u.Intent == h.intent
}

type tally struct{ right, all int }

func (t *tally) count(right bool) {
	t.all++
	if right {
		t.right++
	}
}

func (t tally) share() float64 { return float64(t.right) / float64(max(t.all, 1)) }

func (t tally) String() string { return fmt.Sprintf("%3d/%-3d %.3f", t.right, t.all, t.share()) }

// TestHeldOut reports how well sentences are understood that were never learnt. The thresholds only rise.
func TestHeldOut(t *testing.T) {
	r := taught()
	byIntent, byAuthor := map[string]*tally{}, map[string]*tally{}
	var intents, crisis, elsewhere, also tally
	found, wanted, correct := 0, 0, 0
	for _, h := range readHeldOut(t) {
		u := r.Read(h.text, monday)
		right := h.right(u)
		if !right {
			t.Logf("%-10s want %-22s got %-22s %.2f %s", h.author, h.intent, u.Intent, u.Confidence, h.text)
		}
		for _, c := range []struct {
			in   map[string]*tally
			name string
		}{{byIntent, h.intent}, {byAuthor, h.author}} {
			if c.in[c.name] == nil {
				c.in[c.name] = &tally{}
			}
			c.in[c.name].count(right)
		}
		intents.count(right)
		switch h.intent {
		case Crisis:
			crisis.count(right)
		case Unknown:
			elsewhere.count(right)
		}
		if h.also != "" {
			also.count(slices.Contains(u.Also, h.also))
		}
		if right && h.intent != Unknown {
			wanted += len(h.slots)
			found += len(u.Slots)
			for name, value := range h.slots {
				if u.Slots[name] == value {
					correct++
				}
			}
			if !maps.Equal(u.Slots, h.slots) {
				t.Logf("%-10s slots want %v got %v: %s", h.author, h.slots, u.Slots, h.text)
			}
		}
	}
	f1 := 2 * float64(correct) / float64(found+wanted)
	for _, of := range []map[string]*tally{byAuthor, byIntent} {
		for _, name := range slices.Sorted(maps.Keys(of)) {
			t.Logf("%-24s %s", name, of[name])
		}
	}
	t.Logf("intents %s, crisis %s, elsewhere %s, also %s, slot F1 %.3f", intents, crisis, elsewhere, also, f1)
	require.GreaterOrEqual(t, intents.share(), 0.94)
	require.GreaterOrEqual(t, crisis.share(), 1.0)
	require.GreaterOrEqual(t, elsewhere.share(), 0.96)
	require.GreaterOrEqual(t, also.share(), 1.0)
	require.GreaterOrEqual(t, f1, 0.95)
}
