package app

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/docs"
	"shuangyong/models/staff"
)

// play calls operations as the description has them, with the values of a test's choice in their bodies.
type play struct {
	lived
	spec    *openapi3.T
	citizen string               // a token
	members map[staff.Act]string // a token for each act
	id      string               // what stands for {id} in paths
}

func (l lived) plays(citizen, id string) play {
	l.t.Helper()
	spec, err := openapi3.NewLoader().LoadFromData(docs.OpenAPI)
	require.NoError(l.t, err)
	p := play{lived: l, spec: spec, citizen: citizen, members: map[staff.Act]string{}, id: id}
	tokens := map[staff.Role]string{}
	for _, m := range demoStaff {
		if tokens[m.role] == "" {
			tokens[m.role] = l.member(m.login)
		}
	}
	for _, act := range staff.Acts() {
		p.members[act] = tokens[staff.AllowedTo(act)[0]]
	}
	return p
}

// each calls every operation of the mini-program and the desk, in the order of their paths, but those that end the caller's own login: with the body that change makes of its example, as
// whoever may.
func (p play) each(change func(operation string, body any, schema *openapi3.Schema) any, answered func(operation string, status int, body string)) {
	p.t.Helper()
	for _, path := range slices.Sorted(maps.Keys(p.spec.Paths.Map())) {
		operations := p.spec.Paths.Value(path).Operations()
		for _, method := range slices.Sorted(maps.Keys(operations)) {
			o := operations[method]
			if o.OperationID == "signOut" || o.OperationID == "signOutOfDesk" || method == "DELETE" || o.OperationID == "deleteMe" {
				continue
			}
			body := ""
			if schema, example := bodyOf(o); schema != nil {
				raw, err := json.Marshal(change(o.OperationID, example, schema))
				require.NoError(p.t, err)
				body = string(raw)
			}
			status, _, raw := p.call(method, p.at(path), p.token(o), uuid.NewString(), body)
			answered(o.OperationID, status, string(raw))
		}
	}
}

// at is a path with something in its places.
func (p play) at(path string) string {
	for strings.Contains(path, "{") {
		from, to := strings.Index(path, "{"), strings.Index(path, "}")
		path = path[:from] + p.id + path[to+1:]
	}
	return path
}

func (p play) token(o *openapi3.Operation) string {
	if act, ok := o.Extensions["x-act"].(string); ok {
		return p.members[staff.Act(act)]
	}
	return p.citizen
}

// bodyOf is the schema and the example of an operation's body; nil when it has none, or one that is not JSON.
func bodyOf(o *openapi3.Operation) (*openapi3.Schema, any) {
	if o.RequestBody == nil || o.RequestBody.Value == nil {
		return nil, nil
	}
	media := o.RequestBody.Value.Content.Get("application/json")
	if media == nil {
		return nil, nil
	}
	example := media.Example
	if example == nil {
		example = map[string]any{}
	}
	return media.Schema.Value, example
}

// fill puts what choose gives for a string into its place. What it gives no value for stays.
func fill(value any, schema *openapi3.Schema, name string, choose func(name string, s *openapi3.Schema) (string, bool)) any {
	switch {
	case schema == nil:
		return value
	case schema.Type.Is("string"):
		if v, ok := choose(name, schema); ok {
			return v
		}
		return value
	case schema.Type.Is("array"):
		items, _ := value.([]any)
		filled := make([]any, len(items))
		for i := range items {
			filled[i] = fill(items[i], schema.Items.Value, name, choose)
		}
		return filled
	case schema.Type.Is("object"):
		given, _ := value.(map[string]any)
		filled := map[string]any{}
		for name, p := range schema.Properties {
			v, there := given[name]
			if made := fill(v, p.Value, name, choose); there || made != nil && p.Value.Type.Is("string") {
				filled[name] = made
			}
		}
		return filled
	}
	return value
}

func TestEveryOperationCanBePlayed(t *testing.T) {
	spec, err := openapi3.NewLoader().LoadFromData(docs.OpenAPI)
	require.NoError(t, err)
	for path, item := range spec.Paths.Map() {
		for method, o := range item.Operations() {
			if schema, example := bodyOf(o); schema != nil && len(schema.Required) > 0 {
				require.NotEmpty(t, example, "%s %s has no example of its body", method, path)
				require.NoError(t, schema.VisitJSON(example), "%s %s", method, path)
			}
		}
	}
}
