package app

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/station"
)

func TestAListOfPeopleTakesTwoAndEachOnItReadsOfIt(t *testing.T) {
	l := live(t)
	stores := l.app.stores
	village, err := station.NewStore(stores.DB).Nth(t.Context(), station.Village, 3)
	require.NoError(t, err)
	formula := person.Person{Name: "=HYPERLINK(1)", Sex: "m", Phone: "13900005678", StationID: village.ID, StationPath: village.Path}
	require.NoError(t, stores.DB.InTx(t.Context(), func(tx db.Tx) (err error) {
		formula, err = person.NewStore(stores.DB).Register(tx, audit.Actor{Kind: audit.System, ID: "test"}, formula)
		return err
	}))
	clerk, director, auditor := l.member("demo-city"), l.member("demo-director"), l.member("demo-auditor")
	ask := func(key, more string) string {
		return l.get(202, "POST", "/api/desk/v1/people-exports", clerk, key, `{"station_id":"`+village.ID.String()+`","reason":"走访慰问名单"`+more+`}`)["approval_id"].(string)
	}
	fetch := func(token, id string) (int, string) {
		status, _, raw := l.call("GET", "/api/desk/v1/people-exports/"+id+"/download", token, "", "")
		return status, string(raw)
	}
	agree := func(id, key string) {
		l.get(200, "POST", "/api/desk/v1/approvals/"+id+"/decision", director, key, `{"approve":true}`)
	}

	id := ask("list-0001", "")
	status, said := fetch(clerk, id)
	require.Equal(t, 409, status, said)
	status, _, raw := l.call("POST", "/api/desk/v1/approvals/"+id+"/decision", clerk, "own-00001", `{"approve":true}`)
	require.Equal(t, 404, status, "whoever asks does not decide: %s", raw)
	agree(id, "agree-001")
	status, said = fetch(director, id)
	require.Equal(t, 404, status, "it is whoever's who asked: %s", said)
	status, said = fetch(clerk, id)
	require.Equal(t, 200, status, said)
	lines := strings.Split(strings.TrimSpace(said), "\r\n")
	require.Greater(t, len(lines), 2)
	require.Contains(t, said, "139****5678")
	require.NotContains(t, said, "HYPERLINK", "masked")
	seen := l.get(200, "POST", "/api/desk/v1/audit/search", auditor, "", `{"action":"person.see","limit":100}`)["items"].([]any)
	require.Len(t, seen, len(lines)-1, "each person on the list, once")
	keys, err := person.NewStore(stores.DB).KeysOf(t.Context(), formula.ID)
	require.NoError(t, err)
	mine, err := audit.SightsOf(stores.DB.View(t.Context()), keys, uuid.Nil, 10)
	require.NoError(t, err)
	require.Len(t, mine, 1)
	require.Equal(t, []string{"批量导出", "批量导出"}, []string{mine[0].Purpose.Chinese(), mine[0].PartChinese()})

	whole := ask("list-0002", `,"unmasked":true`)
	agree(whole, "agree-002")
	_, said = fetch(clerk, whole)
	require.Contains(t, said, "'=HYPERLINK(1)")
	require.Contains(t, said, "13900005678")
	stores.Clock.Advance(24 * time.Hour)
	status, said = fetch(l.member("demo-city"), whole)
	require.Equal(t, 410, status, said)
}
