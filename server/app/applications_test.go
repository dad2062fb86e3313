package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/docs"
	"shuangyong/models/application"
	"shuangyong/models/clock"
	"shuangyong/models/person"
	"shuangyong/models/station"
	"shuangyong/tests/conformance"
)

// applicants is the running demo with people who apply and staff who decide; every answer is held to the description of the API.
type applicants struct {
	lived
	door http.Handler
	town station.Station
}

func (l lived) applicants() applicants {
	l.t.Helper()
	at, err := url.Parse(l.app.main.url())
	require.NoError(l.t, err)
	town, err := station.NewStore(l.app.stores.DB).Nth(l.t.Context(), station.Town, 0)
	require.NoError(l.t, err)
	return applicants{lived: l, door: conformance.New(l.t).Handler(l.t, httputil.NewSingleHostReverseProxy(at)), town: town}
}

// does calls a path and checks status and, for a refusal, its reason.
func (a applicants) does(want int, reason, method, path, token, kind string, body []byte, key string) (map[string]any, *httptest.ResponseRecorder) {
	a.t.Helper()
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Idempotency-Key", key)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	a.door.ServeHTTP(w, r)
	require.Equal(a.t, want, w.Code, "%s %s: %s", method, path, w.Body)
	var read map[string]any
	if w.Body.Len() > 0 && w.Header().Get("Content-Type") != "image/jpeg" {
		require.NoError(a.t, json.Unmarshal(w.Body.Bytes(), &read))
	}
	if reason != "" {
		require.Equal(a.t, "urn:shuangyong:"+reason, read["type"])
		require.NotEmpty(a.t, read["detail"])
	}
	return read, w
}

// ask is does for JSON that is to succeed, with a key of its own.
func (a applicants) ask(want int, method, path, token, body string) map[string]any {
	a.t.Helper()
	read, _ := a.does(want, "", method, path, token, "application/json", []byte(body), uuid.NewString())
	return read
}

func (a applicants) refused(want int, reason, method, path, token, body string) {
	a.t.Helper()
	a.does(want, reason, method, path, token, "application/json", []byte(body), uuid.NewString())
}

// photograph is a JPEG as a phone takes it, with more in it than the picture.
func photograph(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 120, 80)), nil))
	secret := "\xff\xe1\x00\x18Exif\x00\x00CANARY-GARRISON."
	return []byte(out.String()[:2] + secret + out.String()[2:] + "PK\x03\x04CANARY-ARCHIVE")
}

// handIn applies with one photograph and gives the way to the application.
func (a applicants) handIn(token string) string {
	a.t.Helper()
	made := a.ask(201, "POST", "/api/v1/applications", token, `{"station":"`+a.town.ID.String()+`","statuses":[{"status":"veteran","from":"1998-12-01"}]}`)
	path := "/api/v1/applications/" + made["id"].(string)
	a.does(201, "", "POST", path+"/documents?kind=discharge", token, "image/jpeg", photograph(a.t), uuid.NewString())
	a.ask(200, "POST", path+"/submit", token, `{}`)
	return "/applications/" + made["id"].(string)
}

func (a applicants) stated(openid, name string) (token string) {
	a.t.Helper()
	token = a.login(openid)
	a.get(200, "PATCH", "/api/v1/me", token, "", `{"name":"`+name+`"}`)
	return token
}

