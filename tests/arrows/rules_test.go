package arrows

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The rules can fail: each of these arrows is wrong, and its neighbour right.
func TestWrongArrowsAreSeen(t *testing.T) {
	rows := []struct{ from, to, instead string }{
		{"models/shop", "shuangyong/models/bus", "shuangyong/models/station"},
		{"models/shop", "shuangyong/dialog", "shuangyong/models/db"},
		{"models/shop", "github.com/gin-gonic/gin", "gorm.io/gorm"},
		{"models/station", "shuangyong/models/notice", "shuangyong/models/audit"},
		{"models/db", "shuangyong/models/audit", "shuangyong/models/seal"},
		{"models/seal", "shuangyong/models/db", "shuangyong/models/fault"},
		{"models/clock", "shuangyong/models/fault", "time"},
		{"models/person", "shuangyong/config", "shuangyong/models/once"},
		{"models/petition", "shuangyong/models/db/dbtest", "shuangyong/models/workday"},
		{"dialog", "shuangyong/wechat", "shuangyong/models/shop"},
		{"dialog", "shuangyong/session", "shuangyong/dialog/understand"},
		{"dialog", "gorm.io/gorm", "shuangyong/models/db"},
		{"dialog", "database/sql", "strings"},
		{"dialog", "shuangyong/seed", "shuangyong/models/benefit"},
		{"dialog/understand", "shuangyong/models/shop", "shuangyong/models/clock"},
		{"dialog/understand", "shuangyong/dialog", "github.com/mozillazg/go-pinyin"},
		{"session", "shuangyong/models/person", "shuangyong/models/seal"},
		{"wechat", "shuangyong/models/person", "shuangyong/models/notice"},
		{"wechat", "shuangyong/dialog", "github.com/silenceper/wechat/v2"},
		{"wechat/simulator", "shuangyong/wechat", "shuangyong/models/clock"},
		{"wechat", "gorm.io/gorm", "github.com/redis/go-redis/v9"},
		{"handlers/wechat", "shuangyong/handlers/mini", "shuangyong/handlers/reply"},
		{"handlers/wechat", "shuangyong/server/middleware", "shuangyong/wechat"},
		{"handlers/wechat", "github.com/silenceper/wechat/v2/officialaccount", "github.com/gin-gonic/gin"},
		{"handlers/wechat", "github.com/redis/go-redis/v9", "shuangyong/session"},
		{"handlers/wechat", "shuangyong/config", "shuangyong/dialog"},
		{"handlers/wechat", "shuangyong/wechat/simulator", "shuangyong/models/db"},
		{"handlers/reply", "shuangyong/models/db", "shuangyong/models/fault"},
		{"server/jobs", "shuangyong/handlers/wechat", "shuangyong/models/lease"},
		{"server/middleware", "shuangyong/dialog", "shuangyong/handlers/reply"},
		{"server/app", "github.com/stretchr/testify/require", "shuangyong/config"},
		{"server/app", "github.com/spf13/cobra", "shuangyong/handlers/wechat"},
		{"server", "C", "github.com/spf13/cobra"},
		{"seed", "shuangyong/dialog", "shuangyong/models/shop"},
		{"config", "shuangyong/models/clock", "github.com/knadh/koanf/v2"},
		{"utils", "shuangyong/models/clock", "strings"},
	}
	for _, row := range rows {
		t.Run(row.from+" to "+row.to, func(t *testing.T) {
			require.Len(t, Wrong(Package{Path: "shuangyong/" + row.from, Imports: []string{row.to}}), 1)
			require.Empty(t, Wrong(Package{Path: "shuangyong/" + row.from, Imports: []string{row.instead}}))
		})
	}
}

func TestTestsHaveTheirOwnRules(t *testing.T) {
	shop := func(p Package) []string { p.Path = "shuangyong/models/shop"; return Wrong(p) }
	require.Empty(t, shop(Package{InTests: []string{"shuangyong/models/db/dbtest", "testing"}}))
	require.Len(t, shop(Package{InTests: []string{"shuangyong/seed"}}), 1, "tests that use the seed are package shop_test")
	require.Empty(t, shop(Package{FromTests: []string{"shuangyong/seed"}}))
	require.Len(t, shop(Package{FromTests: []string{"github.com/silenceper/wechat/v2"}}), 1)
	require.Len(t, shop(Package{Clocks: []string{"shop.go:3"}}), 1)
	require.Empty(t, Wrong(Package{Path: "shuangyong/models/clock", Clocks: []string{"clock.go:31"}}))
}

func TestTheClockIsFoundUnderAnyName(t *testing.T) {
	source := "package x\nimport (\n w \"time\"\n)\nvar a = w.Now()\nvar b = w.Since(a)\nvar c = w.Until\nvar d = w.Second\n"
	require.Len(t, readsClock("x.go", []byte(source)), 3)
	require.Empty(t, readsClock("x.go", []byte("package x\ntype time struct{}\nfunc (time) Now() {}\nfunc f(time time) { time.Now() }\n")))
}
