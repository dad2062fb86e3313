package application_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/application"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/media"
	"shuangyong/models/number"
	"shuangyong/models/seal"
)

func ids(all ...uuid.UUID) []uuid.UUID { return all }

func TestThreeAtATimeHoweverManyAreAskedForAtOnce(t *testing.T) {
	each(t, func(h *house) {
		results := make(chan error, 10)
		var all sync.WaitGroup
		for range cap(results) {
			all.Go(func() {
				_, err := h.start(h.he, veteran(), "")
				results <- err
			})
		}
		all.Wait()
		close(results)
		started := 0
		for err := range results {
			if err == nil {
				started++
				continue
			}
			require.Equal(h.t, "application.too_many", fault.Of(err).Reason)
		}
		require.Equal(h.t, application.MaxOpen, started)
		_, err := h.start(h.she, veteran(), "")
		require.NoError(h.t, err, "others may")
		mine, err := h.Mine(h.t.Context(), own(h.he), application.Page{Limit: 2})
		require.NoError(h.t, err)
		require.Len(h.t, mine, 2)
		rest, err := h.Mine(h.t.Context(), own(h.he), application.Page{Limit: 2, After: mine[1].ID})
		require.NoError(h.t, err)
		require.Len(h.t, rest, 1)
		require.True(h.t, number.Valid(rest[0].Number))
		_, err = h.withdraw(h.he, rest[0].ID)
		require.NoError(h.t, err)
		_, err = h.start(h.he, veteran(), "")
		require.NoError(h.t, err, "there is room again")
		_, err = h.start(db.NewID(), veteran(), "")
		require.Equal(h.t, fault.NotFound, fault.CodeOf(err), "somebody who is nobody")
	})
}

func TestSixPhotographsHoweverManyComeAtOnce(t *testing.T) {
	each(t, func(h *house) {
		c, err := h.start(h.he, veteran(), "")
		require.NoError(h.t, err)
		_, err = h.submit(h.he, c.ID, "")
		require.Equal(h.t, "application.no_documents", fault.Of(err).Reason)
		results := make(chan error, 12)
		var all sync.WaitGroup
		for range cap(results) {
			all.Go(func() {
				_, err := h.add(h.he, c.ID, "discharge")
				results <- err
			})
		}
		all.Wait()
		close(results)
		refused := 0
		for err := range results {
			if err != nil {
				refused++
				require.Equal(h.t, "application.too_many_documents", fault.Of(err).Reason)
			}
		}
		require.Equal(h.t, cap(results)-application.MaxDocuments, refused)
		require.EqualValues(h.t, application.MaxDocuments, h.pictures())
		full, err := h.One(h.t.Context(), own(h.he), c.ID)
		require.NoError(h.t, err)
		require.NoError(h.t, h.remove(h.he, c.ID, full.Documents[0].ID))
		require.Equal(h.t, "application.no_document", fault.Of(h.remove(h.he, c.ID, full.Documents[0].ID)).Reason)
		_, err = h.add(h.he, c.ID, "other")
		require.NoError(h.t, err)
	})
}

func TestPapersOfSoldiersAndHugePicturesAreNotTaken(t *testing.T) {
	each(t, func(h *house) {
		c, err := h.start(h.he, veteran(), "")
		require.NoError(h.t, err)
		for _, k := range []application.Kind{"", "officer_card", "军官证"} {
			_, err := h.add(h.he, c.ID, k)
			require.Equal(h.t, "application.document_kind", fault.Of(err).Reason)
		}
		_, err = in(h, func(tx db.Tx) (application.Document, error) {
			return h.AddDocument(tx, h.citizen(), own(h.he), c.ID, "other", media.Picture{JPEG: make([]byte, media.MaxClean+1)})
		})
		require.Equal(h.t, fault.TooLarge, fault.CodeOf(err))
		_, err = in(h, func(tx db.Tx) (application.Document, error) { // the largest there can be, on every database
			return h.AddDocument(tx, h.citizen(), own(h.he), c.ID, "other", media.Picture{JPEG: make([]byte, media.MaxClean), Width: 2400, Height: 2400})
		})
		require.NoError(h.t, err)
		handed := h.handed()
		_, err = h.add(h.he, handed.ID, "other")
		require.Equal(h.t, "application.being_checked", fault.Of(err).Reason)
	})
}

func TestLongWordsAreCutNotRefused(t *testing.T) {
	alone(t, func(h *house) {
		c, err := h.start(h.he, veteran(), seal.Text(strings.Repeat("长", 1500)))
		require.NoError(h.t, err)
		require.Len(h.t, []rune(c.Words.Reveal()), 1000)
		_, err = h.add(h.he, c.ID, "other")
		require.NoError(h.t, err)
		c, err = h.submit(h.he, c.ID, "最后一句")
		require.NoError(h.t, err)
		require.Len(h.t, []rune(c.Words.Reveal()), 1000)
		require.True(h.t, strings.HasSuffix(c.Words.Reveal(), "\n最后一句"))
	})
}

func TestWithoutAStationTheCityDecides(t *testing.T) {
	alone(t, func(h *house) {
		c, err := in(h, func(tx db.Tx) (application.Case, error) {
			return h.Start(tx, h.citizen(), application.Wish{PersonID: h.he, Name: "郑守田", Wanted: veteran()})
		})
		require.NoError(h.t, err)
		require.Equal(h.t, city, c.StationPath)
	})
}
