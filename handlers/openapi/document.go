// Package openapi holds every request to the description of the API that the program itself serves: what is not described there is not done.
package openapi

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/gin-gonic/gin"
)

// Document is the description, read and checked. It is safe for concurrent use.
type Document struct {
	raw    []byte
	routes map[string]*routers.Route // by method and gin's path: "GET /shops/:id"
	redact Redactor                  // nil: free text is handed on as it came
}

// New reads a description.
func New(raw []byte) (*Document, error) {
	spec, err := openapi3.NewLoader().LoadFromData(raw)
	if err == nil {
		err = spec.Validate(context.Background())
	}
	if err != nil {
		return nil, fmt.Errorf("openapi: %w", err)
	}
	d := &Document{raw: raw, routes: map[string]*routers.Route{}}
	for path, item := range spec.Paths.Map() {
		for method, operation := range item.Operations() {
			d.routes[method+" "+ginPath(path)] = &routers.Route{Spec: spec, Path: path, PathItem: item, Method: method, Operation: operation}
		}
	}
	return d, nil
}

// ginPath is how the router writes a path: {id} is :id.
func ginPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// Register serves the description itself.
func (d *Document) Register(r gin.IRoutes) {
	r.GET("/openapi.yaml", func(c *gin.Context) { c.Data(http.StatusOK, "application/yaml; charset=utf-8", d.raw) })
}

// Guarded tells whether a request needs somebody who is logged in. What is not described needs one too.
func (d *Document) Guarded(c *gin.Context) bool {
	route := d.find(c)
	return route == nil || guarded(route)
}

func guarded(route *routers.Route) bool {
	needs := &route.Spec.Security
	if route.Operation.Security != nil {
		needs = route.Operation.Security
	}
	return len(*needs) > 0
}

// Act is what a request does, as its operation says with x-act; "" when it says nothing.
func (d *Document) Act(c *gin.Context) string {
	route := d.find(c)
	if route == nil {
		return ""
	}
	act, _ := route.Operation.Extensions["x-act"].(string)
	return act
}

// Operation is a method and a path as the router knows it, and what is said of who may call it.
type Operation struct {
	Method, Path string
	Tag          string
	Act          string // x-act
	Guarded      bool   // only for somebody who is logged in
	Query        string // an example of the parameters that a request may not leave out
	Media        string // what a body is, "application/json" where both are taken; "" where there is none
	Body         []byte // the example of a body, as JSON; nil where there is none
}

// Operations are all that are described, in the order of their paths.
func (d *Document) Operations() []Operation {
	var all []Operation
	for _, route := range d.routes {
		act, _ := route.Operation.Extensions["x-act"].(string)
		all = append(all, Operation{
			Method: route.Method, Path: ginPath(route.Path), Tag: strings.Join(route.Operation.Tags, ","), Act: act, Guarded: guarded(route),
			Query: exampleQuery(route.Operation), Media: media(route.Operation), Body: exampleBody(route.Operation),
		})
	}
	slices.SortFunc(all, func(a, b Operation) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
	})
	return all
}

// exampleID stands where an example needs a key and the description gives none.
const exampleID = "0193a5c0-0000-7000-8000-000000000001"

// exampleQuery are the parameters of the address that an operation demands, with their examples or the first value that they may have.
func exampleQuery(o *openapi3.Operation) string {
	q := url.Values{}
	for _, ref := range o.Parameters {
		p := ref.Value
		if p.In != openapi3.ParameterInQuery || !p.Required {
			continue
		}
		example := p.Example
		if example == nil && p.Schema != nil {
			example = p.Schema.Value.Example
			switch {
			case len(p.Schema.Value.Enum) > 0:
				example = p.Schema.Value.Enum[0]
			case example == nil && p.Schema.Value.Format == "uuid":
				example = exampleID
			}
		}
		q.Set(p.Name, fmt.Sprint(example))
	}
	return q.Encode()
}

func media(o *openapi3.Operation) string {
	if o.RequestBody == nil {
		return ""
	}
	kinds := slices.Sorted(maps.Keys(o.RequestBody.Value.Content))
	if len(kinds) == 0 || slices.Contains(kinds, "application/json") {
		return "application/json"
	}
	return kinds[0]
}

func exampleBody(o *openapi3.Operation) []byte {
	if o.RequestBody == nil || o.RequestBody.Value.Content.Get("application/json") == nil {
		return nil
	}
	example := o.RequestBody.Value.Content.Get("application/json").Example
	if example == nil {
		return nil
	}
	body, err := json.Marshal(example)
	if err != nil {
		return nil // it was read from YAML, so it can be written as JSON
	}
	return body
}

func (d *Document) find(c *gin.Context) *routers.Route {
	return d.routes[c.Request.Method+" "+c.FullPath()]
}
