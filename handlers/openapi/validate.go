package openapi

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
)

var (
	errUndescribed = errors.New("openapi: this route is not in the document")
	errBadJSON     = fault.New(fault.Invalid, "http.bad_json", "请求的内容不是约定的 JSON，或没有写明 Content-Type: application/json。")
)

// Validate refuses a request that is not as described: its parameters, its content type, its body. Generated code alone accepts null bodies and unknown
// fields. Who may call is not looked at here.
func (d *Document) Validate(c *gin.Context) {
	route := d.find(c)
	if route == nil {
		reply.Refuse(c, errUndescribed)
		return
	}
	params := make(map[string]string, len(c.Params))
	for _, p := range c.Params {
		params[p.Key] = p.Value
	}
	err := openapi3filter.ValidateRequest(c.Request.Context(), &openapi3filter.RequestValidationInput{
		Request: c.Request, PathParams: params, Route: route,
		Options: &openapi3filter.Options{MultiError: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	})
	if err == nil {
		err = single(c.Request)
	}
	if err == nil {
		err = d.clean(c, route)
	}
	if err != nil {
		reply.Refuse(c, refusal(err))
	}
}

// single refuses a body with something behind its JSON, which the validation does not look at. It kept the body to be read again.
func single(r *http.Request) error {
	if r.GetBody == nil || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		return nil
	}
	body, err := r.GetBody()
	if err != nil {
		return err
	}
	if all, err := io.ReadAll(body); err != nil || len(all) > 0 && !json.Valid(all) {
		return errBadJSON
	}
	return nil
}

// refusal says in Chinese what is wrong with a request. It names places and never repeats what stands there.
func refusal(err error) error {
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.Wrap(large, fault.TooLarge, "http.too_large", "内容太大了，没有收下。请删减后再试。")
	}
	if errors.Is(err, errBadJSON) {
		return errBadJSON
	}
	bad := errBadRequest
	for _, one := range flatten(err) {
		request, ok := errors.AsType[*openapi3filter.RequestError](one)
		if !ok {
			continue
		}
		if request.RequestBody != nil && unreadable(request) {
			return errBadJSON
		}
		for _, wrong := range flatten(request.Err) {
			bad = bad.WithField(where(request, wrong), why(wrong))
		}
	}
	return bad
}

// unreadable tells whether a body could not even be compared with its description.
func unreadable(request *openapi3filter.RequestError) bool {
	_, compared := errors.AsType[*openapi3.SchemaError](request.Err)
	_, several := errors.AsType[openapi3.MultiError](request.Err)
	return !compared && !several
}

// flatten gives the errors that a collection holds.
func flatten(err error) []error {
	several, ok := err.(openapi3.MultiError) //nolint:errorlint // the collection itself, not one inside
	if !ok {
		return []error{err}
	}
	var all []error
	for _, one := range several {
		all = append(all, flatten(one)...)
	}
	return all
}

// where names the place: a parameter, or the way to a member of the body.
func where(request *openapi3filter.RequestError, err error) string {
	var way []string
	if request.Parameter != nil {
		way = append(way, request.Parameter.Name)
	}
	if wrong, ok := errors.AsType[*openapi3.SchemaError](err); ok {
		way = append(way, wrong.JSONPointer()...)
	}
	if len(way) == 0 {
		return "body"
	}
	return strings.Join(way, ".")
}

// why is the Chinese for a rule of the description that was broken.
func why(err error) string {
	wrong, ok := errors.AsType[*openapi3.SchemaError](err)
	if !ok {
		return "缺了这一项，或写法不对"
	}
	switch wrong.SchemaField {
	case "required":
		return "缺了这一项"
	case "properties":
		return "有约定以外的内容，只收：" + strings.Join(slices.Sorted(maps.Keys(wrong.Schema.Properties)), "、")
	case "type", "nullable":
		return "类型不对"
	case "minLength", "maxLength":
		return "长度不对"
	case "minItems", "maxItems", "uniqueItems":
		return "个数不对，或有重复"
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
		return "大小不对"
	case "enum":
		return "不是约定的值"
	}
	return "写法不对"
}
