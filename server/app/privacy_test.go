package app

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// lived is the demo, running, with people who call it.
type lived struct {
	t   *testing.T
	app *App
	out *bytes.Buffer
}

func live(t *testing.T) lived {
	t.Helper()
	l := lived{t: t, out: &bytes.Buffer{}}
	var err error
	l.app, err = New(t.Context(), inhabited(t), quiet, l.out)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- l.app.Run(ctx, l.out) }()
	t.Cleanup(func() { cancel(); require.NoError(t, <-done); http.DefaultClient.CloseIdleConnections() })
	return l
}

// call asks and gives the answer's status, headers and bytes.
func (l lived) call(method, path, token, key, body string) (int, http.Header, []byte) {
	l.t.Helper()
	r, err := http.NewRequestWithContext(l.t.Context(), method, l.app.main.url()+path, strings.NewReader(body))
	require.NoError(l.t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(l.t, err)
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	require.NoError(l.t, err)
	return response.StatusCode, response.Header, raw
}

// get is call for what must succeed and answers JSON.
func (l lived) get(status int, method, path, token, key, body string) map[string]any {
	l.t.Helper()
	got, _, raw := l.call(method, path, token, key, body)
	require.Equal(l.t, status, got, "%s %s: %s", method, path, raw)
	var read map[string]any
	if len(raw) > 0 {
		require.NoError(l.t, json.Unmarshal(raw, &read))
	}
	return read
}

// known puts somebody verified behind an openid and logs him in to the mini-program.
func (l lived) known(openid, name string) (token string) {
	l.t.Helper()
	l.get(204, "POST", "/api/demo/v1/person", "", "", `{"openid":"`+openid+`","name":"`+name+`","status":"veteran","verified":true}`)
	_, err := l.app.door.LookUpUnions(l.t.Context())
	require.NoError(l.t, err)
	return l.login(openid)
}

func (l lived) login(openid string) string {
	l.t.Helper()
	return l.get(200, "POST", "/api/v1/login", "", "", `{"code":"`+l.app.fake.phone.Code(openid)+`"}`)["token"].(string)
}

func (l lived) member(login string) string {
	l.t.Helper()
	return l.get(200, "POST", "/api/demo/v1/staff", "", "", `{"login":"`+login+`"}`)["token"].(string)
}

func unpacked(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		files[f.Name] = string(text)
	}
	return files
}

func TestSomebodyReadsHisCopyAndNobodyElseDoes(t *testing.T) {
	l := live(t)
	mine, other := l.known("wanshui", "万水生"), l.known("another", "钱江潮")
	require.Equal(t, true, l.get(200, "GET", "/api/v1/me", mine, "", "")["must_read_notice"])
	l.get(200, "POST", "/api/v1/privacy/consents", mine, "consent-1", `{"notice_version":1,"purposes":["basic","sensitive"],"agreed":true}`)
	require.Equal(t, false, l.get(200, "GET", "/api/v1/me", mine, "", "")["must_read_notice"])
	made := l.get(201, "POST", "/api/v1/privacy/exports", mine, "export-01", "")
	again := l.get(201, "POST", "/api/v1/privacy/exports", mine, "export-01", "")
	require.Equal(t, made, again, "the same call makes one copy")
	path := "/api/v1/privacy/exports/" + made["id"].(string) + "/download"

	status, header, raw := l.call("GET", path, mine, "", "")
	require.Equal(t, 200, status, "%s", raw)
	require.Equal(t, "no-store", header.Get("Cache-Control"))
	require.Contains(t, header.Get("Content-Disposition"), "attachment")
	files := unpacked(t, raw)
	require.Contains(t, files["我的资料.html"], "万水生")
	require.NotContains(t, files["我的资料.html"]+files["data.json"], "钱江潮")
	var data struct {
		Data map[string][]map[string]string `json:"data"`
	}
	require.NoError(t, json.Unmarshal([]byte(files["data.json"]), &data))
	require.Equal(t, "万水生", data.Data["person"][0]["name"])
	require.Equal(t, "退役军人", data.Data["statuses"][0]["status"])
	require.Len(t, data.Data["consents"], 2)
	require.Len(t, data.Data["accounts"], 2, "the Official Account's and the mini-program's")

	for _, token := range []string{other, ""} {
		status, _, raw = l.call("GET", path, token, "", "")
		require.Contains(t, []int{401, 404}, status, "%s", raw)
	}
	status, _, raw = l.call("POST", "/api/v1/privacy/exports", mine, "export-02", "")
	require.Equal(t, 429, status)
	require.Contains(t, string(raw), "privacy.copy_today")
}

