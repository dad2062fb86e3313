package application_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/application"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
)

// Whatever people and staff do in whatever order: what is over stays over, pictures lie only with what is open and six at most, one decides and was no relative, no refusal
// is a breakdown, and each change has its step.
func TestWhateverHappensInWhateverOrder(t *testing.T) {
	c := clock.Stopped(dbtest.Start())
	o := dbtest.Place(t, db.SQLite)
	o.Clock = c
	h := build(t, dbtest.Open(t, o), c)
	rapid.Check(t, func(rt *rapid.T) {
		made, err := h.start(h.he, veteran(), "")
		require.NoError(rt, err)
		m := &machine{house: h, id: made.ID, last: made, recused: map[string]bool{}}
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			if m.act(rt); !m.check(rt) {
				break
			}
		}
		if m.open() {
			_, err := h.withdraw(h.he, m.id)
			require.NoError(rt, err)
		}
		require.Zero(rt, h.pictures())
	})
}

type machine struct {
	*house
	id      [16]byte
	last    application.Case // as it was before
	recused map[string]bool
	decided int
}

func (m *machine) open() bool {
	switch m.last.State {
	case application.Draft, application.Submitted, application.MoreNeeded:
		return true
	default:
		return false
	}
}

// act does one thing at random; what the rules forbid is refused.
func (m *machine) act(rt *rapid.T) {
	o := rapid.SampledFrom([]application.Officer{m.clerk, m.second, m.head}).Draw(rt, "officer")
	var err error
	what := rapid.SampledFrom([]string{"add", "add", "remove", "submit", "submit", "open", "open", "look", "ask", "recuse", "approve", "refuse", "withdraw", "wait", "sweep"}).Draw(rt, "what")
	switch what {
	case "add":
		_, err = m.add(m.he, m.id, "other")
	case "remove":
		if len(m.last.Documents) > 0 {
			err = m.remove(m.he, m.id, m.last.Documents[0].ID)
		}
	case "submit":
		_, err = m.submit(m.he, m.id, "")
	case "open":
		_, err = m.house.open(o, m.id)
	case "look":
		if len(m.last.Documents) > 0 {
			_, err = m.look(o, m.id, m.last.Documents[0].ID)
		}
	case "ask":
		_, err = m.ask(o, m.id, application.More{Reason: "unclear_photo"})
	case "recuse":
		if err = m.recuse(o, m.id); err == nil {
			m.recused[o.Name] = true
		}
	case "approve", "refuse":
		d := application.Decision{Granted: veteran()}
		if what == "refuse" {
			d = application.Decision{Reason: "not_shown"}
		}
		if _, err = m.decide(o, m.id, d); err == nil {
			m.decided++
			require.False(rt, m.recused[o.Name], "a relative decided")
			require.Equal(rt, application.Submitted, m.last.State)
		}
	case "withdraw":
		_, err = m.withdraw(m.he, m.id)
	case "wait":
		m.pass(time.Duration(rapid.IntRange(1, 40*24).Draw(rt, "hours")) * time.Hour)
	case "sweep":
		_, err = m.Sweep(m.t.Context(), job, 10)
	}
	require.NotEqual(rt, fault.Internal, fault.CodeOf(err), "%s: %v", what, err)
}

// check looks at what is there now; nothing, once a draft or what was withdrawn has lain for long.
func (m *machine) check(rt *rapid.T) (there bool) {
	now, err := m.One(m.t.Context(), own(m.he), m.id)
	if errors.Is(err, application.ErrNotFound) {
		require.Contains(rt, []application.State{application.Draft, application.Withdrawn}, m.last.State)
		m.last.State = application.Withdrawn
		return false
	}
	require.NoError(rt, err)
	if !m.open() {
		require.Equal(rt, m.last, now, "what is over stays as it is")
	}
	was := m.last.State
	m.last = now
	if !m.open() {
		require.Empty(rt, now.Documents)
	}
	require.LessOrEqual(rt, len(now.Documents), application.MaxDocuments)
	require.EqualValues(rt, len(now.Documents), m.pictures(), "no picture belongs to nothing")
	require.LessOrEqual(rt, m.decided, 1)
	require.Equal(rt, m.decided == 1, now.DecidedAt != nil)
	if was != now.State {
		require.NotEmpty(rt, now.Steps[len(now.Steps)-1].Text.Reveal())
	}
	if now.State == application.Submitted {
		require.NotEmpty(rt, now.Documents, "nothing is handed in without papers")
	}
	return true
}
