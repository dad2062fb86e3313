package staff_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/approval"
	"shuangyong/models/staff"
)

// rowsOf are the rows of the guide's tables whose first cell is a name in code, by that name: the last cell, split.
func rowsOf(t *testing.T) map[string][]string {
	t.Helper()
	guide, err := os.ReadFile("../../docs/desk.md")
	require.NoError(t, err)
	rows := map[string][]string{}
	for line := range strings.Lines(string(guide)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if name := strings.TrimSpace(cells[0]); len(cells) == 3 && strings.HasPrefix(name, "`") {
			rows[strings.Trim(name, "`")] = strings.Split(strings.TrimSpace(cells[2]), "、")
		}
	}
	return rows
}

// The guide tells who may do what as the program does it.
func TestTheGuideTellsTheRolesAsTheyAre(t *testing.T) {
	rows := rowsOf(t)
	chinese := func(roles []staff.Role) []string {
		var names []string
		for _, r := range roles {
			names = append(names, r.Chinese())
		}
		return names
	}
	require.Len(t, rows, len(staff.Acts())+len(approval.Kinds()))
	for _, act := range staff.Acts() {
		want := chinese(staff.AllowedTo(act))
		if act == staff.Self {
			want = []string{"每个人"}
		}
		require.ElementsMatch(t, want, rows[string(act)], act)
	}
	for _, kind := range approval.Kinds() {
		require.ElementsMatch(t, chinese(staff.Decides(string(kind))), rows[string(kind)], kind)
	}
	for _, r := range staff.Roles() {
		require.NotEqual(t, string(r), r.Chinese())
		require.True(t, slices.Contains(staff.AllowedTo(staff.Self), r))
	}
}