// What somebody can do from his phone: begin, photograph, hand in; nothing without a name, nothing twice, and nobody else.
func TestWhoHasNoRosterEntryAppliesFromHisPhone(t *testing.T) {
	l := live(t)
	a := l.applicants()
	nameless := a.login("somebody")
	a.refused(403, "person.assurance", "POST", "/api/v1/applications", nameless, `{"statuses":[{"status":"veteran"}]}`)
	he, she := a.stated("zheng", "郑守田"), a.stated("lin", "林桂香")

	form := a.ask(200, "GET", "/api/v1/applications/form", he, "")
	require.Contains(t, form["notice"], "军官证")
	start := `{"station":"` + a.town.ID.String() + `","statuses":[{"status":"veteran","from":"1998-12-01"}],"words":"我在12345部队当过兵，退伍证补过。"}`
	key := uuid.NewString()
	made, _ := a.does(201, "", "POST", "/api/v1/applications", he, "application/json", []byte(start), key)
	again, w := a.does(201, "", "POST", "/api/v1/applications", he, "application/json", []byte(start), key)
	require.Equal(t, made, again, "a repeated call makes one")
	require.Equal(t, "true", w.Header().Get("Idempotency-Replayed"))
	require.NotContains(t, made["words"], "12345")
	require.Contains(t, made["notice"], "没有保存")
	mine := "/api/v1/applications/" + made["id"].(string)
	a.refused(400, "http.bad_request", "POST", "/api/v1/applications", he, `{"statuses":[{"status":"active"}]}`)
	a.refused(400, "http.bad_request", "POST", "/api/v1/applications", he, `{"statuses":[{"status":"veteran","text":"烈士遗属"}]}`)
	a.refused(400, "application.station", "POST", "/api/v1/applications", he, `{"station":"`+uuid.NewString()+`","statuses":[{"status":"veteran"}]}`)
	a.refused(409, "application.no_documents", "POST", mine+"/submit", he, `{}`)
	a.does(404, "application.not_found", "POST", mine+"/documents?kind=discharge", she, "image/jpeg", photograph(t), uuid.NewString())

	a.does(201, "", "POST", mine+"/documents?kind=discharge", he, "image/jpeg", photograph(t), uuid.NewString())
	handed := a.ask(200, "POST", mine+"/submit", he, `{"words":"请尽快"}`)
	require.Equal(t, "submitted", handed["state"])
	require.Len(t, handed["documents"], 1)
	a.refused(404, "application.not_found", "GET", mine, she, "")
	require.Len(t, a.ask(200, "GET", "/api/v1/applications", he, "")["items"], 1)
	require.Empty(t, a.ask(200, "GET", "/api/v1/applications", she, "")["items"])
}

// Pictures are taken by what they are; the same call adds one, and what is no picture is refused with a way out.
func TestPhotographsAreTakenByWhatTheyAre(t *testing.T) {
	l := live(t)
	a := l.applicants()
	he := a.stated("zheng", "郑守田")
	made := a.ask(201, "POST", "/api/v1/applications", he, `{"statuses":[{"status":"veteran"}]}`)
	mine := "/api/v1/applications/" + made["id"].(string) + "/documents"
	add := func(status int, reason, kind, declared string, raw []byte, key string) map[string]any {
		read, _ := a.does(status, reason, "POST", mine+"?kind="+kind, he, declared, raw, key)
		return read
	}
	photo := photograph(t)
	add(400, "media.use_photo", "discharge", "image/heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00"), uuid.NewString())
	add(400, "media.not_a_picture", "discharge", "image/jpeg", []byte("PK\x03\x04"), uuid.NewString())
	add(400, "http.bad_request", "officer_card", "image/jpeg", photo, uuid.NewString())
	add(413, "http.too_large", "discharge", "image/jpeg", make([]byte, 8<<20+1), uuid.NewString())
	key := uuid.NewString()
	added := add(201, "", "discharge", "image/jpeg", photo, key)
	require.Equal(t, added, add(201, "", "discharge", "image/jpeg", photo, key))
	add(422, "http.key_reused", "discharge", "image/jpeg", append(photo, 'x'), key)
	require.Equal(t, 1, a.pictures())
	other := add(201, "", "other", "image/png", photo, uuid.NewString())
	a.does(204, "", "DELETE", mine+"/"+other["id"].(string), he, "", nil, "")
	a.does(404, "application.no_document", "DELETE", mine+"/"+other["id"].(string), he, "", nil, "")
	require.Equal(t, 1, a.pictures())
}

// Staff see what lies in their part of the tree, masked until they say why, and no longer than they need; a relative sees nothing.
func TestStaffSeeWhatTheyDecideOnAndNoMore(t *testing.T) {
	l := live(t)
	a := l.applicants()
	he := a.stated("zheng", "郑守田")
	path := a.handIn(he)
	photo := a.ask(200, "GET", "/api/v1"+path, he, "")["documents"].([]any)[0].(map[string]any)["id"].(string)
	desk, one := "/api/desk/v1/applications", "/api/desk/v1"+path
	town, west, editor := a.member("demo-town"), a.member("demo-town-2"), a.member("demo-content")
	a.refused(403, "staff.role", "GET", desk, editor, "")
	require.Empty(t, a.ask(200, "GET", desk, west, "")["items"], "another town's")
	waiting := a.ask(200, "GET", desk+"?limit=1", town, "")
	require.Len(t, waiting["items"], 1)
	require.Equal(t, "郑**", waiting["items"].([]any)[0].(map[string]any)["name"])
	a.refused(404, "application.not_found", "POST", one+"/open", west, `{"purpose":"identity"}`)
	a.refused(400, "http.bad_request", "POST", one+"/open", town, `{"purpose":"curiosity"}`)
	a.refused(403, "application.look_over", "GET", one+"/documents/"+photo, town, "")
	opened := a.ask(200, "POST", one+"/open", town, `{"purpose":"identity"}`)
	require.Equal(t, "郑守田", opened["name"])
	_, w := a.does(200, "", "GET", one+"/documents/"+photo, town, "", nil, "")
	require.Equal(t, []string{"image/jpeg", "no-store"}, []string{w.Header().Get("Content-Type"), w.Header().Get("Cache-Control")})
	require.NotContains(t, w.Body.String(), "CANARY")
	_, err := jpeg.Decode(w.Body)
	require.NoError(t, err)
	a.does(204, "", "POST", one+"/recuse", town, "", nil, uuid.NewString())
	a.refused(403, "application.recused", "POST", one+"/open", town, `{"purpose":"identity"}`)
	a.refused(403, "application.recused", "GET", one+"/documents/"+photo, town, "")
	require.Empty(t, a.ask(200, "GET", desk, town, "")["items"])
}

