package dialog

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/dialog/understand"
	"shuangyong/models/geo"
	"shuangyong/models/petition"
)

// Every intent of the contract has an answer, and every option leads somewhere.
func TestEveryIntentIsAnswered(t *testing.T) {
	for _, intent := range understand.Intents() {
		if intent == understand.Unknown || intent == understand.Crisis {
			continue
		}
		for _, knownTo := range []bool{false, true} {
			s := newStage(t).means("x", intent)
			if knownTo {
				s.knownTo()
			}
			s.say("x")
			require.NotContains(t, s.last, "没听明白", intent)
			e := New(s.deps)
			for _, o := range s.state.Options {
				require.NotNil(t, e.intents[o.Step.Intent].answer, "%s offers %s", intent, o.Step.Intent)
			}
		}
	}
}

// Look-ups of what everybody may know never open the speaker's file.
func TestFilesAreReadLazily(t *testing.T) {
	s := newStage(t).knownTo()
	for _, intent := range []string{"greet", "help", "shop.nearby", "shop.search", "bus.routes", "bus.arrivals", "bus.code", "petition.file", "petition.rules", "appointment.book", "station.find", "card.apply", "privacy"} {
		s.means(intent, intent)
		s.say(intent)
	}
	require.Zero(t, s.looked)
}

// An error is the program's: the citizen still reads a sentence with a number to call, and nothing is lost.
func TestErrorsAreSaidDecently(t *testing.T) {
	s := newStage(t)
	s.deps.Petitions = petitions{byNumber: func(string, string) (petition.Petition, []petition.Step, error) {
		return petition.Petition{}, nil, errors.New("dial tcp 10.0.0.7: refused")
	}}
	s.deps.Reader = script{}
	st := State{Form: &Form{Kind: "petition.progress", Ask: "tail", Slots: map[string]string{"code": caseNo}}}
	turn, err := New(s.deps).Turn(context.Background(), s.now, s.who, st, Message{Kind: Text, Text: "8000"})
	require.Error(t, err)
	require.Contains(t, turn.Reply.Body(), "过几分钟再发一次")
	require.Contains(t, turn.Reply.Body(), bureau.Phone)
	require.NotContains(t, turn.Reply.Body(), "10.0.0.7")
	require.NotNil(t, turn.State.Form, "he can send the four digits again")
}

func TestMenu(t *testing.T) {
	s := newStage(t)
	for _, key := range []string{"benefit.mine", "shop.nearby", "nonsense"} {
		s.tap(key)
	}
	s.golden("menu")
}

// After a long silence a form is forgotten, what he said of himself is not.
func TestPause(t *testing.T) {
	s := newStage(t).means("查进度", "petition.progress").means("坐车要钱吗", "bus.concession")
	s.say("查进度")
	s.state.Claimed = "veteran"
	s.now = s.now.Add(pause)
	require.NotContains(t, s.say("8000"), "编号")
	require.Contains(t, s.say("坐车要钱吗"), "半价")
}

// A second wish of the same message is offered and answered.
func TestAlso(t *testing.T) {
	s := newStage(t)
	s.script()["优待证咋办，先锋号有哪几路"] = understand.Understanding{Intent: "card.apply", Also: []string{"bus.routes"}}
	require.Contains(t, s.say("优待证咋办，先锋号有哪几路"), "您还问了拥军先锋号，回“继续”接着说。")
	require.Contains(t, s.say("继续"), "拥军先锋号有2条线")
	require.Contains(t, s.say("继续"), "后面没有了")
}

func TestStateSurvivesRubbish(t *testing.T) {
	nonsense := Step{Intent: "nonsense"}
	for _, b := range []string{
		"", "{", "null", "\x01", string(State{Form: &Form{Kind: "nonsense", Ask: "x"}}.Encode()),
		string(State{Current: &nonsense, Trail: []Step{nonsense}, Options: []Option{{Label: "x", Step: nonsense}}}.Encode()),
	} {
		for _, said := range []string{"1", "返回", "更多", "取消", "你好", "继续"} {
			s := newStage(t)
			s.state = DecodeState([]byte(b))
			s.say(said)
		}
	}
	var long State
	for range 400 {
		long.Said = append(long.Said, strings.Repeat("长", 100))
	}
	require.LessOrEqual(t, len(long.Encode()), maxState)
}

