// Package idempotent makes a call that changes something do it once, however often a phone with a bad connection repeats it.
package idempotent

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/once"
	"shuangyong/models/seal"
)

// Header names the request's key. The description of the API demands it where it counts; keys are kept for seven days.
const Header = "Idempotency-Key"

var errReused = fault.New(fault.Mismatch, "http.key_reused", "这个请求编号已经用在另一件事上了，没有重复办。请重新提交一次。")

// Caller is who asks. ID tells callers apart ("account:<key>", "staff:<key>"); Owner is what once.Forget finds the kept answers by, and may be empty.
type Caller struct {
	ID    string
	Owner seal.Index
}

// Change is what a call does in its transaction, and what it answers then. A body of nil is an empty answer.
type Change func(tx db.Tx) (status int, body any, err error)

// kept is an answer as it is stored, sealed, beside the key.
type kept struct {
	Hash   string          `json:"h"` // of the request's body
	Status int             `json:"s"`
	Body   json.RawMessage `json:"b,omitempty"`
}

// Run commits the change unless the same call was committed before, and answers: the same again to the same call, a refusal to another one with that key, and
// the problem where the change refuses (then nothing is kept, and it can be tried again).
func Run(c *gin.Context, d *db.DB, who Caller, change Change) {
	hash, err := hashOf(c.Request)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	key := once.Key{Space: "api", Value: who.ID + "\n" + c.Request.Method + " " + c.Request.URL.Path + "\n" + c.GetHeader(Header)}
	raw, fresh, err := once.Run(c.Request.Context(), d, who.Owner, []once.Key{key}, func(tx db.Tx) ([]byte, error) {
		k := kept{Hash: hash}
		var body any
		var err error
		if k.Status, body, err = change(tx); err != nil {
			return nil, err
		}
		if body != nil {
			if k.Body, err = json.Marshal(body); err != nil {
				return nil, err
			}
		}
		return json.Marshal(k)
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	answer(c, raw, hash, fresh)
}

var errForgotten = fault.New(fault.Conflict, "http.key_done", "这件事已经办过了，没有重复办。回首页就能看到结果。")

func answer(c *gin.Context, raw []byte, hash string, fresh bool) {
	if len(raw) == 0 { // it was done; the answer is gone with whoever got it
		reply.Refuse(c, errForgotten)
		return
	}
	var k kept
	if err := json.Unmarshal(raw, &k); err != nil {
		reply.Refuse(c, err)
		return
	}
	if k.Hash != hash {
		reply.Refuse(c, errReused)
		return
	}
	if !fresh {
		c.Header("Idempotency-Replayed", "true")
	}
	if len(k.Body) == 0 {
		c.Status(k.Status)
		return
	}
	c.Data(k.Status, "application/json; charset=utf-8", k.Body)
}

var errNoBody = errors.New("idempotent: the request was not validated, so its body cannot be read again")

// hashOf reads the body that the validation kept.
func hashOf(r *http.Request) (string, error) {
	sum := sha256.New()
	if r.ContentLength != 0 {
		if r.GetBody == nil {
			return "", errNoBody
		}
		body, err := r.GetBody()
		if err != nil {
			return "", err
		}
		defer func() { _ = body.Close() }()
		if _, err := io.Copy(sum, body); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