// A decision is made once, by whoever saw what he decides on; it registers the status, makes the account known, and nothing of the photograph is left.
func TestADecisionMakesSomebodyKnown(t *testing.T) {
	l := live(t)
	a := l.applicants()
	he, she, city := a.stated("zheng", "郑守田"), a.stated("lin", "林桂香"), a.member("demo-city")
	path := a.handIn(he)
	one := "/api/desk/v1" + path
	decide := `{"decision":"approve","statuses":[{"status":"veteran","from":"1998-12-01"}]}`
	a.refused(409, "application.not_opened", "POST", one+"/decide", city, decide)
	opened := a.ask(200, "POST", one+"/open", city, `{"purpose":"identity"}`)
	a.refused(400, "application.decision", "POST", one+"/decide", city, `{"decision":"approve","reason":"declined"}`)
	a.refused(400, "application.not_wanted", "POST", one+"/decide", city, `{"decision":"approve","statuses":[{"status":"other","from":"1998-12-01"}]}`)
	require.Equal(t, 1, a.pictures())
	key := uuid.NewString()
	done, _ := a.does(200, "", "POST", one+"/decide", city, "application/json", []byte(decide), key)
	again, _ := a.does(200, "", "POST", one+"/decide", city, "application/json", []byte(decide), key)
	require.Equal(t, done, again)
	require.Equal(t, "approved", done["state"])
	a.refused(409, "application.decided", "POST", one+"/decide", city, decide)
	require.Zero(t, a.pictures())

	steps := a.ask(200, "GET", "/api/v1"+path, he, "")["steps"].([]any)
	last := steps[len(steps)-1].(map[string]any)
	require.Equal(t, []any{"approved", "周同志"}, []any{last["event"], last["who"]})
	require.Equal(t, "matched", a.ask(200, "GET", "/api/v1/me", he, "")["assurance"])
	require.Equal(t, "stated", a.ask(200, "GET", "/api/v1/me", she, "")["assurance"])
	a.requireVeteran(uuid.MustParse(opened["person_id"].(string)))
}

// requireVeteran looks at what the decision left in somebody's file.
func (a applicants) requireVeteran(who uuid.UUID) {
	a.t.Helper()
	people, today := person.NewStore(a.app.stores.DB), clock.DateOf(a.app.stores.Clock.Now())
	file, err := people.ByID(a.t.Context(), who)
	require.NoError(a.t, err)
	require.Equal(a.t, a.town.Path, file.StationPath, "where he applied is where he belongs")
	held, err := people.StatusesOf(a.t.Context(), who, today)
	require.NoError(a.t, err)
	require.Len(a.t, held, 1)
	require.Equal(a.t, []any{person.Veteran, clock.Date("1998-12-01"), today}, []any{held[0].Status, held[0].From, held[0].SeenOn})
}

// pictures is how many photographs the database holds.
func (a applicants) pictures() int {
	a.t.Helper()
	n, err := application.NewStore(a.app.stores.DB, nil).Pictures(a.t.Context())
	require.NoError(a.t, err)
	return n
}

