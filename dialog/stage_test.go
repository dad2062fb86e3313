package dialog

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/dialog/understand"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/geo"
	"shuangyong/models/handoff"
	"shuangyong/models/number"
	"shuangyong/models/seal"
)

var update = flag.Bool("update", false, "write the golden files anew")

// caseNo is a number with a right check digit.
var caseNo = validNumber("48219305")

func validNumber(body string) string {
	for c := '0'; c <= '9'; c++ {
		if number.Valid(body + string(c)) {
			return body + string(c)
		}
	}
	panic("no check digit fits")
}

// queue is the hand-offs of a test; a zero Tx stands for the door's transaction.
type queue struct {
	opened  []handoff.Request
	added   []string
	by      []audit.Actor
	waiting int
	broken  error
}

func (q *queue) Open(_ db.Tx, by audit.Actor, r handoff.Request) (handoff.Request, error) {
	if q.broken != nil {
		return handoff.Request{}, q.broken
	}
	r.ID = uuid.NewSHA1(uuid.Nil, []byte(fmt.Sprint(len(q.opened))))
	q.opened, q.by = append(q.opened, r), append(q.by, by)
	return r, nil
}

func (q *queue) Add(_ db.Tx, _ audit.Actor, _ uuid.UUID, words seal.Text) error {
	if q.broken != nil {
		return q.broken
	}
	q.added = append(q.added, words.Reveal())
	return nil
}

func (q *queue) Waiting(context.Context) (int, error) { return q.waiting, nil }

var (
	_ Handoffs     = (*queue)(nil)
	_ Benefits     = benefits{}
	_ Records      = records{}
	_ Petitions    = petitions{}
	_ Appointments = appointments{}
)

// script is a Reader that was told what sentences mean; numbers and control words it reads by itself.
type script map[string]understand.Understanding

func (s script) Read(text string, _ time.Time) understand.Understanding {
	if u, ok := s[text]; ok {
		return u
	}
	u := understand.Understanding{Intent: understand.Unknown}
	switch text {
	case "取消":
		u.Intent = "cancel"
	case "返回":
		u.Intent = "back"
	case "再说一遍":
		u.Intent = "repeat"
	case "更多", "还有吗":
		u.More = true
	case "是":
		u.Yes = true
	case "不是":
		u.No = true
	case "最后一个":
		u.Choice = understand.LastChoice
	case "第二个":
		u.Choice = 2
	}
	if strings.Trim(text, "0123456789 ") == "" {
		u.Digits = strings.ReplaceAll(text, " ", "")
		if n := len(u.Digits); n == 1 && u.Digits != "0" {
			u.Choice = int(u.Digits[0] - '0')
		}
	}
	return u
}

// stage is a conversation under test. Everything read is written to its transcript.
type stage struct {
	t       *testing.T
	deps    Deps
	words   Reader
	now     time.Time
	who     Speaker
	looked  int // how often the person was looked up
	state   State
	queue   *queue
	out     strings.Builder
	last    string
	turn    Turn
	pending bool // leave the next change uncommitted
}

func newStage(t *testing.T) *stage {
	q := &queue{}
	s := &stage{t: t, now: monday.At(10, 0), queue: q, words: script{}}
	s.deps = Deps{
		Bureau: bureau, Stations: stations(), Shops: shops(), Buses: buses(), Benefits: townBenefits(), Records: townRecords(),
		Petitions: townPetitions(), Appointments: townAppointments(), Handoffs: q, Calendar: calendar(), Hours: hours(),
	}
	s.who = Speaker{Key: "k", Person: func(context.Context) (Known, bool, error) { s.looked++; return Known{}, false, nil }}
	return s
}

// knownTo makes the speaker a verified person.
func (s *stage) knownTo() *stage {
	s.who.Person = func(context.Context) (Known, bool, error) { s.looked++; return known(), true, nil }
	return s
}

// means tells the reader what a sentence means: an intent and pairs of slots.
func (s *stage) means(text, intent string, slots ...string) *stage {
	u := understand.Understanding{Intent: intent, Confidence: 1, Slots: map[string]string{}}
	for i := 0; i+1 < len(slots); i += 2 {
		u.Slots[slots[i]] = slots[i+1]
	}
	s.script()[text] = u
	return s
}

func (s *stage) script() script { return s.words.(script) }

// send plays one message and returns what is read.
func (s *stage) send(m Message, shown string) string {
	s.t.Helper()
	s.deps.Reader = s.words
	e := New(s.deps)
	s.state = DecodeState(s.state.Encode()) // as the door keeps it
	turn, err := e.Turn(context.Background(), s.now, s.who, s.state, m)
	require.NoError(s.t, err)
	reply, st := turn.Reply, turn.State
	if turn.Change != nil && !s.pending {
		o, err := turn.Change.Commit(db.Tx{})
		if err == nil {
			reply, st = o.Reply, o.State
		}
	}
	s.turn, s.state, s.last = turn, st, reply.Body()
	fmt.Fprintf(&s.out, "> %s\n%s\n\n", shown, s.last)
	s.check()
	s.now = s.now.Add(20 * time.Second)
	return s.last
}

// check is what holds of everything people read.
func (s *stage) check() {
	s.t.Helper()
	require.NotEmpty(s.t, s.last)
	require.LessOrEqual(s.t, len(s.last), 2048, s.last)
	require.LessOrEqual(s.t, len(s.turn.Reply.Options), maxOptions)
	for _, never := range []string{"三属", "上访", "爽约", "摘牌", "伤残评定", "不能识别", "无法识别", "%!", "<nil>", "。。", "，，", "：：", "，。"} {
		require.NotContains(s.t, s.last, never)
	}
	require.LessOrEqual(s.t, len(s.state.Encode()), maxState)
}

func (s *stage) say(text string) string { return s.send(Message{Kind: Text, Text: text}, text) }
func (s *stage) tap(key string) string {
	return s.send(Message{Kind: Choice, Choice: key}, "[菜单 "+key+"]")
}

func (s *stage) at(p geo.Point, label string) string {
	return s.send(Message{Kind: Place, Place: &p, PlaceLabel: label}, "[位置 "+label+"]")
}

// golden compares the transcript with its file.
func (s *stage) golden(name string) {
	s.t.Helper()
	file := filepath.Join("testdata", "golden", name+".txt")
	got := strings.TrimRight(s.out.String(), "\n") + "\n"
	if *update {
		require.NoError(s.t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(s.t, os.WriteFile(file, []byte(got), 0o600))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(s.t, err, "run: go test ./dialog -update")
	require.Equal(s.t, string(want), got)
}
