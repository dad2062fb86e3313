package app

import (
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/handlers/openapi"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
	"shuangyong/models/station"
)

// object is something in the first town, or a citizen's, by the parameters of its path. owner is whose it alone is; "" when everybody finds it who may and sees
// the city.
type object struct {
	params map[string]string
	owner  string
	swap   []string // what stands in place of which examples
}

// never is what has the same form and never was.
func (m object) never(o openapi.Operation) map[string]string {
	params := nowhere(o)
	for name, value := range m.params {
		if _, err := uuid.Parse(value); err != nil {
			raw, _ := uuid.New().MarshalBinary()
			params[name] = (hex.EncodeToString(raw) + hex.EncodeToString(raw))[:len(value)]
		}
	}
	return params
}

// makers say how a real thing is made for each path with parameters, by the path's beginning; the longest counts. Whoever adds such a path adds its line.
func makers() map[string]func(s sweep) object {
	return map[string]func(s sweep) object{
		"/api/desk/v1/me/sessions/:session":        sweep.ofDeskSession,
		"/api/desk/v1/staff/:id":                   sweep.ofMember,
		"/api/desk/v1/staff/:id/absences/:absence": sweep.ofAbsence,
		"/api/desk/v1/approvals/:id":               sweep.ofApproval,
		"/api/desk/v1/approvals/:id/withdrawal":    sweep.ofWithdrawal,
		"/api/desk/v1/reviews/:id":                 sweep.ofReview,
		"/api/desk/v1/people/:id":                  sweep.ofPerson,
		"/api/desk/v1/statuses/:id":                sweep.ofStatus,
		"/api/desk/v1/applications/:id":            sweep.ofApplication,
		"/api/desk/v1/proxies/:id":                 sweep.ofProxy,
		"/api/desk/v1/people-exports/:id":          sweep.ofPeopleExport,
		"/api/desk/v1/privacy/holds/:id":           sweep.ofHold,
		"/api/desk/v1/privacy/requests/:id":        sweep.ofPrivacyRequest,
		"/api/v1/sessions/:id":                     sweep.ofSession,
		"/api/v1/applications/:id":                 sweep.ofMyApplication,
		"/api/v1/proxies/:id":                      sweep.ofMyProxy,
		"/api/v1/proxies/codes/:id":                sweep.ofProxyCode,
		"/api/v1/privacy/exports/:id":              sweep.ofExport,
	}
}

func (s sweep) make(o openapi.Operation) object {
	s.t.Helper()
	best := ""
	for prefix := range makers() {
		if (o.Path == prefix || strings.HasPrefix(o.Path, prefix+"/")) && len(prefix) > len(best) {
			best = prefix
		}
	}
	require.NotEmpty(s.t, best, "%s %s: makers does not say how such a thing is made", o.Method, o.Path)
	return makers()[best](s)
}

var atTest = audit.Actor{Kind: audit.System, ID: "test"}

func one(name, value string) object { return object{params: map[string]string{name: value}} }

func (s sweep) town() station.Station {
	s.t.Helper()
	at, err := station.NewStore(s.app.stores.DB).Nth(s.t.Context(), station.Town, 0)
	require.NoError(s.t, err)
	return at
}

func (s sweep) tx(fn func(tx db.Tx) error) {
	s.t.Helper()
	require.NoError(s.t, s.app.stores.DB.InTx(s.t.Context(), fn))
}

// body is an object as JSON.
func (s sweep) body(fields map[string]any) string {
	s.t.Helper()
	raw, err := json.Marshal(fields)
	require.NoError(s.t, err)
	return string(raw)
}

// fresh is a citizen whom the bureau knows, for one thing.
func (s sweep) fresh() (token string) { return s.known("sweep-"+uuid.NewString()[:8], "郑守田") }

func (s sweep) ofDeskSession() object {
	token := s.enlisted(staff.TownClerk, station.Town, 0)
	list := s.get(200, "GET", "/api/desk/v1/me/sessions", token, "", "")["items"].([]any)
	return object{params: map[string]string{"session": list[0].(map[string]any)["id"].(string)}, owner: token}
}

func (s sweep) memberID() string {
	token := s.enlisted(staff.TownClerk, station.Town, 0)
	return s.get(200, "GET", "/api/desk/v1/me", token, "", "")["id"].(string)
}

func (s sweep) ofMember() object { return one("id", s.memberID()) }

func (s sweep) ofAbsence() object {
	id, today := s.memberID(), clock.DateOf(s.app.stores.Clock.Now())
	made := s.get(201, "POST", "/api/desk/v1/staff/"+id+"/absences", s.tokens[staff.Director], uuid.NewString(),
		s.body(map[string]any{"deputy": s.memberID(), "from": today, "until": today}))
	return object{params: map[string]string{"id": id, "absence": made["id"].(string)}}
}

// pair is two records on the review list, and the one that would stay.
func (s sweep) pair() (review, into string) {
	s.t.Helper()
	into = s.personHere().ID.String()
	other := s.personHere().ID
	s.tx(func(tx db.Tx) error {
		return person.NewStore(s.app.stores.DB).Suspect(tx, atTest, uuid.MustParse(into), other, person.Likely, "name born_on")
	})
	for _, item := range s.get(200, "GET", "/api/desk/v1/reviews?limit=100", s.enlisted(staff.TownClerk, station.Town, 0), "", "")["items"].([]any) {
		raw, err := json.Marshal(item)
		require.NoError(s.t, err)
		if strings.Contains(string(raw), into) {
			return item.(map[string]any)["id"].(string), into
		}
	}
	require.Fail(s.t, "the pair is not on the list")
	return "", ""
}

