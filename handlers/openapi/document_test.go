package openapi_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"shuangyong/docs"
	"shuangyong/handlers/openapi"
)

const small = `openapi: 3.0.3
info: {title: t, version: "1"}
security: [{login: []}]
paths:
  /open:
    post:
      security: []
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Form"}
      responses: {"204": {description: done}}
  /shops/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, pattern: "^[0-9]+$"}}
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}
      responses: {"204": {description: done}}
components:
  securitySchemes: {login: {type: http, scheme: bearer}}
  schemas:
    Form:
      type: object
      additionalProperties: false
      required: [name]
      properties:
        name: {type: string, minLength: 1, maxLength: 4, pattern: "^[a-z]+$"}
        kind: {type: string, enum: [a, b]}
        count: {type: integer, minimum: 1}
        inner: {type: object, additionalProperties: false, properties: {list: {type: array, maxItems: 2, items: {type: string}}}}
`

// serve opens the small document's paths, and one that it does not describe.
func serve(t *testing.T, kind, method, path, body string) (int, string) {
	t.Helper()
	gin.SetMode(gin.TestMode)
	d, err := openapi.New([]byte(small))
	require.NoError(t, err)
	e := gin.New()
	e.Use(func(c *gin.Context) { c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 200) })
	r := e.Group("", d.Validate)
	done := func(c *gin.Context) {
		guarded := "open"
		if d.Guarded(c) {
			guarded = "guarded"
		}
		all, err := c.GetRawData()
		require.NoError(t, err)
		c.String(http.StatusOK, guarded+" "+string(all))
	}
	r.POST("/open", done)
	r.GET("/shops/:id", done)
	r.GET("/undescribed", done)
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	e.ServeHTTP(w, request)
	return w.Code, w.Body.String()
}

func TestWhatIsAsDescribedReachesItsHandlerWhole(t *testing.T) {
	for _, kind := range []string{"application/json", "application/json; charset=utf-8"} {
		status, body := serve(t, kind, "POST", "/open", `{"name":"abc","kind":"a","inner":{"list":["x"]}}`)
		require.Equal(t, 200, status)
		require.Equal(t, `open {"name":"abc","kind":"a","inner":{"list":["x"]}}`, body)
	}
	status, body := serve(t, "", "GET", "/shops/17?limit=5", "")
	require.Equal(t, 200, status, body)
	require.Equal(t, "guarded ", body)
}

func TestWhatIsNotAsDescribedIsRefusedWithAReason(t *testing.T) {
	const canary = "c4n4ry"
	for name, c := range map[string]struct{ kind, method, path, body, reason, fields string }{
		"null":                 {"application/json", "POST", "/open", `null`, "http.bad_request", `[{"name":"body","detail":"类型不对"}]`},
		"nothing":              {"application/json", "POST", "/open", ``, "http.bad_json", ""},
		"a list":               {"application/json", "POST", "/open", `[]`, "http.bad_request", `[{"name":"body","detail":"类型不对"}]`},
		"no JSON":              {"application/json", "POST", "/open", `{"name":"` + canary, "http.bad_json", ""},
		"two documents":        {"application/json", "POST", "/open", `{"name":"abc"}{"name":"` + canary + `"}`, "http.bad_json", ""},
		"a form":               {"application/x-www-form-urlencoded", "POST", "/open", `name=` + canary, "http.bad_json", ""},
		"no content type":      {"", "POST", "/open", `{"name":"abc"}`, "http.bad_json", ""},
		"a field too many":     {"application/json", "POST", "/open", `{"name":"abc","` + canary + `":"` + canary + `"}`, "http.bad_request", `[{"name":"body","detail":"有约定以外的内容，只收：count、inner、kind、name"}]`},
		"another case":         {"application/json", "POST", "/open", `{"name":"abc","NAME":"xyz"}`, "http.bad_request", `[{"name":"body","detail":"有约定以外的内容，只收：count、inner、kind、name"}]`},
		"a field missing":      {"application/json", "POST", "/open", `{}`, "http.bad_request", `[{"name":"name","detail":"缺了这一项"}]`},
		"a null field":         {"application/json", "POST", "/open", `{"name":null}`, "http.bad_request", `[{"name":"name","detail":"类型不对"}]`},
		"too long":             {"application/json", "POST", "/open", `{"name":"canarys"}`, "http.bad_request", `[{"name":"name","detail":"长度不对"}]`},
		"another form":         {"application/json", "POST", "/open", `{"name":"C4N"}`, "http.bad_request", `[{"name":"name","detail":"写法不对"}]`},
		"several":              {"application/json", "POST", "/open", `{"name":"abc","kind":"c","count":0}`, "http.bad_request", `[{"name":"count","detail":"大小不对"},{"name":"kind","detail":"不是约定的值"}]`},
		"further in":           {"application/json", "POST", "/open", `{"name":"abc","inner":{"list":["a","b","c"]}}`, "http.bad_request", `[{"name":"inner.list","detail":"个数不对，或有重复"}]`},
		"a path that is wrong": {"", "GET", "/shops/" + canary, "", "http.bad_request", `[{"name":"id","detail":"写法不对"}]`},
		"a parameter":          {"", "GET", "/shops/1?limit=101", "", "http.bad_request", `[{"name":"limit","detail":"大小不对"}]`},
		"no number":            {"", "GET", "/shops/1?limit=" + canary, "", "http.bad_request", `[{"name":"limit","detail":"缺了这一项，或写法不对"}]`},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := serve(t, c.kind, c.method, c.path, c.body)
			require.Equal(t, 400, status, body)
			require.Contains(t, body, `"urn:shuangyong:`+c.reason+`"`)
			if c.fields != "" {
				require.Contains(t, body, `"fields":`+c.fields)
			}
			require.NotContains(t, body, canary)
		})
	}
	status, body := serve(t, "application/json", "POST", "/open", `{"name":"`+strings.Repeat("a", 300)+`"}`)
	require.Equal(t, 413, status, body)
	status, body = serve(t, "", "GET", "/undescribed", "")
	require.Equal(t, 500, status, body)
}

func TestTheDocumentIsServedAsItIs(t *testing.T) {
	gin.SetMode(gin.TestMode)
	d, err := openapi.New(docs.OpenAPI)
	require.NoError(t, err)
	e := gin.New()
	d.Register(e)
	w := httptest.NewRecorder()
	e.ServeHTTP(w, httptest.NewRequest("GET", "/openapi.yaml", nil))
	require.Equal(t, 200, w.Code)
	require.Equal(t, string(docs.OpenAPI), w.Body.String())
	for _, broken := range []string{"", "openapi: 3.0.3", "a: [", strings.Replace(small, "#/components/schemas/Form", "#/components/schemas/None", 1)} {
		_, err := openapi.New([]byte(broken))
		require.Error(t, err)
	}
}
