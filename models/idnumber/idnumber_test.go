package idnumber_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/clock"
	"shuangyong/models/idnumber"
)

const today = clock.Date("2026-11-23")

// drawn is any well-formed number, with what is in it.
func drawn(t *rapid.T) (number string, born clock.Date, order int) {
	born = clock.Date("1900-01-01").AddDays(rapid.IntRange(0, 46000).Draw(t, "day"))
	order = rapid.IntRange(1, 999).Draw(t, "order")
	body := fmt.Sprintf("%06d%s%03d", rapid.IntRange(110000, 999999).Draw(t, "region"), strings.ReplaceAll(string(born), "-", ""), order)
	return body + string(idnumber.Check(body)), born, order
}

func TestTheStandardsExample(t *testing.T) {
	n, err := idnumber.Parse("11010519491231002x", today)
	require.NoError(t, err)
	require.Equal(t, "11010519491231002X", n.Text.Reveal())
	require.Equal(t, clock.Date("1949-12-31"), n.Born)
	require.Equal(t, "f", n.Sex)
	require.NotContains(t, fmt.Sprintf("%v %+v %s", n, n, n.Text), "11010519491231002")
}

func TestWhatIsWrongIsSaid(t *testing.T) {
	for raw, want := range map[string]error{
		"": idnumber.ErrEmpty, "  ": idnumber.ErrEmpty, "1.10105E+17": idnumber.ErrScientific, "1.10105e17": idnumber.ErrScientific,
		"110105194912310000": idnumber.ErrScientific, "110105491231002": idnumber.ErrOld, "1101051949123100": idnumber.ErrLength,
		"11010519491231002X1": idnumber.ErrChars, "1101051949123100２Y": idnumber.ErrChars, "1101O519491231002X": idnumber.ErrChars,
		"11010519490230002X": idnumber.ErrBirthday, "11010520491231002X": idnumber.ErrBirthday, "110105184912310027": idnumber.ErrBirthday,
		"110105194912310029": idnumber.ErrCheck, "01010519491231002X": idnumber.ErrRegion, "不详": idnumber.ErrChars,
	} {
		_, err := idnumber.Parse(raw, today)
		require.ErrorIs(t, err, want, "%q", raw)
	}
}

// However a right number is written, it is read the same; and with one digit wrong or two neighbours swapped it is noticed.
func TestNumbersAsPeopleWriteThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number, born, order := drawn(t)
		var written strings.Builder
		for _, r := range number {
			switch rapid.IntRange(0, 5).Draw(t, "style") {
			case 0:
				written.WriteRune(r - '!' + '！')
			case 1:
				written.WriteString(" " + string(r))
			case 2:
				written.WriteString(strings.ToLower(string(r)))
			default:
				written.WriteRune(r)
			}
		}
		n, err := idnumber.Parse(written.String(), today)
		require.NoError(t, err)
		require.Equal(t, number, n.Text.Reveal())
		require.Equal(t, born, n.Born)
		require.Equal(t, order%2 == 1, n.Sex == "m")
	})
}

func TestSlipsAreNoticed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number, _, _ := drawn(t)
		slip := []byte(number)
		at := rapid.IntRange(0, 16).Draw(t, "at")
		if rapid.Bool().Draw(t, "swap") && at < 16 {
			slip[at], slip[at+1] = slip[at+1], slip[at]
		} else {
			slip[at] = '0' + (slip[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "more")))%10
		}
		if string(slip) == number {
			return
		}
		_, err := idnumber.Parse(string(slip), today)
		require.Error(t, err)
	})
}

func TestMobiles(t *testing.T) {
	for raw, want := range map[string]string{
		"13900000001": "13900000001", "139 0000 0001": "13900000001", "+86-139-0000-0001": "13900000001", "8613900000001": "13900000001",
		"008613900000001": "13900000001", "１３９０００００００１": "13900000001", "12900000001": "", "1390000000": "", "139000000012": "", "0571-8888888": "",
		"1.39E+10": "", "": "",
	} {
		got, ok := idnumber.Mobile(raw)
		require.Equal(t, want != "", ok, "%q", raw)
		require.Equal(t, want, got.Reveal(), "%q", raw)
	}
}

func TestBankCards(t *testing.T) {
	for raw, want := range map[string]bool{
		"6222 0000 0000 0005": false, "6222021234567890128": true, "6222021234567890129": false, "4111111111111111": true, "4111-1111-1111-1111": true,
		"411111111111111": false, "YDZ12345678": false, "": false,
	} {
		require.Equal(t, want, idnumber.BankCard(raw), "%q", raw)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"11010519491231002X", "1.10105E+17", "", "１１０１０５", "\ufeff11010519491231002x", "-'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		n, err := idnumber.Parse(raw, today)
		if err != nil {
			require.Empty(t, n)
			return
		}
		again, err := idnumber.Parse(n.Text.Reveal(), today)
		require.NoError(t, err)
		require.Equal(t, n, again, "what was read reads the same")
		require.Len(t, n.Text.Reveal(), 18)
		idnumber.Mobile(raw)
		idnumber.BankCard(raw)
	})
}
