package application_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/application"
	"shuangyong/models/audit"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

var update = flag.Bool("update", false, "write golden files anew")

// golden compares what people read with the file that was last reviewed.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile("testdata/"+name, []byte(got), 0o600))
	}
	want, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// told is everything that the applicant reads of a case, with the day and who.
func told(c application.Case) string {
	var out strings.Builder
	for _, s := range c.Steps {
		who := s.Who
		if who == "" {
			who = "-"
		}
		out.WriteString(s.At.In(time.FixedZone("", 8*3600)).Format("01-02") + " " + who + " " + string(s.Event) + "\n    " + s.Text.Reveal() + "\n")
	}
	return strings.ReplaceAll(out.String(), spaced(c.Number), "NNN NNN NNN")
}

func spaced(n string) string { return n[:3] + " " + n[3:6] + " " + n[6:] }

// From the first photograph to the decision, each step is there to be read.
func TestWhoAppliesReadsEveryStep(t *testing.T) {
	each(t, func(h *house) {
		c := h.handed()
		require.Equal(h.t, application.Submitted, c.State)
		require.EqualValues(h.t, "2026-12-07", c.DecideBy, "ten working days")
		h.pass(24 * time.Hour)
		seen, err := h.open(h.clerk, c.ID)
		require.NoError(h.t, err)
		require.Equal(h.t, "郑守田", seen.Name.Reveal())
		require.Len(h.t, seen.Documents, 2)
		_, err = h.ask(h.clerk, c.ID, application.More{Reason: "missing_paper", Words: "差户口簿上您和父亲的那一页", Remove: nil})
		require.NoError(h.t, err)
		h.pass(24 * time.Hour)
		_, err = h.add(h.he, c.ID, "household")
		require.NoError(h.t, err)
		again, err := h.submit(h.he, c.ID, "补好了")
		require.NoError(h.t, err)
		require.EqualValues(h.t, "2026-12-09", again.DecideBy, "the days begin anew")
		require.Equal(h.t, "退伍证丢过一次，后来补的。\n补好了", again.Words.Reveal())
		require.NoError(h.t, h.recuse(h.clerk, c.ID))
		h.pass(24 * time.Hour)
		_, err = h.open(h.second, c.ID)
		require.NoError(h.t, err)
		_, err = h.open(h.second, c.ID)
		require.NoError(h.t, err, "a second look is no step of its own")
		done, err := h.decide(h.second, c.ID, application.Decision{Granted: veteran()})
		require.NoError(h.t, err)
		require.Equal(h.t, application.Approved, done.State)
		require.Equal(h.t, "discharge identity_card household", done.Papers)
		require.Empty(h.t, done.Documents)
		mine, err := h.One(h.t.Context(), own(h.he), c.ID)
		require.NoError(h.t, err)
		require.Equal(h.t, told(done), told(mine))
		golden(h.t, "approved.golden", told(mine))

		sights, err := audit.SightsOf(h.db.View(h.t.Context()), ids(h.he), [16]byte{}, 10)
		require.NoError(h.t, err)
		require.Len(h.t, sights, 3, "who opened it is on record, each time")
		require.Equal(h.t, []string{"documents", c.Number, h.clerk.ID.String()}, []string{sights[2].Part, sights[2].Number, sights[2].By.ID})
	})
}

func TestWhoIsRefusedReadsWhyAndWhatNext(t *testing.T) {
	alone(t, func(h *house) {
		c := h.handed()
		_, err := h.open(h.clerk, c.ID)
		require.NoError(h.t, err)
		done, err := h.decide(h.clerk, c.ID, application.Decision{Reason: "elsewhere", Words: "档案在邻县退役军人事务局"})
		require.NoError(h.t, err)
		require.Equal(h.t, application.Refused, done.State)
		require.Empty(h.t, done.Granted)
		golden(h.t, "refused.golden", told(done))
	})
}

func TestTheFormSaysWhatIsNotWanted(t *testing.T) {
	var out strings.Builder
	out.WriteString(application.Notice + "\n")
	for _, p := range application.Papers() {
		out.WriteString(string(p.Kind) + " " + p.Chinese + "：" + p.Hint + "\n")
		for _, serving := range []string{"军官证", "军士证", "士官证", "义务兵证", "学员证"} {
			require.NotContains(t, p.Chinese, serving, "no paper of who serves has a kind")
		}
		require.Equal(t, p.Chinese, p.Kind.Chinese())
	}
	golden(t, "form.golden", out.String())
	require.Empty(t, application.Kind("officer_card").Chinese())
}

// Who hands in in a year whose neighbour's holidays are not announced is not sent away.
func TestTheTurnOfTheYearStopsNobody(t *testing.T) {
	alone(t, func(h *house) {
		h.pass(35 * 24 * time.Hour) // 2026-12-28
		c := h.handed()
		require.Empty(h.t, c.DecideBy)
		require.Contains(h.t, c.Steps[len(c.Steps)-1].Text.Reveal(), "放假安排还没公布")
	})
}

// What is stored of it cannot be read where it lies.
func TestPicturesAndWordsAreSealed(t *testing.T) {
	each(t, func(h *house) {
		c := h.handed()
		raw := h.raw("application_documents", "picture")
		require.Len(h.t, raw, 2)
		for _, b := range append(raw, append(h.raw("applications", "words"), h.raw("applications", "name")...)...) {
			require.NotEmpty(h.t, b)
			require.False(h.t, bytes.Contains(b, []byte(canary)) || bytes.Contains(b, []byte("退伍证")) || bytes.Contains(b, []byte("郑守田")))
		}
		_, err := h.open(h.clerk, c.ID)
		require.NoError(h.t, err)
		d, err := h.look(h.clerk, c.ID, c.Documents[0].ID)
		require.NoError(h.t, err)
		require.Equal(h.t, seal.Text(picture().JPEG), d.Picture)
	})
}

func TestWhoDidNotApplyFindsNothing(t *testing.T) {
	each(t, func(h *house) {
		c := h.handed()
		_, err := h.One(h.t.Context(), own(h.she), c.ID)
		require.Equal(h.t, fault.NotFound, fault.CodeOf(err))
		for _, err := range []error{
			second(h.withdraw(h.she, c.ID)), second(h.submit(h.she, c.ID, "")), second(h.add(h.she, c.ID, "other")), h.remove(h.she, c.ID, c.Documents[0].ID),
			second(h.open(h.other, c.ID)), second(h.look(h.other, c.ID, c.Documents[0].ID)), second(h.ask(h.other, c.ID, application.More{Reason: "unclear_photo"})),
			h.recuse(h.other, c.ID), second(h.decide(h.other, c.ID, application.Decision{Reason: "already"})),
		} {
			require.ErrorIs(h.t, err, application.ErrNotFound)
		}
		mine, err := h.Mine(h.t.Context(), own(h.she), application.Page{Limit: 10})
		require.NoError(h.t, err)
		require.Empty(h.t, mine)
		draft, err := h.start(h.she, veteran(), "")
		require.NoError(h.t, err)
		_, err = h.open(h.clerk, draft.ID)
		require.ErrorIs(h.t, err, application.ErrNotFound, "a draft is nobody's business")
	})
}

func second[T any](_ T, err error) error { return err }
