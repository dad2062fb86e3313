package application

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/clock"
)

const today = clock.Date("2026-11-23")

// Whatever is asked for, what passes is complete, no soldier's, and reads as Chinese.
func TestWhatCanBeAskedForIsWhole(t *testing.T) {
	any := rapid.Custom(func(t *rapid.T) Status {
		return Status{
			Code:  rapid.SampledFrom([]string{Veteran, DisabledVeteran, MilitaryFamily, BereavedFamily, Other, "active", "", "现役"}).Draw(t, "code"),
			Level: rapid.IntRange(-1, 12).Draw(t, "level"),
			Cause: rapid.SampledFrom([]string{"", "war", "duty", "illness", "love"}).Draw(t, "cause"),
			Kind:  rapid.SampledFrom([]string{"", "martyr", "duty", "illness", "hero"}).Draw(t, "kind"),
			From:  rapid.SampledFrom([]clock.Date{"", "1976-12-01", today, "2026-11-24", "2026-02-30", "soon"}).Draw(t, "from"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(any, 0, 6).Draw(t, "all")
		if checkWanted(all, today) != nil {
			return
		}
		if len(all) < 1 || len(all) > 4 {
			t.Fatal("too few or too many")
		}
		for i, s := range all {
			_, date := clock.ParseDate(string(s.From))
			disabled, bereaved := s.Code == DisabledVeteran, s.Code == BereavedFamily
			if s.Code == "active" || s.Chinese() == "" || disabled != (s.Level > 0) || disabled != (s.Cause != "") || bereaved != (s.Kind != "") || s.Level > 10 ||
				s.Cause == "illness" && s.Level > 6 || s.From > today || s.From != "" && date != nil {
				t.Fatalf("%+v passed", s)
			}
			if slices.ContainsFunc(all[i+1:], func(o Status) bool { return o.Code == s.Code && o.Kind == s.Kind }) {
				t.Fatalf("%+v is there twice", s)
			}
		}
	})
}

func TestEachStatusReadsAsPeopleSayIt(t *testing.T) {
	for want, s := range map[string]Status{
		"退役军人":        {Code: Veteran},
		"残疾军人（6级，因公）": {Code: DisabledVeteran, Level: 6, Cause: "duty"},
		"军属":          {Code: MilitaryFamily},
		"烈士遗属":        {Code: BereavedFamily, Kind: "martyr"},
		"病故军人遗属":      {Code: BereavedFamily, Kind: "illness"},
		"其他抚恤优待对象":    {Code: Other},
		"烈士、因公牺牲、病故军人遗属": {Code: BereavedFamily},
	} {
		require.Equal(t, want, s.Chinese())
		require.NotContains(t, s.Chinese(), "三属")
	}
}

// Each reason says something, or asks the clerk to.
func TestNobodyIsToldNothing(t *testing.T) {
	for _, refusal := range []bool{true, false} {
		all := codesOf(refusal)
		require.NotEmpty(t, all)
		for _, r := range all {
			require.Error(t, checkReason(r, !refusal, "这样"), "%s is for one of them only", r)
			require.NotEmpty(t, explain(r, refusal, "写清楚"))
			if checkReason(r, refusal, "") == nil {
				require.NotEmpty(t, explain(r, refusal, ""))
			}
			require.NoError(t, checkReason(r, refusal, "少了出院那年的记录"))
		}
	}
}

func codesOf(refusal bool) []Reason {
	var all []Reason
	for _, one := range reasons {
		if one.refusal == refusal {
			all = append(all, one.reason)
		}
	}
	return all
}
