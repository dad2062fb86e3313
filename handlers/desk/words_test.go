package desk_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/person"
)

// Whoever helps others is told what he can do for them, and not to come to a station himself.
func TestAClerkReadsWordsForAClerk(t *testing.T) {
	h := openCounter(t, dbtest.Place(t, db.SQLite))
	dad, mei := h.lives(canaryName, h.east), h.lives("郑小禾", h.east)
	told := func(a answer, status int, reason string) string {
		h.refused(a, status, reason)
		return a.body["detail"].(string)
	}
	paper := func(principal, agent uuid.UUID) answer {
		return h.as("li", "POST", "/api/desk/v1/proxies/paper", fmt.Sprintf(`{"principal_id":%q,"agent_id":%q,"scopes":["petition"],"paper_seen":true}`, principal, agent))
	}
	require.Equal(t, "本人和代办人是同一个人，没有办。请核对是不是选错了人。", told(paper(dad, dad), 400, "proxy.self"))
	require.Equal(t, 200, h.as("li", "POST", "/api/desk/v1/people/"+dad.String()+"/death", `{"died_on":"2026-11-20"}`).status)
	require.Contains(t, told(paper(dad, mei), 409, "proxy.died"), "去世亲属交接")
	require.Contains(t, told(h.as("li", "POST", "/api/desk/v1/proxies/"+uuid.NewString()+"/revoke", `{"side":"agent"}`), 404, "proxy.not_found"), "不在您负责的范围")
	require.Contains(t, told(h.as("li", "POST", people+"/"+uuid.NewString()+"/open", `{"purpose":"identity"}`), 404, "person.not_found"), "请市局办移交")

	account, qr := h.phone("")
	ticket := h.as("li", "POST", "/api/desk/v1/counter", scan(qr)).body["ticket"]
	require.NoError(t, h.db.InTx(t.Context(), func(tx db.Tx) error {
		return h.people.Forget(tx, audit.Actor{Kind: audit.Citizen, ID: account.ID.String()}, person.MiniProgram, account.OpenIDIndex)
	}))
	confirm := fmt.Sprintf(`{"ticket":%q,"person_id":%q,"papers":["identity_card"]}`, ticket, mei)
	require.Contains(t, told(h.as("li", "POST", "/api/desk/v1/counter/confirm", confirm), 404, "person.account_not_found"), "请来访的同志")

	var last answer
	for range 21 {
		last = h.as("li", "POST", "/api/desk/v1/counter", scan("482193057"))
	}
	require.Equal(t, "试的次数太多，先停一会儿。请过10分钟再试。", told(last, 429, "attempt.locked"))
	require.Equal(t, "60", last.header.Get("Retry-After"))
}
