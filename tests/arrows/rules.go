// Package arrows holds the rules of who may import whom, and says which imports break them. Its test applies them to the whole module.
package arrows

import (
	"slices"
	"strings"
)

const module = "shuangyong"

// foundations are the packages of models that domains are built on, each with what it may itself import of ours. "models/x" stands for the
// package and not for what lies below it.
var foundations = map[string][]string{
	"models/clock":             {},
	"models/fault":             {},
	"models/number":            {},
	"models/idnumber":          {"models/clock", "models/seal"},
	"models/internal/orm":      {},
	"models/internal/search":   {},
	"models/internal/snapshot": {},
	"models/geo":               {"models/clock", "models/fault"},
	"models/workday":           {"models/clock", "models/fault"},
	"models/seal":              {"models/clock", "models/fault"},
	"models/media":             {"models/clock", "models/fault", "models/seal"},
	"models/db":                {"migrations", "models/clock", "models/fault", "models/seal", "models/internal/orm"},
	"models/db/dbtest":         {"models/clock", "models/fault", "models/seal", "models/internal/orm", "models/db"},
	"models/audit":             {"models/clock", "models/fault", "models/seal", "models/internal/orm", "models/db"},
	"models/once":              {"models/clock", "models/fault", "models/seal", "models/internal/orm", "models/db"},
	"models/lease":             {"models/clock", "models/fault", "models/seal", "models/internal/orm", "models/db"},
	"models/attempt":           {"models/clock", "models/fault", "models/seal", "models/internal/orm", "models/db"},
	"models/approval":          domain(),
	"models/station":           domain(),
	"models/notice":            domain("models/station"),
}

// domain is what a domain may import of ours; domains never import each other.
func domain(more ...string) []string {
	return append([]string{
		"models/clock", "models/fault", "models/number", "models/idnumber", "models/internal/...", "models/geo", "models/workday", "models/seal", "models/media",
		"models/db", "models/audit", "models/once", "models/lease", "models/attempt",
	}, more...)
}

// allowed is what a package may import of ours. A pattern ends in /... for a room with all below it. Patterns are tried in order.
var allowed = []struct {
	from string
	to   []string
}{
	{"config", nil},
	{"migrations", nil},
	{"docs", nil},
	{"web/...", nil},
	{"session", []string{"models/clock", "models/fault", "models/seal"}},
	{"dialog/understand", []string{"models/clock"}},
	{"dialog/...", []string{"dialog/understand", "models/..."}},
	{"wechat", []string{"models/clock", "models/fault", "models/seal", "models/notice"}},
	{"wechat/simulator", []string{"models/clock", "models/fault", "models/seal"}}, // an implementation of its own: never package wechat
	{"wechat/echo", []string{"wechat"}},                                           // whose init silences the SDK
	{"handlers/reply", []string{"models/fault"}},
	{"handlers/openapi", []string{"handlers/reply", "models/fault", "models/seal"}},
	{"handlers/page", []string{"models/fault"}},
	{"handlers/idempotent", []string{"handlers/reply", "models/db", "models/fault", "models/once", "models/seal"}},
	{"handlers/demo", []string{"handlers/reply", "models/...", "wechat/simulator", "web"}},
	{"handlers/...", []string{"handlers/reply", "handlers/openapi", "handlers/page", "handlers/idempotent", "dialog", "models/...", "session", "wechat", "web/..."}},
	{"server/middleware", []string{"handlers/reply", "models/clock", "models/fault"}},
	{"server/routes", []string{"handlers/...", "server/middleware", "models/clock", "models/fault"}},
	{"server/jobs", []string{"models/..."}},
	{"server/...", []string{"..."}},
	{"seed/...", []string{"seed/...", "models/..."}},
	{"tests/...", []string{"..."}},
}

// onlyIn says where a library may be used, with the reason in one word of the design.
var onlyIn = []struct {
	library string
	in      []string
}{
	{"github.com/silenceper/wechat", []string{"wechat/..."}},
	{"gorm.io/", []string{"models/..."}},
	{"github.com/gin-gonic/", []string{"handlers/...", "server/...", "wechat/echo"}},
	{"github.com/pressly/goose", []string{"models/db/..."}},
	{"github.com/knadh/koanf", []string{"config"}},
	{"github.com/spf13/cobra", []string{"server"}},
	{"github.com/redis/go-redis", []string{"session", "wechat", "server/app", "tests/..."}},
	{"github.com/go-redis/redis_rate", []string{"session"}},
	{"github.com/alicebob/miniredis", []string{"session"}},
	{"github.com/getkin/kin-openapi", []string{"handlers/openapi", "tests/..."}},
	{"database/sql", []string{"models/...", "migrations", "tests/..."}},
}

