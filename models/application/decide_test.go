package application_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/application"
	"shuangyong/models/db"
	"shuangyong/models/fault"
)

// However an application ends, no byte of its pictures is left in the table; and when the decision's transaction fails, all are still there.
func TestPicturesEndWithTheApplication(t *testing.T) {
	each(t, func(h *house) {
		for name, end := range map[string]func(c application.Case) error{
			"approved": func(c application.Case) error {
				return second(h.decide(h.clerk, c.ID, application.Decision{Granted: veteran()}))
			},
			"refused": func(c application.Case) error {
				return second(h.decide(h.clerk, c.ID, application.Decision{Reason: "not_shown"}))
			},
			"withdrawn": func(c application.Case) error { return second(h.withdraw(h.he, c.ID)) },
		} {
			c := h.handed()
			_, err := h.open(h.clerk, c.ID)
			require.NoError(h.t, err, name)
			require.EqualValues(h.t, 2, h.pictures())
			boom := errors.New("the person's file could not be written")
			err = h.db.InTx(h.t.Context(), func(tx db.Tx) error {
				if _, err := h.Decide(tx, h.clerk, c.ID, application.Decision{Granted: veteran()}); err != nil {
					return err
				}
				return boom
			})
			require.ErrorIs(h.t, err, boom)
			require.EqualValues(h.t, 2, h.pictures(), "nothing was decided, so nothing is gone")
			require.NoError(h.t, end(c), name)
			require.Zero(h.t, h.pictures(), name)
			require.Empty(h.t, h.raw("application_documents", "picture"), name)
			_, err = h.look(h.clerk, c.ID, c.Documents[0].ID)
			require.Equal(h.t, fault.NotFound, fault.CodeOf(err), name)
			mine, err := h.One(h.t.Context(), own(h.he), c.ID)
			require.NoError(h.t, err)
			require.Equal(h.t, name, string(mine.State))
			if name == "withdrawn" {
				require.Empty(h.t, mine.Words, "nor the words")
			}
		}
	})
}

func TestOneDecides(t *testing.T) {
	each(t, func(h *house) {
		c := h.handed()
		officers := []application.Officer{h.clerk, h.second, h.head}
		for _, o := range officers {
			_, err := h.open(o, c.ID)
			require.NoError(h.t, err)
		}
		const each = 4
		results := make(chan error, each*len(officers))
		var all sync.WaitGroup
		for _, o := range officers {
			for range each {
				all.Go(func() {
					_, err := h.decide(o, c.ID, application.Decision{Granted: veteran()})
					results <- err
				})
			}
		}
		all.Wait()
		close(results)
		decided := 0
		for err := range results {
			if err == nil {
				decided++
				continue
			}
			require.Equal(h.t, fault.Conflict, fault.CodeOf(err), "%v", err)
			require.Equal(h.t, "application.decided", fault.Of(err).Reason)
		}
		require.Equal(h.t, 1, decided)
		mine, err := h.One(h.t.Context(), own(h.he), c.ID)
		require.NoError(h.t, err)
		n := 0
		for _, s := range mine.Steps {
			if s.Event == application.Granted {
				n++
			}
		}
		require.Equal(h.t, 1, n)
	})
}

// A withdrawal and a decision at once: one of them happens, and the pictures are gone.
func TestAWithdrawalMeetsADecision(t *testing.T) {
	each(t, func(h *house) {
		c := h.handed()
		_, err := h.open(h.clerk, c.ID)
		require.NoError(h.t, err)
		var all sync.WaitGroup
		var decided, withdrawn error
		all.Go(func() { _, decided = h.decide(h.clerk, c.ID, application.Decision{Granted: veteran()}) })
		all.Go(func() { _, withdrawn = h.withdraw(h.he, c.ID) })
		all.Wait()
		require.True(h.t, (decided == nil) != (withdrawn == nil), "%v, %v", decided, withdrawn)
		require.Zero(h.t, h.pictures())
	})
}

func TestARelativeNeitherSeesNorDecides(t *testing.T) {
	alone(t, func(h *house) {
		c := h.handed()
		_, err := h.open(h.clerk, c.ID)
		require.NoError(h.t, err)
		require.NoError(h.t, h.recuse(h.clerk, c.ID))
		for _, err := range []error{
			second(h.open(h.clerk, c.ID)), second(h.look(h.clerk, c.ID, c.Documents[0].ID)), second(h.ask(h.clerk, c.ID, application.More{Reason: "unclear_photo"})),
			second(h.decide(h.clerk, c.ID, application.Decision{Granted: veteran()})), h.recuse(h.clerk, c.ID),
		} {
			require.Equal(h.t, "application.recused", fault.Of(err).Reason)
		}
		list, err := h.Waiting(h.t.Context(), h.clerk, application.Submitted, application.Page{Limit: 10})
		require.NoError(h.t, err)
		require.Empty(h.t, list)
		list, err = h.Waiting(h.t.Context(), h.second, application.Submitted, application.Page{Limit: 10})
		require.NoError(h.t, err)
		require.Len(h.t, list, 1, "another sees it")
	})
}