func TestSomebodyReadsWhoLookedAndHasThingsCorrected(t *testing.T) {
	l := live(t)
	mine, clerk := l.known("wanshui", "万水生"), l.member("demo-city")
	l.get(201, "POST", "/api/v1/privacy/corrections", mine, "correct-1", `{"field":"phone","wanted":"13900001234","why":"换号了"}`)
	waiting := l.get(200, "GET", "/api/desk/v1/privacy/requests", clerk, "", "")["items"].([]any)
	require.Len(t, waiting, 1)
	request := waiting[0].(map[string]any)
	require.Equal(t, "万**", request["name"])
	require.NotContains(t, request, "wanted", "not before it is opened")
	id := request["id"].(string)
	require.Equal(t, "13900001234", l.get(200, "POST", "/api/desk/v1/privacy/requests/"+id+"/open", clerk, "", "")["wanted"])
	l.get(200, "POST", "/api/desk/v1/privacy/requests/"+id+"/answer", clerk, "answer-01", `{"agreed":false,"reason":"no_proof","words":"请带手机卡来一趟。"}`)

	seen := l.get(200, "GET", "/api/v1/me/sights", mine, "", "")["items"].([]any)
	require.Len(t, seen, 1)
	sight := seen[0].(map[string]any)
	require.Contains(t, sight["who"], "周同志")
	require.NotContains(t, sight["who"], "demo-city")
	require.Equal(t, "更正、查询或删除个人信息", sight["purpose"])
	answered := l.get(200, "GET", "/api/v1/privacy/corrections", mine, "", "")["items"].([]any)[0].(map[string]any)
	require.Equal(t, "refused", answered["state"])
	require.Equal(t, "没有看到能证明的材料", answered["reason"])
	changes := l.get(200, "GET", "/api/v1/me/changes?limit=100", mine, "", "")["items"].([]any)
	require.Equal(t, "答复了申请", changes[0].(map[string]any)["what"])

	found := l.get(200, "POST", "/api/desk/v1/audit/search", l.member("demo-auditor"), "", `{"person_id":"`+request["person_id"].(string)+`","action":"person.see"}`)["items"].([]any)
	require.Len(t, found, 1)
	require.Equal(t, "correction", found[0].(map[string]any)["detail"].(map[string]any)["purpose"])
	searched := l.get(200, "POST", "/api/desk/v1/audit/search", l.member("demo-auditor"), "", `{"action":"audit."}`)["items"].([]any)
	require.NotEmpty(t, searched, "who reads the log is in it")
	status, _, _ := l.call("POST", "/api/desk/v1/audit/search", clerk, "", `{}`)
	require.Equal(t, 403, status)
}

