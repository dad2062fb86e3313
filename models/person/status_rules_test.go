package person_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/person"
)

const today = clock.Date("2026-11-23")

func day(t *rapid.T, name string) clock.Date {
	return clock.NewDate(1990, time.January, 1).AddDays(rapid.IntRange(0, 14000).Draw(t, name))
}

// drawHeld is any status, right or wrong.
func drawHeld(t *rapid.T) person.Held {
	h := person.Held{
		ID:     uuid.New(),
		Status: rapid.SampledFrom(append(person.Statuses(), "active", "")).Draw(t, "status"),
		Level:  rapid.SampledFrom([]int{0, 0, 1, 6, 7, 10, 11}).Draw(t, "level"),
		Cause:  rapid.SampledFrom([]string{"", "", "war", "duty", "illness", "age"}).Draw(t, "cause"),
		Kind:   rapid.SampledFrom([]string{"", "", "martyr", "duty", "illness", "old"}).Draw(t, "kind"),
		From:   day(t, "from"),
	}
	switch h.Status { // mostly right ones, or nothing would be granted
	case person.DisabledVeteran:
		h.Kind = ""
	case person.BereavedFamily:
		h.Level, h.Cause = 0, ""
	default:
		if rapid.IntRange(0, 4).Draw(t, "plain") > 0 {
			h.Level, h.Cause, h.Kind = 0, "", ""
		}
	}
	if rapid.Bool().Draw(t, "ends") {
		h.Until = day(t, "until")
	}
	return h
}

// Whatever is granted and ended in whatever order: nothing of one kind is held twice at a time, nothing is held by the dead, nothing is ever lost, and no
// status is that somebody serves.
func TestTimelines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := person.Person{BornOn: "1989-12-31"}
		var all []person.Held
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			before := len(all)
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0, 1, 2:
				if h := drawHeld(t); person.Grantable(p, h, all, today) == nil {
					all = append(all, h)
				}
			case 3, 4:
				if before == 0 {
					continue
				}
				i := rapid.IntRange(0, before-1).Draw(t, "which")
				why := rapid.SampledFrom([]person.Ending{person.ByTerm, person.ByDischarge, person.ByMove, person.ByDeath, person.ByError, "because"}).Draw(t, "why")
				was := all[i]
				if h, err := person.Finish(was, why, day(t, "on"), today); err == nil {
					requireEnded(t, was, h, why)
					all[i] = h
				}
			case 5:
				on := day(t, "died")
				changed, err := person.Bury(p, all, on, today)
				if err != nil {
					continue
				}
				p.DiedOn = on
				replace(all, changed)
			}
			require.GreaterOrEqual(t, len(all), before, "nothing is deleted")
			requireSound(t, p, all)
		}
	})
}

func replace(all, changed []person.Held) {
	for _, c := range changed {
		for i := range all {
			if all[i].ID == c.ID {
				all[i] = c
			}
		}
	}
}

func requireEnded(t require.TestingT, was, h person.Held, why person.Ending) {
	require.Equal(t, why, h.EndReason)
	require.NotEmpty(t, h.Until)
	require.Empty(t, was.EndReason, "what ended stays ended")
	require.NotEqual(t, person.ByDeath, why, "a death is the person's")
	if why == person.ByDischarge {
		require.Equal(t, person.MilitaryFamily, h.Status)
	}
	if was.Until != "" && why != person.ByError {
		require.LessOrEqual(t, h.Until, was.Until, "nothing gets longer by ending")
	}
}

func requireSound(t require.TestingT, p person.Person, all []person.Held) {
	for i, a := range all {
		require.True(t, a.Status.Known())
		require.True(t, a.Until == "" || a.From <= a.Until)
		if p.DiedOn != "" && a.Counts() {
			require.NotEmpty(t, a.Until)
			require.LessOrEqual(t, a.Until, p.DiedOn)
		}
		for _, b := range all[i+1:] {
			if a.Counts() && b.Counts() && a.Status == b.Status && a.Kind == b.Kind {
				require.True(t, a.Until != "" && a.Until < b.From || b.Until != "" && b.Until < a.From, "%v and %v", a, b)
			}
		}
	}
}

