package clock_test

import (
	"testing"
	"time"

	"shuangyong/models/clock"
)

func TestMovableRunsOnFromWhereItWasSet(t *testing.T) {
	machine := clock.Stopped(time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC))
	city := clock.NewMovable(machine, time.Date(2027, 1, 1, 0, 0, 0, 0, clock.Shanghai))

	machine.Advance(90 * time.Second)
	if got, want := city.Now(), time.Date(2026, 12, 31, 16, 1, 30, 0, time.UTC); !got.Equal(want) || got.Location() != time.UTC {
		t.Fatalf("after 90 s of the machine: %v, want %v in UTC", got, want)
	}
	if got := city.Advance(48 * time.Hour); clock.DateOf(got) != "2027-01-03" {
		t.Fatalf("advanced by two days: %v", got)
	}
	if got := clock.DateOf(city.Advance(-72 * time.Hour)); got != "2026-12-31" {
		t.Fatalf("moved back by three days: %v", got)
	}
}
