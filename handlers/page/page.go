// Package page reads where a list is to go on, and says where it goes on next.
package page

import (
	"encoding/base64"

	"github.com/google/uuid"

	"shuangyong/models/fault"
)

// The bounds of a page.
const (
	Usual = 20
	Most  = 100
)

var errCursor = fault.New(fault.Invalid, "http.bad_cursor", "翻页的位置不对，请从第一页重新看。")

// Page is a part of a list that is ordered by key: at most Limit items behind After; the zero After begins it.
type Page struct {
	Limit int
	After uuid.UUID
}

// Of reads the parameters ?limit= and ?cursor= of a request. A cursor is opaque to callers.
func Of(limit *int, cursor *string) (Page, error) {
	p := Page{Limit: Usual}
	if limit != nil {
		p.Limit = min(max(*limit, 1), Most)
	}
	if cursor == nil || *cursor == "" {
		return p, nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(*cursor)
	if err != nil || len(raw) != len(p.After) {
		return Page{}, errCursor
	}
	copy(p.After[:], raw)
	return p, nil
}

// Next is the cursor behind the last of n items, "" when fewer came than were asked for.
func (p Page) Next(n int, last func() uuid.UUID) string {
	if n == 0 || n < p.Limit {
		return ""
	}
	id := last()
	return base64.RawURLEncoding.EncodeToString(id[:])
}
