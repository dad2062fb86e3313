package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/gin-gonic/gin"
)

// RedactedHeader names, in an answer, the members of the request's body out of which something was taken that must not be stored.
const RedactedHeader = "Redacted"

// freeText marks, in the description, a string that people write as they like.
const freeText = "x-free-text"

// Redactor takes out of a text what must not be stored, and tells whether there was anything.
type Redactor func(text string) (clean string, found bool)

// Redacting gives the description with a redactor: Validate then hands on no free text that was not cleaned, so that no handler can forget it. It does so before anything is stored,
// logged or compared.
func (d *Document) Redacting(r Redactor) *Document {
	return &Document{raw: d.raw, routes: d.routes, redact: r}
}

// clean replaces the body of a request by one without what must not be stored, and says in the answer's header where something was.
func (d *Document) clean(c *gin.Context, route *routers.Route) error {
	schema := bodySchema(route)
	if d.redact == nil || schema == nil || c.Request.GetBody == nil || !writesFreely(schema, 0) {
		return nil
	}
	body, err := c.Request.GetBody()
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(body)
	decoder.UseNumber()
	var read any
	if err := decoder.Decode(&read); errors.Is(err, io.EOF) { // a body that may be missing, and is
		return nil
	} else if err != nil {
		return errBadJSON
	}
	var where []string
	read = d.walk(read, schema, "", &where)
	if len(where) == 0 {
		return nil
	}
	slices.Sort(where)
	c.Header(RedactedHeader, strings.Join(slices.Compact(where), ","))
	return replaceBody(c.Request, read)
}

// walk cleans the marked strings of a value, and notes their places.
func (d *Document) walk(value any, schema *openapi3.Schema, at string, where *[]string) any {
	switch v := value.(type) {
	case string:
		if marked, _ := schema.Extensions[freeText].(bool); marked {
			if clean, found := d.redact(v); found {
				*where = append(*where, at)
				return clean
			}
		}
	case map[string]any:
		for name, member := range v {
			if p := schema.Properties[name]; p != nil && p.Value != nil {
				v[name] = d.walk(member, p.Value, strings.TrimPrefix(at+"."+name, "."), where)
			}
		}
	case []any:
		if schema.Items == nil || schema.Items.Value == nil {
			break
		}
		for i := range v {
			v[i] = d.walk(v[i], schema.Items.Value, at, where)
		}
	}
	return value
}

func bodySchema(route *routers.Route) *openapi3.Schema {
	body := route.Operation.RequestBody
	if body == nil || body.Value == nil {
		return nil
	}
	media := body.Value.Content.Get("application/json")
	if media == nil || media.Schema == nil {
		return nil
	}
	return media.Schema.Value
}

// maxDepth is how deep a body of ours can be.
const maxDepth = 8

// writesFreely tells whether a body has free text at all.
func writesFreely(s *openapi3.Schema, depth int) bool {
	if s == nil || depth > maxDepth {
		return false
	}
	if marked, _ := s.Extensions[freeText].(bool); marked {
		return true
	}
	for _, p := range s.Properties {
		if writesFreely(p.Value, depth+1) {
			return true
		}
	}
	return s.Items != nil && writesFreely(s.Items.Value, depth+1)
}

// replaceBody puts another body in the place of a request's, also for whoever reads it again.
func replaceBody(r *http.Request, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	r.ContentLength = int64(len(raw))
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }
	r.Body, err = r.GetBody()
	return err
}

// FreeText are the members of request bodies that people write as they like, as "operationId.member", and Unmarked those strings that nothing bounds to a form and that are not marked.
func (d *Document) FreeText() (marked, unmarked []string) {
	for _, route := range d.routes {
		strings := map[string]*openapi3.Schema{}
		collect(bodySchema(route), route.Operation.OperationID, strings, 0)
		for place, s := range strings {
			if is, _ := s.Extensions[freeText].(bool); is {
				marked = append(marked, place)
			} else if s.Pattern == "" && s.Format == "" && len(s.Enum) == 0 {
				unmarked = append(unmarked, place)
			}
		}
	}
	slices.Sort(marked)
	slices.Sort(unmarked)
	return marked, unmarked
}

// collect finds the strings of a body.
func collect(s *openapi3.Schema, at string, into map[string]*openapi3.Schema, depth int) {
	switch {
	case s == nil || s.ReadOnly || depth > maxDepth: // what only answers have is refused in a request
	case s.Type.Is("string"):
		into[at] = s
	case s.Items != nil:
		collect(s.Items.Value, at, into, depth+1)
	default:
		for name, p := range s.Properties {
			collect(p.Value, at+"."+name, into, depth+1)
		}
	}
}