// testOnly are never linked into the program.
var testOnly = []string{
	module + "/models/db/dbtest", module + "/tests/outage", module + "/tests/leftovers", module + "/tests/conformance", "github.com/stretchr/testify", "pgregory.net/rapid", "go.uber.org/goleak", "github.com/Shopify/toxiproxy", "testing",
}

// fakeWeChat may help any test.
const fakeWeChat = module + "/wechat/simulator"

// Package is what the rules look at.
type Package struct {
	Path      string   // shuangyong/...
	Imports   []string // of the program itself
	InTests   []string // of its tests in the same package
	FromTests []string // of its tests in package x_test, which may use everything of ours
	Clocks    []string // positions where the machine's clock is read
}

// Wrong names every arrow of p that points the wrong way.
func Wrong(p Package) []string {
	var wrong []string
	from := strings.TrimPrefix(strings.TrimPrefix(p.Path, module), "/")
	say := func(to, why string) { wrong = append(wrong, from+" → "+strings.TrimPrefix(to, module+"/")+": "+why) }
	for _, to := range p.Imports {
		if slices.ContainsFunc(testOnly, func(t string) bool { return to == t || strings.HasPrefix(to, t+"/") }) && !isTestRoom(from) {
			say(to, "only tests may use it")
		}
	}
	for _, to := range append(slices.Clone(p.Imports), p.InTests...) {
		if to == "C" {
			say(to, "the program builds without cgo")
		}
		if why := inside(from, to); why != "" && !slices.Contains(testOnly, to) && (slices.Contains(p.Imports, to) || to != fakeWeChat) {
			say(to, why)
		}
		if why := outside(from, to); why != "" && (slices.Contains(p.Imports, to) || strings.Contains(to, "silenceper")) {
			say(to, why)
		}
	}
	for _, to := range p.FromTests {
		if strings.Contains(to, "silenceper") && outside(from, to) != "" {
			say(to, "only wechat may know the SDK")
		}
	}
	if from != "models/clock" {
		for _, at := range p.Clocks {
			wrong = append(wrong, at+": only models/clock reads the machine's time; take a clock.Clock or a now")
		}
	}
	return wrong
}

func isTestRoom(from string) bool { return match("tests/...", from) || from == "models/db/dbtest" }

// inside judges an import of ours.
func inside(from, to string) string {
	target, ours := strings.CutPrefix(to, module+"/")
	if !ours || from == target {
		return ""
	}
	if target == "config" && !match("server/...", from) && !match("tests/...", from) {
		return "only server reads config and passes values down"
	}
	if strings.HasPrefix(from, "models/") {
		return insideModels(from, target)
	}
	for _, rule := range allowed {
		if match(rule.from, from) {
			if slices.ContainsFunc(rule.to, func(pattern string) bool { return match(pattern, target) }) {
				return ""
			}
			return "the arrows are server → handlers → dialog → models"
		}
	}
	return "the room " + from + " is not in the plan of the house"
}

func insideModels(from, target string) string {
	may, known := foundations[from]
	if !known { // a domain, or a package inside one
		own := strings.Join(strings.SplitN(from, "/", 3)[:2], "/")
		may = domain("models/station", "models/notice", own, own+"/...")
	}
	if slices.ContainsFunc(may, func(pattern string) bool { return match(pattern, target) }) {
		return ""
	}
	if !strings.HasPrefix(target, "models/") {
		return "models import nothing above them"
	}
	return "domains do not import each other, and foundations only what lies below them"
}

// outside judges a library.
func outside(from, to string) string {
	for _, rule := range onlyIn {
		if to != rule.library && !strings.HasPrefix(to, strings.TrimSuffix(rule.library, "/")+"/") {
			continue
		}
		if !slices.ContainsFunc(rule.in, func(pattern string) bool { return match(pattern, from) }) {
			return "only " + strings.Join(rule.in, ", ") + " may use it"
		}
	}
	return ""
}

// match: "a/..." is a and all below it, "..." is everything, "a" is a alone.
func match(pattern, path string) bool {
	room, deep := strings.CutSuffix(pattern, "...")
	if !deep {
		return pattern == path
	}
	return strings.HasPrefix(path, room) || path == strings.TrimSuffix(room, "/")
}
