package openapi_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"shuangyong/handlers/openapi"
)

const writes = `
openapi: 3.0.3
info: {title: test, version: "1"}
paths:
  /say:
    post:
      operationId: say
      requestBody:
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              properties:
                words: {type: string, maxLength: 100, x-free-text: true}
                code: {type: string, pattern: "^[a-z]+$"}
                left: {type: string}
                number: {type: number}
                list:
                  type: array
                  items:
                    type: object
                    properties:
                      why: {type: string, x-free-text: true}
      responses: {"200": {description: fine}}
`

func TestFreeTextIsCleanBeforeAHandlerSeesIt(t *testing.T) {
	d, err := openapi.New([]byte(writes))
	require.NoError(t, err)
	d = d.Redacting(func(s string) (string, bool) {
		return strings.ReplaceAll(s, "SECRET", "〇〇"), strings.Contains(s, "SECRET")
	})
	e := gin.New()
	var seen, again string
	e.POST("/say", d.Validate, func(c *gin.Context) {
		raw, err := io.ReadAll(c.Request.Body)
		require.NoError(t, err)
		require.EqualValues(t, len(raw), c.Request.ContentLength)
		seen = string(raw)
		body, err := c.Request.GetBody()
		require.NoError(t, err)
		raw, _ = io.ReadAll(body)
		again = string(raw)
		c.Status(http.StatusOK)
	})
	post := func(body string) http.Header {
		seen = ""
		r := httptest.NewRequest("POST", "/say", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		require.Equal(t, 200, w.Code, w.Body)
		return w.Header()
	}
	h := post(`{"words":"in SECRET there","number":1.10,"list":[{"why":"x"},{"why":"SECRET"}],"left":"SECRET stays: not marked"}`)
	require.Equal(t, "list.why,words", h.Get("Redacted"))
	require.Equal(t, seen, again)
	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(seen), &got))
	require.Equal(t, "in 〇〇 there", got["words"])
	require.Contains(t, seen, `1.10`, "numbers stay as they were written")
	require.Contains(t, seen, "not marked")

	h = post(`{ "words" : "nothing" }`)
	require.Empty(t, h.Get("Redacted"))
	require.Equal(t, `{ "words" : "nothing" }`, seen, "what is clean is not touched")

	marked, unmarked := d.FreeText()
	require.Equal(t, []string{"say.list.why", "say.words"}, marked)
	require.Equal(t, []string{"say.left"}, unmarked)
}
