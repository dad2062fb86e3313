package audit_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
)

func TestTheAuditorFindsByPersonMemberActionAndTime(t *testing.T) {
	c := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, c, func(t *testing.T, d *db.DB) {
		li := audit.Actor{Kind: audit.Staff, ID: db.NewID().String()}
		person, other, account := db.NewID(), db.NewID(), db.NewID()
		write := func(by audit.Actor, action, subject string, id uuid.UUID) {
			require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
				return audit.Record(tx, audit.Entry{Actor: by, Action: action, Subject: subject, SubjectID: id.String(), Detail: map[string]string{"count": "1"}})
			}))
			c.Advance(time.Minute)
		}
		start := c.Now()
		write(li, "person.grant", "person", person)
		write(clerk, "person.correct", "person", person)
		write(li, "personnel.move", "person", other) // whose name only begins alike
		write(li, "account.attach", "account", account)
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return audit.Saw(tx, li, person, "file", audit.ForAid, "") }))

		found := func(q audit.Query) (actions []string) {
			q.Limit = 10
			all, err := audit.Search(t.Context(), d, q)
			require.NoError(t, err)
			for _, e := range all {
				actions = append(actions, e.Action)
			}
			return actions
		}
		require.Equal(t, []string{"person.see", "person.correct", "person.grant"}, found(audit.Query{Person: person}), "the latest first")
		require.Equal(t, []string{"person.see", "account.attach", "personnel.move", "person.grant"}, found(audit.Query{Member: uuid.MustParse(li.ID)}))
		require.Equal(t, []string{"person.correct"}, found(audit.Query{Action: "person.correct"}))
		require.Equal(t, []string{"person.see", "person.correct", "person.grant"}, found(audit.Query{Action: "person."}))
		require.Equal(t, []string{"person.correct"}, found(audit.Query{Person: person, From: start.Add(time.Minute), To: start.Add(2 * time.Minute)}))
		require.Empty(t, found(audit.Query{Person: db.NewID()}))

		mine, err := audit.ChangesOf(d.View(t.Context()), []uuid.UUID{person}, []uuid.UUID{account}, uuid.Nil, 10)
		require.NoError(t, err)
		require.Len(t, mine, 3)
		require.Equal(t, "account.attach", mine[0].Action)
		require.Equal(t, map[string]string{"count": "1"}, mine[0].Detail)
		rest, err := audit.ChangesOf(d.View(t.Context()), []uuid.UUID{person}, []uuid.UUID{account}, mine[0].ID, 10)
		require.NoError(t, err)
		require.Equal(t, mine[1:], rest)
		none, err := audit.ChangesOf(d.View(t.Context()), []uuid.UUID{other}, nil, uuid.Nil, 10)
		require.NoError(t, err)
		require.Len(t, none, 1)

		s, err := audit.Summarise(t.Context(), d)
		require.NoError(t, err)
		require.Equal(t, []int64{5, 5, 0}, []int64{s.Entries, s.Unchained, s.Head.Seq})
		_, err = audit.Chain(t.Context(), d, 3)
		require.NoError(t, err)
		s, err = audit.Summarise(t.Context(), d)
		require.NoError(t, err)
		require.Equal(t, []int64{5, 2, 3}, []int64{s.Entries, s.Unchained, s.Head.Seq})
		require.Equal(t, verify(t, d).Head, s.Head)
	})
}