func TestADeletionIsShownHeldAndDone(t *testing.T) {
	l := live(t)
	mine, clerk := l.known("wanshui", "万水生"), l.member("demo-city")
	l.get(201, "POST", "/api/v1/privacy/exports", mine, "export-01", "")
	l.get(201, "POST", "/api/v1/privacy/corrections", mine, "correct-1", `{"field":"name","wanted":"万水升","why":"登记时写错了"}`)
	plan := l.get(200, "GET", "/api/v1/privacy/deletion", mine, "", "")
	goes := map[string]bool{}
	for _, i := range plan["items"].([]any) {
		item := i.(map[string]any)
		goes[item["part"].(string)] = item["goes"].(bool)
	}
	require.True(t, goes["accounts"])
	require.True(t, goes["copies"])
	require.True(t, goes["file"], "nothing of his needs his name")
	require.False(t, goes["traces"])

	id := l.get(200, "POST", "/api/desk/v1/audit/search", l.member("demo-auditor"), "", `{"action":"privacy.copy"}`)["items"].([]any)[0].(map[string]any)["subject_id"].(string)
	hold := l.get(201, "POST", "/api/desk/v1/privacy/holds", clerk, "hold-0001", `{"person_id":"`+id+`","reason":"lawsuit","number":"482193057","until_on":"2027-01-31"}`)
	status, _, raw := l.call("POST", "/api/v1/privacy/deletions", mine, "delete-01", `{"plan":"`+plan["plan"].(string)+`","confirmed":true}`)
	require.Equal(t, 409, status, "%s", raw)
	require.Contains(t, string(raw), "privacy.plan_changed")

	asked := l.get(202, "POST", "/api/desk/v1/privacy/holds/"+hold["id"].(string)+"/lift", clerk, "lift-0001", `{"reason":"案件已结"}`)
	l.get(200, "POST", "/api/desk/v1/approvals/"+asked["approval_id"].(string)+"/decision", l.member("demo-director"), "decide-01", `{"approve":true}`)
	plan = l.get(200, "GET", "/api/v1/privacy/deletion", mine, "", "")
	done := l.get(200, "POST", "/api/v1/privacy/deletions", mine, "delete-02", `{"plan":"`+plan["plan"].(string)+`","confirmed":true}`)
	require.Contains(t, done["words"], "能删的已经删了")
	for _, path := range []string{"/api/v1/privacy/consents", "/api/v1/session"} {
		status, _, _ = l.call("GET", path, mine, "", "")
		require.Equal(t, 401, status, path)
	}
	l.requireNowhere("万水生", "wanshui", "万水升", "登记时写错了")
	require.Empty(t, l.get(200, "GET", "/api/desk/v1/privacy/requests", clerk, "", "")["items"], "nobody is left to answer")
	found := l.get(200, "POST", "/api/desk/v1/audit/search", l.member("demo-auditor"), "", `{"person_id":"`+id+`","action":"privacy.delete"}`)["items"].([]any)
	require.NotEmpty(t, found)
	l.app.stores.Clock.Advance(time.Minute)
	again := l.login("wanshui")
	status, _, raw = l.call("GET", "/api/v1/privacy/deletion", again, "", "")
	require.Equal(t, 403, status, "who comes back is somebody new: %s", raw)
}

// Who took back that sensitive data are used is believed: the phone takes nothing in until he agrees again, and the rest goes on.
func TestAConsentThatWasTakenBackIsHeldTo(t *testing.T) {
	l := live(t)
	a := l.applicants()
	token := a.stated("somebody", "万水生")
	made := a.ask(201, "POST", "/api/v1/applications", token, `{"statuses":[{"status":"veteran"}]}`)["id"].(string)
	agree := func(yes string) {
		a.ask(200, "POST", "/api/v1/privacy/consents", token, `{"notice_version":1,"purposes":["sensitive"],"agreed":`+yes+`}`)
	}
	agree("false")
	const reason = "privacy.taken_back"
	a.refused(403, reason, "POST", "/api/v1/me/prove", token, `{"card_number":"9901000000000123","name":"万水生","id_tail":"002X"}`)
	a.refused(403, reason, "POST", "/api/v1/applications", token, `{"statuses":[{"status":"veteran"}]}`)
	photo := "/api/v1/applications/" + made + "/documents?kind=discharge"
	a.does(403, reason, "POST", photo, token, "image/jpeg", photograph(t), uuid.NewString())
	l.get(200, "GET", "/api/v1/me", token, "", "")
	agree("true")
	a.does(201, "", "POST", photo, token, "image/jpeg", photograph(t), uuid.NewString())
}
