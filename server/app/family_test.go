package app

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

// say sends a message to the Official Account and gives what is read.
func (l lived) say(openid, words string) string {
	l.t.Helper()
	reply := l.get(200, "POST", "/simulator/api/message", "", "", `{"openid":"`+openid+`","type":"text","content":"`+words+`"}`)
	text, _ := reply["text"].(string)
	return text
}

// whois is the person behind an openid of the Official Account.
func (l lived) whois(openid seal.Text) uuid.UUID {
	l.t.Helper()
	a, found, err := person.NewStore(l.app.stores.DB).AccountOf(l.t.Context(), person.OfficialAccount, openid)
	require.NoError(l.t, err)
	require.True(l.t, found)
	require.NotNil(l.t, a.PersonID)
	return *a.PersonID
}

// A daughter without her father's phone: she asks for a code, he reads it out at a station, a clerk is witness. She asks about him in the chat, he reads that she did, and
// ends it, which the chat knows at once. When he has died, a clerk hands over to her what concerns her.
func TestADaughterFromTheCodeToTheHandover(t *testing.T) {
	l := live(t)
	dad := l.known("oDad-at-the-station", "郑守田")
	l.get(200, "POST", "/simulator/api/message", "", "", `{"openid":"oMei-far-away","type":"follow"}`)
	mei := l.login("oMei-far-away")
	l.get(200, "PATCH", "/api/v1/me", mei, "", `{"name":"郑小禾"}`)
	_, err := l.app.door.LookUpUnions(t.Context())
	require.NoError(t, err)
	clerk := l.member("demo-city")
	father, daughter := l.whois("oDad-at-the-station").String(), l.whois("oMei-far-away").String()

	code := l.get(201, "POST", "/api/v1/proxies/codes", mei, "ask-0001", `{"side":"agent","scopes":["benefits","petition"]}`)["code"].(string)
	look := l.get(200, "POST", "/api/desk/v1/proxies/look", clerk, "", `{"code":"`+code+`"}`)
	require.Equal(t, []any{daughter, "郑小禾"}, []any{look["agent_id"], look["agent"]})
	body := `{"code":"` + code + `","principal_id":"` + father + `","paper_seen":true}`
	made := l.get(201, "POST", "/api/desk/v1/proxies/witness", clerk, "witness-0001", body)
	require.Equal(t, []any{"code", "active", "郑守田"}, []any{made["how"], made["state"], made["principal"]})
	require.Equal(t, made, l.get(201, "POST", "/api/desk/v1/proxies/witness", clerk, "witness-0001", body), "the same call again")

	require.Contains(t, l.say("oMei-far-away", "我爸的优待证办到哪了"), "1 郑**")
	require.Contains(t, l.say("oMei-far-away", "1"), "郑**的优待证")
	require.Contains(t, l.say("oMei-far-away", "我能替我爸办吗"), "您能替他们办")
	done := l.get(200, "GET", "/api/v1/proxies/done", dad, "", "")["items"].([]any)
	require.Len(t, done, 1)
	require.Subset(t, done[0], map[string]any{"what": "查了您的优待证办到哪了", "name": "郑**"})
	mine := l.get(200, "GET", "/api/v1/proxies?side=principal", dad, "", "")["items"].([]any)
	require.Contains(t, mine[0].(map[string]any)["witness"], "周同志")

	l.get(204, "DELETE", "/api/v1/proxies/"+made["id"].(string), dad, "", "")
	require.Contains(t, l.say("oMei-far-away", "我爸的优待证办到哪了"), "先同意您代办")
	over := l.get(200, "GET", "/api/desk/v1/people/"+father+"/proxies?side=principal", clerk, "", "")["items"].([]any)
	require.Subset(t, over[0], map[string]any{"state": "revoked", "ended_by": "principal"})

	again := l.get(201, "POST", "/api/v1/proxies/codes", mei, "ask-0002", `{"side":"agent","scopes":["benefits"]}`)["code"].(string)
	l.say("oDad-at-the-station", "我想让女儿替我办事")
	require.Contains(t, l.say("oDad-at-the-station", again), "郑**想替您办：查优待、优待证和补助")
	require.Contains(t, l.say("oDad-at-the-station", "1"), "从现在起就算数")
	require.Contains(t, l.say("oDad-at-the-station", "我想让女儿替我办事"), "能替您办的")
	require.Contains(t, l.say("oMei-far-away", "我爸的补助到账没有"), "1 郑**")

	l.get(201, "POST", "/api/desk/v1/proxies/paper", clerk, "paper-0001", `{"principal_id":"`+father+`","agent_id":"`+daughter+`","scopes":["book"],"paper_seen":true}`)
	l.fathers(father, daughter)
	l.get(200, "POST", "/api/desk/v1/people/"+father+"/death", clerk, "death-0001", `{"died_on":"`+string(clock.DateOf(l.app.stores.Clock.Now()))+`"}`)
	over = l.get(200, "GET", "/api/desk/v1/people/"+father+"/proxies?side=principal", clerk, "", "")["items"].([]any)
	require.Subset(t, over[0], map[string]any{"how": "paper", "state": "ended", "reason": "death"})
	handover := `{"deceased_id":"` + father + `","relative_id":"` + daughter + `","paper_seen":true}`
	taken := l.get(201, "POST", "/api/desk/v1/proxies/handover", clerk, "handover-0001", handover)
	require.Equal(t, []any{"survivor", []any{"petition", "benefits"}}, []any{taken["kind"], taken["scopes"]})
	require.Contains(t, l.say("oMei-far-away", "我爸的优待证办到哪了"), "您父亲（郑**）的优待证")
}

// fathers registers whose father somebody is.
func (l lived) fathers(father, daughter string) {
	l.t.Helper()
	relation := person.Relation{PersonID: uuid.MustParse(daughter), RelativeID: uuid.MustParse(father), Kind: "parent"}
	require.NoError(l.t, l.app.stores.DB.InTx(l.t.Context(), func(tx db.Tx) error { return person.InsertRelations(tx, []person.Relation{relation}) }))
}