func TestNobodyDecidesUnseen(t *testing.T) {
	alone(t, func(h *house) {
		c := h.handed()
		_, err := h.decide(h.clerk, c.ID, application.Decision{Granted: veteran()})
		require.Equal(h.t, "application.not_opened", fault.Of(err).Reason)
		_, err = h.open(h.clerk, c.ID)
		require.NoError(h.t, err)
		h.pass(time.Minute)
		_, err = h.ask(h.clerk, c.ID, application.More{Reason: "unclear_photo"})
		require.NoError(h.t, err)
		_, err = h.decide(h.clerk, c.ID, application.Decision{Granted: veteran()})
		require.Equal(h.t, "application.not_submitted", fault.Of(err).Reason)
		_, err = h.submit(h.he, c.ID, "")
		require.NoError(h.t, err)
		_, err = h.decide(h.clerk, c.ID, application.Decision{Granted: veteran()})
		require.Equal(h.t, "application.not_opened", fault.Of(err).Reason, "what came since was not seen")
	})
}

// Pictures can be looked at for a quarter of an hour by whoever opened the application, and each look is on record.
func TestPicturesAreSeenOnlyByWhoSaidWhy(t *testing.T) {
	each(t, func(h *house) {
		c := h.handed()
		look := func(o application.Officer) error { return second(h.look(o, c.ID, c.Documents[0].ID)) }
		require.Equal(h.t, "application.look_over", fault.Of(look(h.clerk)).Reason)
		_, err := h.open(h.clerk, c.ID)
		require.NoError(h.t, err)
		require.NoError(h.t, look(h.clerk))
		require.Equal(h.t, "application.look_over", fault.Of(look(h.second)).Reason, "not by his colleague")
		h.pass(application.Look)
		require.NoError(h.t, look(h.clerk))
		h.pass(time.Second)
		require.Equal(h.t, "application.look_over", fault.Of(look(h.clerk)).Reason)
		require.EqualValues(h.t, 2, h.recorded("application.document_see"))
		_, err = in(h, func(tx db.Tx) (application.Case, error) { return h.Open(tx, h.clerk, c.ID, "curiosity") })
		require.Equal(h.t, fault.Invalid, fault.CodeOf(err))
		require.Error(h.t, look(h.clerk), "a refused opening opens nothing")
	})
}

func TestWhatMustNotBeHereGoesAtOnce(t *testing.T) {
	alone(t, func(h *house) {
		c := h.handed()
		_, err := h.open(h.clerk, c.ID)
		require.NoError(h.t, err)
		_, err = h.ask(h.clerk, c.ID, application.More{Reason: "serving_paper", Remove: ids(db.NewID())})
		require.Equal(h.t, "application.no_document", fault.Of(err).Reason)
		more, err := h.ask(h.clerk, c.ID, application.More{Reason: "serving_paper", Remove: ids(c.Documents[0].ID)})
		require.NoError(h.t, err)
		require.Len(h.t, more.Documents, 1)
		require.EqualValues(h.t, 1, h.pictures())
		require.Contains(h.t, more.Steps[len(more.Steps)-1].Text.Reveal(), "现役证件这里不收")
	})
}

func TestDecisionsThatMakeNoSenseAreRefused(t *testing.T) {
	alone(t, func(h *house) {
		c := h.handed()
		_, err := h.open(h.clerk, c.ID)
		require.NoError(h.t, err)
		for name, one := range map[string]struct {
			d      application.Decision
			reason string
		}{
			"no reason":         {application.Decision{}, "application.reason"},
			"a reason for more": {application.Decision{Reason: "unclear_photo"}, "application.reason"},
			"unexplained":       {application.Decision{Reason: "declined", Words: "  "}, "application.explain"},
			"not asked for":     {application.Decision{Granted: []application.Status{{Code: application.Other, From: "2020-01-01"}}}, "application.not_wanted"},
			"since when":        {application.Decision{Granted: []application.Status{{Code: application.Veteran}}}, "application.from_missing"},
			"since tomorrow":    {application.Decision{Granted: []application.Status{{Code: application.Veteran, From: "2026-11-24"}}}, "application.from"},
			"who serves":        {application.Decision{Granted: []application.Status{{Code: "active", From: "2020-01-01"}}}, "application.serving"},
			"twice":             {application.Decision{Granted: append(veteran(), veteran()...)}, "application.statuses"},
		} {
			_, err := h.decide(h.clerk, c.ID, one.d)
			require.Equal(h.t, one.reason, fault.Of(err).Reason, name)
		}
		require.EqualValues(h.t, 2, h.pictures())
	})
}
