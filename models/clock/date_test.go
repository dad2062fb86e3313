package clock_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"shuangyong/models/clock"
)

func TestDateIsShanghaisDay(t *testing.T) {
	for _, c := range []struct {
		at   string
		want clock.Date
	}{
		{"2026-11-22T15:59:59Z", "2026-11-22"}, // one second before midnight in Shanghai
		{"2026-11-22T16:00:00Z", "2026-11-23"},
		{"2026-11-23T00:30:00+08:00", "2026-11-23"},
		{"1986-05-04T00:30:00+08:00", "1986-05-04"}, // the clock jumped that night: summer time
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := clock.DateOf(at); got != c.want {
			t.Errorf("DateOf(%s) = %s, want %s", c.at, got, c.want)
		}
	}
}

func TestParseDateRefusesDaysThatDoNotExist(t *testing.T) {
	for _, s := range []string{"", "2026-02-29", "2026-13-01", "2026-1-1", "20261123", "2026-11-31", "2026-11-23 "} {
		if d, err := clock.ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %q, want an error", s, d)
		}
	}
	if d, err := clock.ParseDate("2028-02-29"); err != nil || d != "2028-02-29" {
		t.Errorf("leap day: %q, %v", d, err)
	}
}

func TestAgeCountsTheBirthday(t *testing.T) {
	for _, c := range []struct {
		born, on clock.Date
		want     int
	}{
		{"1966-11-23", "2026-11-22", 59},
		{"1966-11-23", "2026-11-23", 60},
		{"1964-02-29", "2026-02-28", 61},
		{"1964-02-29", "2026-03-01", 62},
		{"2026-11-23", "2026-11-23", 0},
	} {
		if got := c.born.Age(c.on); got != c.want {
			t.Errorf("born %s, on %s: %d, want %d", c.born, c.on, got, c.want)
		}
	}
}

func TestChinese(t *testing.T) {
	if got := clock.Date("2026-11-26").Chinese(); got != "11月26日（周四）" {
		t.Error(got)
	}
	if got := clock.Date("2027-01-03").ChineseWithYear(); got != "2027年1月3日（周日）" {
		t.Error(got)
	}
}

func TestDaysCountBackAndForth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// 1900 to 2100 crosses Shanghai's summer times and its local mean time.
		d := clock.NewDate(1900, time.January, 1).AddDays(rapid.IntRange(0, 73000).Draw(t, "day"))
		n := rapid.IntRange(-4000, 4000).Draw(t, "n")
		e := d.AddDays(n)
		if got := e.DaysSince(d); got != n {
			t.Fatalf("%s + %d = %s, which is %d days later", d, n, e, got)
		}
		if (n > 0) != (e > d) && n != 0 {
			t.Fatalf("%s + %d = %s does not sort that way", d, n, e)
		}
		if back, err := clock.ParseDate(string(e)); err != nil || back != e {
			t.Fatalf("%s does not read back: %v, %v", e, back, err)
		}
	})
}