func TestWhatEachStatusNeeds(t *testing.T) {
	p := person.Person{BornOn: "1950-03-02"}
	good := []person.Held{
		{Status: person.Veteran, From: "1976-01-01"},
		{Status: person.Veteran, From: "1976-01-01", Proof: person.Discharge, SeenOn: today},
		{Status: person.DisabledVeteran, Level: 10, Cause: "war", From: "1979-03-01"},
		{Status: person.DisabledVeteran, Level: 6, Cause: "illness", From: "1979-03-01", Proof: person.DisabilityCard},
		{Status: person.MilitaryFamily, From: "2020-09-01", Proof: person.ServicePaper},
		{Status: person.BereavedFamily, Kind: "martyr", From: "1979-03-01", Proof: person.MartyrPaper},
		{Status: person.Other, From: "2000-01-01", Until: "2001-01-01"},
	}
	for _, h := range good {
		require.NoError(t, person.Grantable(p, h, nil, today), "%v", h)
	}
	for reason, wrong := range map[string][]person.Held{
		"person.serving":            {{Status: person.Status(person.Active), From: "2020-01-01"}},
		"person.status":             {{Status: "general", From: "2020-01-01"}, {From: "2020-01-01"}},
		"person.status_particulars": {{Status: person.DisabledVeteran, From: "1979-03-01"}, {Status: person.DisabledVeteran, Level: 7, Cause: "illness", From: "1979-03-01"}, {Status: person.Veteran, Level: 1, From: "1976-01-01"}, {Status: person.BereavedFamily, From: "1979-03-01"}, {Status: person.Other, Kind: "duty", From: "1979-03-01"}},
		"person.status_days":        {{Status: person.Veteran}, {Status: person.Veteran, From: "2026-11-24"}, {Status: person.Veteran, From: "1949-01-01"}, {Status: person.Veteran, From: "1976-01-01", Until: "1975-12-31"}, {Status: person.Veteran, From: "1976-02-30"}, {Status: person.Veteran, From: "1976-01-01", SeenOn: "2026-11-24"}},
		"person.paper":              {{Status: person.Veteran, From: "1976-01-01", Proof: person.ServicePaper}, {Status: person.BereavedFamily, Kind: "martyr", From: "1979-03-01", Proof: person.DutyDeathPaper}, {Status: person.Other, From: "1979-03-01", Proof: "passport"}},
	} {
		for _, h := range wrong {
			err := person.Grantable(p, h, nil, today)
			require.Error(t, err, "%v", h)
			require.Equal(t, reason, fault.Of(err).Reason, "%v", h)
		}
	}
	held := []person.Held{good[0]}
	require.Equal(t, "person.status_overlap", fault.Of(person.Grantable(p, good[0], held, today)).Reason)
	require.NoError(t, person.Grantable(p, good[2], held, today), "several at once")
	held[0].Until, held[0].EndReason = held[0].From, person.ByError
	require.NoError(t, person.Grantable(p, good[0], held, today), "what was a mistake is in nobody's way")
}

func TestWhatEnds(t *testing.T) {
	family := person.Held{Status: person.MilitaryFamily, From: "2020-09-01"}
	ended, err := person.Finish(family, person.ByDischarge, "2026-09-01", today)
	require.NoError(t, err)
	require.True(t, ended.On("2026-09-01"), "its last day is one")
	require.False(t, ended.On("2026-09-02"))
	_, err = person.Finish(ended, person.ByTerm, "2026-09-01", today)
	require.Equal(t, "person.status_ended", fault.Of(err).Reason)
	_, err = person.Finish(person.Held{Status: person.Veteran, From: "1976-01-01"}, person.ByDischarge, today, today)
	require.Equal(t, "person.status_ending", fault.Of(err).Reason, "a veteran stays one")
	_, err = person.Finish(family, person.ByMove, "2026-11-24", today)
	require.Equal(t, "person.status_days", fault.Of(err).Reason)
	_, err = person.Finish(family, person.ByTerm, "2027-06-01", today)
	require.NoError(t, err, "a term may be known beforehand")

	moved := person.Depart([]person.Held{family, ended, {Status: person.Veteran, From: "1976-01-01"}}, today)
	require.Len(t, moved, 2)
	for _, h := range moved {
		require.Equal(t, person.ByMove, h.EndReason)
	}
	later := person.Held{Status: person.Other, From: "2026-11-01"}
	changed, err := person.Bury(person.Person{}, []person.Held{family, ended, later}, "2026-10-10", today)
	require.NoError(t, err)
	require.Equal(t, []person.Ending{person.ByDeath, person.ByError}, []person.Ending{changed[0].EndReason, changed[1].EndReason})
	_, err = person.Bury(person.Person{DiedOn: "2026-10-10"}, nil, "2026-10-11", today)
	require.Equal(t, "person.dead", fault.Of(err).Reason)
}