func (s sweep) ofReview() object {
	review, into := s.pair()
	return object{params: map[string]string{"id": review}, swap: []string{exampleInto, into}}
}

// exampleInto is the person whom the examples of the description let stay.
const exampleInto = "0193a5c0-0000-7000-8000-000000000001"

func (s sweep) ofApproval() object {
	review, into := s.pair()
	made := s.get(202, "POST", "/api/desk/v1/reviews/"+review+"/merge", s.tokens[staff.CityClerk], uuid.NewString(), s.body(map[string]any{"into": into, "reason": "同一个人"}))
	return one("id", made["id"].(string))
}

func (s sweep) ofWithdrawal() object {
	made := s.ofApproval()
	made.owner = s.tokens[staff.CityClerk]
	return made
}

func (s sweep) personHere() person.Person {
	s.t.Helper()
	home := s.town()
	var made person.Person
	s.tx(func(tx db.Tx) (err error) {
		made, err = person.NewStore(s.app.stores.DB).Register(tx, atTest, person.Person{Name: "郑守田", Sex: "m", BornOn: "1958-03-02", StationID: home.ID, StationPath: home.Path})
		return err
	})
	return made
}

func (s sweep) ofPerson() object { return one("id", s.personHere().ID.String()) }

func (s sweep) ofStatus() object {
	of := s.personHere()
	var made person.Held
	s.tx(func(tx db.Tx) (err error) {
		made, err = person.NewStore(s.app.stores.DB).Grant(tx, atTest, person.Held{PersonID: of.ID, Status: person.Veteran, From: "1979-03-01"})
		return err
	})
	return one("id", made.ID.String())
}

func (s sweep) handedIn() (token, id, document string) {
	a := s.applicants()
	token = a.stated("sweep-"+uuid.NewString()[:8], "郑守田")
	id = strings.TrimPrefix(a.handIn(token), "/applications/")
	documents := s.get(200, "GET", "/api/v1/applications/"+id, token, "", "")["documents"].([]any)
	return token, id, documents[0].(map[string]any)["id"].(string)
}

func (s sweep) ofApplication() object {
	_, id, document := s.handedIn()
	return object{params: map[string]string{"id": id, "document": document}}
}

func (s sweep) ofMyApplication() object {
	token, id, document := s.handedIn()
	return object{params: map[string]string{"id": id, "document": document}, owner: token}
}

// proxied lets one act for the other, on paper, and gives the proxy's key.
func (s sweep) proxied(principal, agent string) string {
	return s.get(201, "POST", "/api/desk/v1/proxies/paper", s.tokens[staff.CityClerk], uuid.NewString(),
		s.body(map[string]any{"principal_id": principal, "agent_id": agent, "scopes": []string{"book"}, "paper_seen": true}))["id"].(string)
}

func (s sweep) ofProxy() object {
	return one("id", s.proxied(s.personHere().ID.String(), s.personHere().ID.String()))
}

func (s sweep) ofMyProxy() object {
	openid := "sweep-" + uuid.NewString()[:8]
	token := s.known(openid, "郑守田")
	return object{params: map[string]string{"id": s.proxied(s.whois(seal.Text(openid)).String(), s.personHere().ID.String())}, owner: token}
}

func (s sweep) ofProxyCode() object {
	token := s.fresh()
	s.get(201, "POST", "/api/v1/proxies/codes", token, uuid.NewString(), `{"side":"principal","scopes":["book"]}`)
	list := s.get(200, "GET", "/api/v1/proxies/codes", token, "", "")["items"].([]any)
	return object{params: map[string]string{"id": list[0].(map[string]any)["id"].(string)}, owner: token}
}

func (s sweep) ofHold() object {
	made := s.get(201, "POST", "/api/desk/v1/privacy/holds", s.tokens[staff.CityClerk], uuid.NewString(),
		s.body(map[string]any{"person_id": s.personHere().ID, "reason": "lawsuit", "until_on": "2027-01-31"}))
	return one("id", made["id"].(string))
}

func (s sweep) ofPrivacyRequest() object {
	made := s.get(201, "POST", "/api/v1/privacy/corrections", s.fresh(), uuid.NewString(), `{"field":"phone","wanted":"15400000001","why":"换号了"}`)
	return one("id", made["id"].(string))
}

func (s sweep) ofSession() object {
	token := s.fresh()
	list := s.get(200, "GET", "/api/v1/sessions", token, "", "")["items"].([]any)
	return object{params: map[string]string{"id": list[0].(map[string]any)["id"].(string)}, owner: token}
}

func (s sweep) ofExport() object {
	token := s.fresh()
	made := s.get(201, "POST", "/api/v1/privacy/exports", token, uuid.NewString(), "")
	return object{params: map[string]string{"id": made["id"].(string)}, owner: token}
}

func (s sweep) ofPeopleExport() object {
	asker := s.enlisted(staff.CityClerk, station.Town, 0)
	made := s.get(202, "POST", "/api/desk/v1/people-exports", asker, uuid.NewString(), s.body(map[string]any{"station_id": s.town().ID, "reason": "走访慰问名单"}))
	s.get(200, "POST", "/api/desk/v1/approvals/"+made["approval_id"].(string)+"/decision", s.tokens[staff.Director], uuid.NewString(), `{"approve":true}`)
	return object{params: map[string]string{"id": made["approval_id"].(string)}, owner: asker}
}
