package person_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/person"
	"shuangyong/models/seal"
)

func TestMasks(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{person.MaskName("王建国"), "王**"},
		{person.MaskName("王五"), "王*"},
		{person.MaskName("王"), "*"},
		{person.MaskName("阿卜杜勒·热合曼"), "阿***"},
		{person.MaskName(""), ""},
		{person.MaskPhone("13812341234"), "138****1234"},
		{person.MaskPhone("110"), "***"},
		{person.MaskIDNumber("11010519491231002X"), "110105********002X"},
		{person.MaskIDNumber(""), ""},
		{person.MaskAddress("云溪市东街街道和平路1号"), "云溪市东街街***"},
		{person.MaskAddress("东街"), "东*"},
	} {
		require.Equal(t, c.want, c.got)
	}
}

// Whatever is masked, something of it stays hidden.
func TestAMaskHidesSomething(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("王建国东街0123456789X")), 1, 30, -1).Draw(t, "text")
		for _, masked := range []string{person.MaskName(seal.Text(s)), person.MaskPhone(seal.Text(s)), person.MaskIDNumber(seal.Text(s)), person.MaskAddress(seal.Text(s))} {
			require.Contains(t, masked, "*")
			require.NotContains(t, masked, s)
			require.LessOrEqual(t, len([]rune(strings.ReplaceAll(masked, "*", ""))), len([]rune(s))-1)
		}
	})
}
