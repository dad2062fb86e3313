package staff

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/seal"
)

// A ticket is good for its step, for its time, and as it was given.
func TestATicketIsGoodForItsStepAndTime(t *testing.T) {
	clk := clock.Stopped(dbtest.Start())
	d := dbtest.SQLiteAt(t, clk)
	given := ticket{Step: stepCode, Member: db.NewID(), Epoch: 3}
	text, err := given.seal(d.View(t.Context()), ticketLife)
	require.NoError(t, err)
	got, err := open(d.View(t.Context()), stepCode, text)
	require.NoError(t, err)
	require.Equal(t, []any{given.Member, given.Epoch}, []any{got.Member, got.Epoch})
	for _, other := range []step{stepChange, stepAccept, stepPhone, ""} {
		_, err = open(d.View(t.Context()), other, text)
		require.ErrorIs(t, err, errTicket, other)
	}
	raw, err := base64.RawURLEncoding.DecodeString(text.Reveal())
	require.NoError(t, err)
	for i := range raw {
		raw[i] ^= 1
		_, err = open(d.View(t.Context()), stepCode, seal.Text(base64.RawURLEncoding.EncodeToString(raw)))
		require.ErrorIs(t, err, errTicket)
		raw[i] ^= 1
	}
	clk.Advance(ticketLife - time.Microsecond)
	_, err = open(d.View(t.Context()), stepCode, text)
	require.NoError(t, err)
	clk.Advance(time.Microsecond)
	_, err = open(d.View(t.Context()), stepCode, text)
	require.ErrorIs(t, err, errTicket)
}

// A ticket of dbtest's keys and time: the one text that opens.
const goodTicket = "AQFcx96Mk3zHb0uY6nEyRrz504udCPqFn_8d_SOYOQ0MO5aaiNUsWnIUkNGQBrUT69MFNWdypW_oMDYKDQ3Iu2XeHQ4aXvSJRGodGOMZDAFcNo1EiF8DRnaUi7RtGLUGg_XTGMOwdgyWXJ1QQShXTA"

func FuzzOpenTicket(f *testing.F) {
	d := dbtest.SQLite(f)
	f.Add(goodTicket)
	f.Add("")
	f.Add("AQ")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := open(d.View(t.Context()), stepCode, seal.Text(text)); err != nil {
			require.ErrorIs(t, err, errTicket)
			require.NotEqual(t, goodTicket, text)
			return
		}
		require.Equal(t, goodTicket, text, "forged")
	})
}
