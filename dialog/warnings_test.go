package dialog

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/dialog/understand"
)

func TestWarnings(t *testing.T) {
	s := newStage(t)
	s.script()["有人让我交钱办证"] = understand.Understanding{Intent: "card.apply", Fraud: true}
	secret := "我在〇旅当过兵，坐车要钱吗"
	s.script()[secret] = understand.Understanding{Intent: "bus.concession", Secrets: []understand.Span{{Start: len("我在"), End: len("我在〇旅")}}}
	alone := "番号甲"
	s.script()[alone] = understand.Understanding{Intent: understand.Unknown, Secrets: []understand.Span{{Start: 0, End: len(alone)}}}
	id := "我身份证11010519491231002X"
	s.script()[id] = understand.Understanding{Intent: understand.Unknown, Personal: []understand.Span{{Start: len("我身份证"), End: len(id)}}}
	s.say("有人让我交钱办证")
	s.say(secret)
	s.say(alone)
	s.say(id)
	s.golden("warnings")
	kept := string(s.state.Encode())
	require.False(t, strings.Contains(kept, "〇旅") || strings.Contains(kept, "番号甲") || strings.Contains(kept, "1949"), "nothing secret is remembered")
}

func TestRedact(t *testing.T) {
	u := understand.Understanding{Secrets: []understand.Span{{Start: 3, End: 6}}, Personal: []understand.Span{{Start: 0, End: 3}, {Start: 4, End: 6}, {Start: 90, End: 95}}}
	require.Equal(t, "〇〇〇〇丙", redact("甲乙丙", u))
}
