package staff_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

func TestPasswordsThatAreNone(t *testing.T) {
	for name, p := range map[string]string{
		"empty": "", "short": "Ab3-Ab3-Ab3", "two kinds": "abcdefgh1234", "known": "Password-1234", "known and long": "Qwertyuiop1234567", "the program": "Shuangyong-2026!",
		"one letter": strings.Repeat("a", 40), "the login": "My-dongjie-li-1", "only digits": "1234567890123456", "a date over and over": "2026-2026-2026-2026",
		"not text": "Abc-123-\xff\xfe-xyz", "endless": strings.Repeat("Ab3-xyz", 30), "woaini": "Woaini1314520!",
	} {
		require.Error(t, staff.CheckPassword("dongjie-li", seal.Text(p)), name)
	}
	for _, p := range []string{good, better, "correct horse battery", "东街口的老槐树下有三只花猫在晒太阳", "aB3-defg-hijk"} {
		require.NoError(t, staff.CheckPassword("dongjie-li", seal.Text(p)), p)
	}
}

func TestNoShortPasswordPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.StringN(0, 11, -1).Draw(t, "password")
		require.Error(t, staff.CheckPassword("nobody", seal.Text(p)))
	})
}

func FuzzCheckPassword(f *testing.F) {
	f.Add("li1", good)
	f.Add("", "\xff")
	f.Fuzz(func(t *testing.T, login, password string) {
		if staff.CheckPassword(login, seal.Text(password)) == nil {
			require.GreaterOrEqual(t, len([]rune(password)), 12)
			require.NotContains(t, strings.ToLower(password), login)
		}
	})
}
