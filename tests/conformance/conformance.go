// Package conformance holds the answers that tests provoke to docs/openapi.yaml: what the document does not describe must not be answered.
package conformance

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"shuangyong/docs"
)

// Checker compares answers with the document.
type Checker struct{ router routers.Router }

// New reads the document.
func New(t testing.TB) *Checker {
	t.Helper()
	spec, err := openapi3.NewLoader().LoadFromData(docs.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	router, err := legacy.NewRouter(spec)
	if err != nil {
		t.Fatal(err)
	}
	return &Checker{router}
}

// Handler serves with h and fails the test for each answer that is not as described. Requests to paths that the document does not name pass.
func (k *Checker) Handler(t testing.TB, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		if err := k.check(r, answer); err != nil {
			t.Errorf("%s %s answered %d, which is not as described: %v", r.Method, r.URL.Path, answer.Code, err)
		}
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})
}

func (k *Checker) check(r *http.Request, answer *httptest.ResponseRecorder) error {
	route, params, err := k.router.FindRoute(r)
	if err != nil {
		return nil //nolint:nilerr // see Handler
	}
	header := answer.Header().Clone()
	if kind := header.Get("Content-Type"); strings.HasPrefix(kind, "application/problem+json") {
		header.Set("Content-Type", "application/problem+json")
	}
	return openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
		Status:                 answer.Code, Header: header, Body: io.NopCloser(bytes.NewReader(answer.Body.Bytes())),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	})
}