// Whatever is said in whatever order: an answer of bounded size, at most five options, a state of bounded size.
func TestAnyConversation(t *testing.T) {
	intents := understand.Intents()
	said := append([]string{"1", "2", "5", "9", "0", "更多", "返回", "再说一遍", "取消", "是", "不是", "继续", "8000", caseNo, "13812348000", "退役军人", "嗯哼"}, intents...)
	rapid.Check(t, func(r *rapid.T) {
		s := newStage(t)
		words := s.script()
		for _, intent := range intents {
			words[intent] = understand.Understanding{Intent: intent, Slots: map[string]string{"kind": "escalation"}, Also: []string{"shop.nearby"}}
		}
		if rapid.Bool().Draw(r, "known") {
			s.knownTo()
		}
		for _, m := range rapid.SliceOfN(rapid.IntRange(0, len(said)+3), 1, 25).Draw(r, "messages") {
			switch m - len(said) {
			case 0:
				s.at(market, "这里")
			case 1:
				s.send(Message{Kind: Picture}, "")
			case 2:
				s.send(Message{Kind: Voice}, "")
			case 3:
				s.now = s.now.Add(45 * time.Minute)
			default:
				s.say(said[m])
			}
		}
	})
}

func TestFit(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text, limit := rapid.String().Draw(r, "text"), rapid.IntRange(0, 60).Draw(r, "limit")
		first, rest := Fit(text, limit)
		require.LessOrEqual(r, len(first), max(limit, 0))
		if utf8.ValidString(text) {
			require.True(r, utf8.ValidString(first) && utf8.ValidString(rest))
		}
		require.Equal(r, strings.ReplaceAll(text, "\n", ""), strings.ReplaceAll(first+rest, "\n", ""), "nothing is lost")
	})
	first, rest := Fit("第一句话说完了。第二句话很长很长", len("第一句话说完了。第二句"))
	require.Equal(t, []string{"第一句话说完了。", "第二句话很长很长"}, []string{first, rest})
	first, rest = Fit("第一行在这\n第二行", len("第一行在这\n第二"))
	require.Equal(t, []string{"第一行在这", "第二行"}, []string{first, rest})
}

func TestChinese(t *testing.T) {
	for at, want := range map[time.Time]string{
		monday.At(0, 5): "今天凌晨0点05分", monday.At(9, 0): "今天上午9点", monday.At(12, 30): "今天中午12点半", monday.At(17, 30): "今天下午5点半", monday.At(18, 40): "今天晚上6点40分",
		monday.AddDays(1).At(8, 0): "明天（周二）上午8点", monday.AddDays(2).At(15, 0): "后天（周三）下午3点", monday.AddDays(3).At(9, 30): "11月26日（周四）上午9点半", monday.AddDays(45).At(9, 0): "2027年1月7日（周四）上午9点",
	} {
		require.Equal(t, want, moment(at, monday.At(8, 0)))
	}
	for m, want := range map[float64]string{0.4: "10米", 84: "80米", 996: "1公里", 1240: "1.2公里", 14_800: "15公里"} {
		require.Equal(t, want, far(m))
	}
	require.Equal(t, "2025年12月", month("2025-12", monday))
}

func TestStatusIn(t *testing.T) {
	for said, want := range map[string]string{
		"我是退伍军人": "veteran", "我爹是烈士": "bereaved_family", "我儿子当兵的": "military_family", "残疾军人坐车": "disabled_veteran", "我还在部队": "active", "附近有店吗": "", "我当了三年兵": "veteran", "当了会计": "",
	} {
		require.EqualValues(t, want, statusIn(said), said)
	}
}

// What is said to a message's log is its kind, nothing else.
func TestMessageIsPrivate(t *testing.T) {
	m := Message{Kind: Text, Text: "我住东街", Place: &geo.Point{Lat: 1}, PlaceLabel: "家"}
	require.Equal(t, "text", m.LogValue().String())
}

func BenchmarkTurn(b *testing.B) {
	s := newStage(&testing.T{})
	s.deps.Reader = reader()
	e := New(s.deps)
	p := market
	st := State{Place: &p}
	said := []string{"附近有什么优惠店", "坐公交要钱吗", "2", "退役军人能享受什么", "优待证办到哪了"}
	for i := 0; b.Loop(); i++ {
		if _, err := e.Turn(context.Background(), s.now, s.who, st, Message{Kind: Text, Text: said[i%len(said)]}); err != nil {
			b.Fatal(err)
		}
	}
}
