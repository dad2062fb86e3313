// Package reply turns a refusal into what its reader gets: a problem document (RFC 9457) for programs, a sentence for people. It is the one
// place that knows HTTP's numbers for the fault codes.
package reply

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/models/fault"
)

// Problem is an RFC 9457 document. Detail is Chinese and fit to show; nothing of the program's inside is in it.
type Problem struct {
	Type   string        `json:"type"` // urn:shuangyong:<reason>
	Title  string        `json:"title"`
	Status int           `json:"status"`
	Detail string        `json:"detail,omitempty"`
	Fields []fault.Field `json:"fields,omitempty"`
}

// kinds is the one mapping of codes to HTTP.
var kinds = map[fault.Code]struct {
	status int
	title  string
}{
	fault.Invalid:         {http.StatusBadRequest, "请求有误"},
	fault.Unauthenticated: {http.StatusUnauthorized, "请先登录"},
	fault.Forbidden:       {http.StatusForbidden, "没有权限"},
	fault.NotFound:        {http.StatusNotFound, "没有找到"},
	fault.Conflict:        {http.StatusConflict, "与现有记录冲突"},
	fault.Full:            {http.StatusConflict, "已经满了"},
	fault.Mismatch:        {http.StatusUnprocessableEntity, "与先前说的不一致"},
	fault.TooLate:         {http.StatusGone, "时间已过"},
	fault.TooLarge:        {http.StatusRequestEntityTooLarge, "内容太大"},
	fault.TooMany:         {http.StatusTooManyRequests, "太频繁了"},
	fault.Unavailable:     {http.StatusServiceUnavailable, "暂时不可用"},
	fault.Internal:        {http.StatusInternalServerError, "系统出了点问题"},
}

// Status is the HTTP status of an error; what is no fault is a 500.
func Status(err error) int {
	if k, ok := kinds[fault.CodeOf(err)]; ok {
		return k.status
	}
	return http.StatusInternalServerError
}

// ProblemOf is the document for an error.
func ProblemOf(err error) Problem {
	f := fault.Of(err)
	k, ok := kinds[f.Code]
	if !ok {
		k = kinds[fault.Internal]
	}
	return Problem{Type: "urn:shuangyong:" + f.Reason, Title: k.title, Status: k.status, Detail: f.Detail, Fields: f.Fields}
}

// staffKey marks a request of somebody who helps others.
const staffKey = "reply.staff"

// ToStaff marks a request whose refusals a member of staff reads.
func ToStaff(c *gin.Context) { c.Set(staffKey, true) }

// soon is when to come back to what time cures, in seconds, where nobody said it more exactly.
const soon = "60"

// Refuse answers a request with the problem that err is and ends its chain. A refusal that time cures says when to come back (Retry-After).
func Refuse(c *gin.Context, err error) {
	f := fault.Of(err)
	p := ProblemOf(f)
	if c.GetBool(staffKey) {
		p.Detail = f.ForStaff()
	}
	if (f.Code == fault.Unavailable || f.Code == fault.TooMany) && c.Writer.Header().Get("Retry-After") == "" {
		c.Header("Retry-After", soon)
	}
	body, jsonErr := json.Marshal(p)
	if jsonErr != nil { // cannot happen: the fields are strings and a number
		body = []byte(`{"type":"urn:shuangyong:internal","status":500}`)
	}
	c.Data(p.Status, "application/problem+json; charset=utf-8", body)
	c.Abort()
}

// Chinese is the sentence that a person reads for an error: why, what to do next, whom to call.
func Chinese(err error) string { return fault.Of(err).Detail }
