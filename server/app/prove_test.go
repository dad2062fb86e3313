package app

import (
	"crypto/rand"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/benefit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/number"
	"shuangyong/models/petition"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// Somebody gives his name and brings something forward; then he proves by his card who he is: what he brought forward is in his file, and the chat, where he is another
// account, tells him of his card. When he has died, whoever has his phone is told nothing any more.
func TestWhoProvesItByCardTakesHisCasesAlong(t *testing.T) {
	l := live(t)
	l.get(200, "POST", "/simulator/api/message", "", "", `{"openid":"oProves-it","type":"follow"}`)
	token := l.login("oProves-it")
	l.get(200, "PATCH", "/api/v1/me", token, "", `{"name":"郑守田"}`)
	_, err := l.app.door.LookUpUnions(t.Context())
	require.NoError(t, err)
	require.Contains(t, l.say("oProves-it", "优待证办到哪了"), "怎么核实身份")
	require.Contains(t, l.say("oProves-it", "怎么核实身份"), "到站码")
	half := l.whois("oProves-it")
	l.bringsForward(half)

	clerk := l.member("demo-city")
	who := `{"name":"郑守田","id_number":"11010519491231002X","papers":["identity_card"]}`
	file := l.get(201, "POST", "/api/desk/v1/people", clerk, "register-0001", who)["id"].(string)
	l.carries(uuid.MustParse(file), "9901000000000123")
	wrong := `{"card_number":"9901000000000123","name":"郑守天","id_tail":"002X"}`
	l.get(422, "POST", "/api/v1/me/prove", token, "prove-0001", wrong)
	require.Contains(t, l.say("oProves-it", "优待证办到哪了"), "认准是您本人", "nothing is shown before it is proved")
	l.get(200, "POST", "/api/v1/me/prove", token, "prove-0002", `{"card_number":"9901 0000 0000 0123","name":"郑守田","id_tail":"002x"}`)

	require.Equal(t, file, l.whois("oProves-it").String())
	cases, err := petition.NewStore(l.app.stores.DB).OfPerson(t.Context(), uuid.MustParse(file), 5)
	require.NoError(t, err)
	require.Len(t, cases, 1, "what he brought forward before is his")
	require.Contains(t, l.say("oProves-it", "优待证办到哪了"), "您的优待证")
	require.Contains(t, l.say("oProves-it", "怎么核实身份"), "已经核实过")

	l.get(200, "POST", "/api/desk/v1/people/"+file+"/death", clerk, "death-0001", `{"died_on":"`+string(clock.DateOf(l.app.stores.Clock.Now()))+`"}`)
	require.Contains(t, l.say("oProves-it", "优待证办到哪了"), "认准是您本人")
	l.get(403, "GET", "/api/v1/me/statuses", token, "", "")
}

// bringsForward registers a petition of somebody's.
func (l lived) bringsForward(id uuid.UUID) {
	l.t.Helper()
	at := l.town()
	require.NoError(l.t, l.app.stores.DB.InTx(l.t.Context(), func(tx db.Tx) error {
		return petition.InsertPetitions(tx, []petition.Petition{{
			ID: db.NewID(), Number: number.New(rand.Reader), Kind: petition.Appeal, State: petition.Registered, PersonID: &id,
			StationID: at.ID, StationPath: at.Path, ReceivedAt: tx.Now(),
		}})
	}))
}

// carries gives somebody a card.
func (l lived) carries(id uuid.UUID, card seal.Text) {
	l.t.Helper()
	at, today := l.town(), clock.DateOf(l.app.stores.Clock.Now())
	require.NoError(l.t, l.app.stores.DB.InTx(l.t.Context(), func(tx db.Tx) error {
		return benefit.InsertCards(tx, []benefit.Card{{
			PersonID: id, StationID: at.ID, StationPath: at.Path, State: benefit.CardIssued, CardNumber: card, AppliedOn: today, UpdatedOn: today,
		}})
	}))
}

// town is the first of the towns.
func (l lived) town() station.Station {
	l.t.Helper()
	at, err := station.NewStore(l.app.stores.DB).Nth(l.t.Context(), station.Town, 0)
	require.NoError(l.t, err)
	return at
}
