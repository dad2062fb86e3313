package wechat

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/wechat/simulator"
)

func TestSealAnswersThePersonInTheConfiguredMode(t *testing.T) {
	for _, change := range []func(*Options){func(*Options) {}, plainMode} {
		r := newRig(t, change)
		_, e := r.open(t, simulator.Text(alice, "你好"))
		contentType, body, err := e.Seal(TextReply("您好 ]]> <b>&\x00"))
		require.NoError(t, err)
		require.Equal(t, "application/xml; charset=utf-8", contentType)
		reply, err := r.sim.Read(body)
		require.NoError(t, err)
		require.Equal(t, simulator.Reply{Kind: "text", To: alice, From: testAccount, Text: "您好 ]]> <b>&"}, *reply)
		require.Equal(t, r.gateway.Encrypted(), !strings.Contains(string(body), alice))
	}
}

func TestSealNewsWithinTheLimits(t *testing.T) {
	r := newRig(t)
	cards := make([]Article, 9)
	for i := range cards {
		cards[i] = Article{Title: strings.Repeat("题", 50), Description: "述", PicURL: "https://example.com/p", URL: "https://example.com/?a=1&b=2"}
	}
	for _, c := range []struct {
		message simulator.Message
		want    int
	}{{simulator.Text(alice, "你好"), 1}, {simulator.Click(alice, "human"), 8}, {simulator.Scan(alice, "a"), 1}} {
		_, e := r.open(t, c.message)
		_, body, err := e.Seal(NewsReply(cards...))
		require.NoError(t, err)
		reply, err := r.sim.Read(body)
		require.NoError(t, err)
		require.Equal(t, "news", reply.Kind)
		require.Len(t, reply.Articles, c.want)
		require.LessOrEqual(t, len(reply.Articles[0].Title), articleTitleLimit)
		require.Equal(t, "https://example.com/?a=1&b=2", reply.Articles[0].URL)
	}
}

func TestSealRoundTripsAnyWordsWithinTheLimit(t *testing.T) {
	r := newRig(t)
	_, e := r.open(t, simulator.Text(alice, "你好"))
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.String().Draw(rt, "words") + strings.Repeat(rapid.StringN(1, 3, -1).Draw(rt, "more"), rapid.IntRange(0, 1500).Draw(rt, "times"))
		_, body, err := e.Seal(TextReply(words))
		require.NoError(rt, err)
		reply, err := r.sim.Read(body)
		require.NoError(rt, err)
		if reply == nil {
			require.Empty(rt, strings.TrimSpace(clean(words)))
			return
		}
		require.LessOrEqual(rt, len(reply.Text), TextLimit)
		require.True(rt, utf8.ValidString(reply.Text))
		if kept := clean(words); len(kept) <= TextLimit {
			require.Equal(rt, kept, reply.Text)
		} else {
			require.True(rt, strings.HasPrefix(kept, strings.TrimSuffix(reply.Text, "…")))
		}
	})
}

func TestEveryAnswerHasItsOwnNonceAndRandom(t *testing.T) {
	_, e := newRig(t).open(t, simulator.Text(alice, "你好"))
	_, one, err := e.Seal(TextReply("您好"))
	require.NoError(t, err)
	_, two, err := e.Seal(TextReply("您好"))
	require.NoError(t, err)
	require.NotEqual(t, one, two)
}

func TestReplySurvivesBeingKept(t *testing.T) {
	for _, r := range []Reply{Nothing(), TextReply("您好"), NewsReply(Article{Title: "题", URL: "https://example.com"})} {
		kept, err := json.Marshal(r)
		require.NoError(t, err)
		var back Reply
		require.NoError(t, json.Unmarshal(kept, &back))
		require.Equal(t, r, back)
	}
}

func TestZeroEnvelopeSaysSuccess(t *testing.T) {
	_, body, err := Envelope{}.Seal(TextReply("给谁？"))
	require.NoError(t, err)
	require.Equal(t, "success", string(body))
}
