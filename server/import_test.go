package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// importing runs the program's command on a data directory of its own, and gives what it says.
func importing(t *testing.T, dir string, args ...string) (out string, err error) {
	t.Helper()
	var said bytes.Buffer
	root := newRoot([]string{"SY_DATA_DIR=" + dir, "SY_NOW=2026-11-23T10:00:00+08:00"})
	root.SetArgs(args)
	root.SetOut(&said)
	root.SetErr(&said)
	err = root.ExecuteContext(t.Context())
	return strings.TrimSpace(strings.ReplaceAll(said.String(), "\r", "")), err
}

func TestImportPeopleSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	_, err := importing(t, dir, "seed", "--people", "60", "--shops", "20")
	require.NoError(t, err)
	list := filepath.Join(dir, "list.csv")
	write := func(rows string) {
		t.Helper()
		require.NoError(t, os.WriteFile(list, []byte("姓名,公民身份号码,服务站,身份类别,手机号\n"+rows), 0o600))
	}

	write("郑守田,110105194912310029,市服务中心,退役军人,139\n")
	report := filepath.Join(dir, "report.csv")
	out, err := importing(t, dir, "import", "people", list, "--apply", "--report", report)
	require.ErrorIs(t, err, errUnwell, "exit status 1")
	require.Equal(t, "第2行 手机号：不是手机号：要11位，1开头。只有座机的请留空；两个号码的只留一个。\n"+
		"第2行 公民身份号码：校验码不对，多半是有一位填错或颠倒了。请对照身份证核对。\n", strings.Split(out, "                ")[0])
	require.Contains(t, out, "共1行，1处要改，什么也没有写入。改好后再导入一次。")
	kept, err := os.ReadFile(report)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(kept), "\ufeff行,列,要改,说明\n2,手机号,是,"), string(kept))
	for _, private := range []string{"郑守田", "11010519"} {
		require.NotContains(t, out+string(kept), private)
	}

	write("郑守田,11010519491231002X,市服务中心,退役军人,\n")
	out, err = importing(t, dir, "import", "people", list)
	require.NoError(t, err)
	require.Contains(t, out, "共1行，没有要改的：新增1人，更新0人，0人和登记的一样。身份新增1条、变动0条，优待证新增0张。\n这次只核对，没有写入。")
	out, err = importing(t, dir, "import", "people", list, "--apply")
	require.NoError(t, err)
	require.Contains(t, out, "已全部写入。")
	out, err = importing(t, dir, "import", "people", list, "--apply")
	require.NoError(t, err)
	require.Contains(t, out, "和现在登记的完全一样，没有改动。")

	days := func(since, until string) {
		t.Helper()
		rows := "姓名,公民身份号码,服务站,身份类别,身份起始日期,截止日期\n王秀兰,110105194912310046,市服务中心,其他," + since + "," + until + "\n"
		require.NoError(t, os.WriteFile(list, []byte(rows), 0o600))
	}
	days("1990-01-01", "2010-12-31")
	_, err = importing(t, dir, "import", "people", list, "--apply")
	require.NoError(t, err)
	days("2005-01-01", "")
	out, err = importing(t, dir, "import", "people", list, "--apply")
	require.NoError(t, err)
	require.Contains(t, out, "第2行 身份类别：有一种身份和档案里登记的时间重叠，这一种没有改动，其余照常导入。请在工作台核对这份档案。\n")
	require.Contains(t, out, "其余和现在登记的完全一样，没有改动。")

	require.NoError(t, os.WriteFile(list, []byte("姓名,手机号\n"), 0o600))
	out, err = importing(t, dir, "import", "people", list)
	require.ErrorIs(t, err, errUnwell)
	require.Contains(t, out, "缺少必需的列：公民身份号码、服务站、身份类别。请补上这些列再导入；列的先后不要紧。")
	_, err = importing(t, dir, "import", "people", filepath.Join(dir, "no such file.csv"))
	require.Error(t, err)
}
