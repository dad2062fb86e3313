package seed

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/person"
)

// Every entry is complete, in the contract's words, in ours on the screen, and says of whom to ask.
func TestBenefits(t *testing.T) {
	all, err := Benefits()
	require.NoError(t, err)
	require.Len(t, all, 60)
	topics := strings.Fields("medical education housing employment training pension family_payment lump_sum plaque tourism loan nursing_home legal_aid martyr " +
		"one_stop_settlement retirement spouse_job conscription")
	used := map[string]bool{}
	for _, b := range all {
		if b.Topic != "" {
			require.Contains(t, topics, b.Topic, b.Code)
		}
		used[b.Topic] = true
		require.NotEmpty(t, b.Statuses, b.Code)
		for _, s := range strings.Fields(b.Statuses) {
			require.True(t, person.Claim(s).Known(), b.Code)
		}
		require.Contains(t, []string{"found", "known_unverified", "title_only"}, b.Confidence)
		for _, word := range []string{b.Title, b.Who, b.Gives, b.Where, b.Source, b.Asks} {
			require.NotEmpty(t, word, b.Code)
			for _, avoided := range []string{"三属", "上访", "伤残", "士官", "爽约"} {
				require.NotContains(t, word, avoided, b.Code)
			}
		}
	}
	for _, topic := range topics {
		require.True(t, used[topic], topic)
	}
}

// Figures of earlier years are told as history; what nobody wrote down is not made up.
func TestBenefitsTellHistoryAsHistory(t *testing.T) {
	all, err := Benefits()
	require.NoError(t, err)
	history, empty := 0, 0
	for _, b := range all {
		now, past, found := strings.Cut(b.Gives, pastIntro)
		if found {
			history++
			require.NotEmpty(t, past)
			require.True(t, strings.Contains(now, "通知为准") || strings.Contains(now, "核实"), b.Code)
		}
		if b.Code != "tax" { // whose amounts are dated and have an end
			require.NotRegexp(t, `每(月|年)\d+元`, now, "%s quotes an amount as today's", b.Code)
		}
		if b.Confidence == "title_only" {
			empty++
			require.Equal(t, unwritten, b.Gives)
			require.Empty(t, b.Conditions+b.Documents)
		}
	}
	require.Equal(t, 8, history, "the seven of the notes, and the older tax limits")
	require.Equal(t, 7, empty)
}

func TestBenefitsFileIsRead(t *testing.T) {
	for file, want := range map[string]string{
		"- {code: a, title: t, gives: x, confidnce: found}": "confidnce",
		"- {code: a, gives: x}\n- {code: a, gives: x}":      "twice",
		"- {code: a, title: t}":                             "nothing of what is given",
		"- {code: a, title: t, gives: x, from: 2026-02-30}": "2026-02-30",
		"- {title: t, gives: x}":                            "missing",
		"- {code: a, title: [t], gives: x}":                 "benefits",
	} {
		_, err := parseBenefits([]byte(file))
		require.ErrorContains(t, err, want)
	}
}
