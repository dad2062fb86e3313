package desk_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
)

// What the program takes of the minute at the counter: one scan and one confirmation, on SQLite, with answers checked against the description.
func BenchmarkCounter(b *testing.B) {
	h := openCounter(b, dbtest.Place(b, db.SQLite))
	p, _ := h.onFile()
	for b.Loop() {
		b.StopTimer()
		_, qr := h.phone(canaryName)
		b.StartTimer()
		ticket := h.as("li", "POST", "/api/desk/v1/counter", scan(qr)).body["ticket"]
		a := h.as("li", "POST", "/api/desk/v1/counter/confirm", fmt.Sprintf(`{"ticket":%q,"person_id":%q,"papers":["identity_card"]}`, ticket, p.ID))
		require.Equal(b, 200, a.status, a.raw)
	}
}
