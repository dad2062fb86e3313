package privacy_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/privacy"
)

func TestTheNoticeSaysWhatTheLawDemands(t *testing.T) {
	n, err := privacy.NewStore(dbtest.SQLite(t)).Notice(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n.Version)
	text := n.For("某市退役军人事务局", "0640-5550100")
	for _, must := range []string{"某市退役军人事务局", "0640-5550100", "为什么", "存多久", "查看、复制、更正、删除", "收回", "14岁", "去世", "单独", "15个工作日", "番号"} { // PIPL §14–17, §29–31, §44–50
		require.Contains(t, text, must)
	}
	require.NotContains(t, text, "{")
	calls, ok := privacy.TermOf("handoffs")
	require.True(t, ok)
	require.Contains(t, text, fmt.Sprintf("聊天一天，转人工的话%d天", calls.Keep/(24*time.Hour)), "the terms that it names are those that are kept")
}

func TestANewNoticeHoldsFromItsDayAndTheOldOneStaysReadable(t *testing.T) {
	c := clock.Stopped(dbtest.Start())
	dbtest.EachAt(t, c, func(t *testing.T, d *db.DB) {
		who, s := plant(t, d), privacy.NewStore(d)
		agree := func(version int) {
			do(t, d, func(tx db.Tx) error {
				return s.Decide(tx, citizen, who, version, true, []privacy.Purpose{privacy.Basic})
			})
		}
		mustRead := func() bool {
			n, err := s.Notice(t.Context())
			require.NoError(t, err)
			history, err := s.ConsentsOf(t.Context(), who)
			require.NoError(t, err)
			return privacy.MustRead(history, n)
		}
		require.True(t, mustRead())
		agree(1)
		require.False(t, mustRead())

		body := "{bureau} {phone} " + strings.Repeat("新的一版。", 30)
		from := clock.DateOf(c.Now()).AddDays(2)
		refused(t, d, "privacy.notice", func(tx db.Tx) error { _, err := s.Publish(tx, clerk, from, "太短"); return err })
		refused(t, d, "privacy.notice_past", func(tx db.Tx) error { _, err := s.Publish(tx, clerk, from.AddDays(-3), body); return err })
		do(t, d, func(tx db.Tx) error { _, err := s.Publish(tx, clerk, from, body); return err })
		require.False(t, mustRead(), "not before its day")
		c.Advance(48 * time.Hour)
		defer c.Advance(-48 * time.Hour)
		require.True(t, mustRead())
		agree(2)
		require.False(t, mustRead())
		all, err := s.Notices(t.Context())
		require.NoError(t, err)
		require.Len(t, all, 2)
		require.Contains(t, all[0].Body, "我们怎样用您的信息")
	})
}

func TestConsentIsApartForEachPurposeAndItsHistoryStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		who, s := plant(t, d), privacy.NewStore(d)
		decide := func(agreed bool, about ...privacy.Purpose) {
			do(t, d, func(tx db.Tx) error { return s.Decide(tx, citizen, who, 1, agreed, about) })
		}
		decide(true, privacy.Basic, privacy.Sensitive)
		decide(false, privacy.Sensitive)
		history, err := s.ConsentsOf(t.Context(), who)
		require.NoError(t, err)
		require.Len(t, history, 3)
		now := privacy.Standing(history)
		require.True(t, now[privacy.Basic].Agreed)
		require.False(t, now[privacy.Sensitive].Agreed)
		require.NotContains(t, now, privacy.Voice)
		refused(t, d, "privacy.purpose", func(tx db.Tx) error { return s.Decide(tx, citizen, who, 1, true, []privacy.Purpose{"adverts"}) })
		refused(t, d, "privacy.no_notice", func(tx db.Tx) error { return s.Decide(tx, citizen, who, 9, true, []privacy.Purpose{privacy.Basic}) })
	})
}