// A status that is on file already cannot be granted twice; then nothing of the decision happens, and the photograph is still there to decide on.
func TestADecisionHappensWhollyOrNotAtAll(t *testing.T) {
	l := live(t)
	a := l.applicants()
	he, city := a.stated("zheng", "郑守田"), a.member("demo-city")
	decide := `{"decision":"approve","statuses":[{"status":"veteran","from":"1998-12-01"}]}`
	for i, want := range []int{200, 409} {
		path := "/api/desk/v1" + a.handIn(he)
		a.ask(200, "POST", path+"/open", city, `{"purpose":"identity"}`)
		a.ask(want, "POST", path+"/decide", city, decide)
		require.EqualValues(t, i, a.pictures())
		if want == 200 {
			continue
		}
		require.Equal(t, "refused", a.ask(200, "POST", path+"/decide", city, `{"decision":"refuse","reason":"already"}`)["state"])
		require.Zero(t, a.pictures())
	}
}

// Drawing pictures anew costs time, so nobody has it done without end; also not of what is no picture.
func TestNobodySendsPicturesWithoutEnd(t *testing.T) {
	l := live(t)
	a := l.applicants()
	he := a.stated("zheng", "郑守田")
	made := a.ask(201, "POST", "/api/v1/applications", he, `{"statuses":[{"status":"veteran"}]}`)
	path := "/api/v1/applications/" + made["id"].(string) + "/documents?kind=other"
	for range application.Uploading().Limit {
		a.does(400, "media.not_a_picture", "POST", path, he, "image/jpeg", []byte("PK\x03\x04"), uuid.NewString())
	}
	_, w := a.does(429, "attempt.locked", "POST", path, he, "image/jpeg", photograph(t), uuid.NewString())
	require.NotEmpty(t, w.Header().Get("Retry-After"))
	a.app.stores.Clock.Advance(application.Uploading().Lock)
	a.does(201, "", "POST", path, he, "image/jpeg", photograph(t), uuid.NewString())
}

func TestWhatIsLeftLyingGoesByItself(t *testing.T) {
	l := live(t)
	a := l.applicants()
	he := a.stated("zheng", "郑守田")
	made := a.ask(201, "POST", "/api/v1/applications", he, `{"statuses":[{"status":"veteran"}]}`)
	a.does(201, "", "POST", "/api/v1/applications/"+made["id"].(string)+"/documents?kind=other", he, "image/png", photograph(t), uuid.NewString())
	require.EqualValues(t, 1, a.pictures())
	a.app.stores.Clock.Advance(31 * 24 * time.Hour)
	sources, err := newAnswers(a.app.stores.DB)
	require.NoError(t, err)
	n, err := sources.lapse().Run(t.Context())
	require.NoError(t, err)
	require.LessOrEqual(t, n, 1, "the program's own job may have been first")
	require.Zero(t, a.pictures())
	he = a.login("zheng")
	a.refused(404, "application.not_found", "GET", "/api/v1/applications/"+made["id"].(string), he, "")
}

// What the description lists is what the program knows: each kind of paper, and each reason that a clerk can give.
func TestTheDescriptionListsPapersAndReasons(t *testing.T) {
	spec, err := openapi3.NewLoader().LoadFromData(docs.OpenAPI)
	require.NoError(t, err)
	schemas := spec.Components.Schemas
	var kinds []any
	for _, p := range application.Papers() {
		kinds = append(kinds, string(p.Kind))
	}
	require.ElementsMatch(t, kinds, schemas["ApplicationPaperKind"].Value.Enum)

	l := live(t)
	a := l.applicants()
	he, city := a.stated("zheng", "郑守田"), a.member("demo-city")
	more, refusals := schemas["ApplicationMore"].Value.Properties["reason"].Value.Enum, schemas["ApplicationDecision"].Value.Properties["reason"].Value.Enum
	for i := range max(len(more), len(refusals)) {
		path := a.handIn(he)
		if i < len(more) {
			a.ask(200, "POST", "/api/desk/v1"+path+"/open", city, `{"purpose":"benefit"}`)
			a.ask(200, "POST", "/api/desk/v1"+path+"/ask-more", city, fmt.Sprintf(`{"reason":%q,"words":"请看一下"}`, more[i]))
			a.app.stores.Clock.Advance(time.Second)
			a.ask(200, "POST", "/api/v1"+path+"/submit", he, `{}`)
		}
		if i >= len(refusals) {
			a.ask(200, "POST", "/api/v1"+path+"/withdraw", he, "")
			continue
		}
		a.ask(200, "POST", "/api/desk/v1"+path+"/open", city, `{"purpose":"benefit"}`)
		a.ask(200, "POST", "/api/desk/v1"+path+"/decide", city, fmt.Sprintf(`{"decision":"refuse","reason":%q,"words":"档案不在本市"}`, refusals[i]))
	}
	require.Zero(t, a.pictures())
}
