package simulator

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/clock"
)

// permit is the right to send one message, in the model.
type permit struct {
	source string // what gave it; the next of that source takes its place
	ends   time.Time
}

// ledger is what should hold, in a few lines: a heap of permits a side, and a count of accepts.
type ledger struct {
	permits map[Side][]permit
	opened  map[Side]map[string]time.Time
	accepts int
}

func (l *ledger) give(side Side, source string, n int, ends time.Time) {
	l.permits[side] = slices.DeleteFunc(l.permits[side], func(p permit) bool { return p.source == source })
	for range n {
		l.permits[side] = append(l.permits[side], permit{source, ends})
	}
	l.opened[side][source] = ends
}

// take is what a send should be answered with.
func (l *ledger) take(side Side, now time.Time) int {
	l.permits[side] = slices.DeleteFunc(l.permits[side], func(p permit) bool { return !now.Before(p.ends) })
	if len(l.permits[side]) == 0 {
		for _, ends := range l.opened[side] {
			if now.Before(ends) {
				return 45047
			}
		}
		return 45015
	}
	// of those that end together the action's goes first; which one it is shows only when the other source gives anew
	slices.SortStableFunc(l.permits[side], func(a, b permit) int { return cmp.Or(a.ends.Compare(b.ends), cmp.Compare(a.source, b.source)) })
	l.permits[side] = l.permits[side][1:]
	return codeOK
}

// TestQuotasAgreeWithAModel does what people and a program may do in any order, and compares every answer with the ledger's.
func TestQuotasAgreeWithAModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := clock.Stopped(time.Date(2026, 11, 23, 10, 0, 0, 0, clock.Shanghai))
		s, err := New(Options{Official: App{ID: testApp, Token: testToken}, Mini: App{ID: testMini, Token: "BBBBB"}, Clock: now})
		require.NoError(t, err)
		l := &ledger{permits: map[Side][]permit{}, opened: map[Side]map[string]time.Time{Official: {}, Mini: {}}}
		send := func(side Side) {
			got := s.told((*Simulator).customSend, side, textTo(openIDOf(side, alice), "您好"))
			require.Equal(t, l.take(side, now.Now()), got)
		}
		t.Repeat(map[string]func(*rapid.T){
			"write": func(t *rapid.T) {
				side := rapid.SampledFrom([]Side{Official, Mini}).Draw(t, "side")
				s.Touch(Message{To: side, From: alice, Kind: "text", Content: "你好"})
				l.give(side, "message", 5, now.Now().Add(48*time.Hour))
			},
			"act": func(t *rapid.T) {
				s.Touch(rapid.SampledFrom([]Message{Click(alice, "k"), Follow(alice, ""), Scan(alice, "s")}).Draw(t, "act"))
				l.give(Official, "action", 3, now.Now().Add(time.Minute))
			},
			"enter": func(*rapid.T) {
				s.Touch(EnterService(alice, ""))
				l.give(Mini, "action", 2, now.Now().Add(time.Minute))
			},
			"leave": func(*rapid.T) {
				s.Touch(Unfollow(alice))
				l.permits[Official], l.opened[Official] = nil, map[string]time.Time{}
			},
			"wait": func(t *rapid.T) {
				now.Advance(rapid.SampledFrom([]time.Duration{time.Second, 59 * time.Second, time.Minute, 47 * time.Hour, 48 * time.Hour}).Draw(t, "wait"))
			},
			"official": func(*rapid.T) { send(Official) },
			"mini":     func(*rapid.T) { send(Mini) },
			"accept": func(t *rapid.T) {
				n := rapid.IntRange(1, 3).Draw(t, "n")
				s.Accept(alice, queueTemplate, n)
				l.accepts += n
			},
			"change": func(*rapid.T) {
				s.ChangeSubscription(alice, map[string]bool{queueTemplate: false})
				l.accepts = 0
			},
			"notify": func(*rapid.T) {
				want := 43101
				if l.accepts > 0 {
					want, l.accepts = codeOK, l.accepts-1
				}
				require.Equal(t, want, s.told((*Simulator).subscribeSend, Mini, write(queueNotice())))
			},
			"": func(*rapid.T) { require.Equal(t, l.accepts, s.Accepts(alice, queueTemplate)) },
		})
	})
}

// told is the errcode of a call that is let through.
func (s *Simulator) told(do func(*Simulator, *ask) told, side Side, body string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return (heard{json: decoded(do(s, &ask{side: s.sides[side], body: []byte(body)}).body)}).code()
}
