package session

import (
	"bytes"
	"context"
	"time"
)

// Key names a message and the conversation it belongs to. Neither is stored as it is: Redis sees keyed hashes.
type Key struct {
	Message      string
	Conversation string
}

// Phase is where a message stands.
type Phase int

// The phases of a message.
const (
	Mine      Phase = iota // nobody handles it: the caller now holds it, and must Finish or Release it
	Elsewhere              // somebody is handling it: ask again in a moment
	Finished               // it was answered: Reply holds what was said
)

// Turn is one message's hold on its conversation, made by Begin.
type Turn struct {
	Phase        Phase
	Reply        []byte    // when Finished
	Conversation []byte    // when Mine; nil for a new one
	Until        time.Time // when Elsewhere: when whoever handles it counts as dead, unless he says that he needs longer

	person, field string
	in            backend // where it was begun
	mark          []byte  // as it stands there while Mine
	state         state
}

// Begin asks for a message. It is one round trip; of many callers with the same key exactly one gets Mine, until hold has passed: then the
// holder counts as dead and the next one takes over.
func (s *Store) Begin(ctx context.Context, k Key, hold time.Duration) (*Turn, error) {
	t := &Turn{person: s.person(k.Conversation), field: string(s.keys.Index("session.message", "."+k.Message))[:fieldLen]}
	now := s.clock.Now()
	mark := newMark(now.Add(hold))
	err := s.do(ctx, func(ctx context.Context, b backend) error {
		stored, conversation, err := b.begin(ctx, t.person, t.field, mark)
		if err != nil {
			return err
		}
		if held(stored) && !bytes.Equal(stored, mark) && lapsed(stored, now) {
			taken, err := b.swap(ctx, t.person, t.field, stored, mark)
			if err != nil {
				return err
			}
			if taken {
				stored = mark
			}
		}
		t.in = b
		s.read(t, stored, conversation, mark, now)
		return nil
	})
	return t, err
}

// read fills t from what the store holds. What cannot be opened (another key sealed it) counts as absent.
func (s *Store) read(t *Turn, stored, conversation, mark []byte, now time.Time) {
	t.Phase, t.Reply, t.Conversation, t.mark, t.Until = Elsewhere, nil, nil, nil, time.Time{}
	switch {
	case bytes.Equal(stored, mark):
		t.Phase, t.mark = Mine, mark
	case held(stored):
		t.Until = deadline(stored)
		return
	case len(stored) == 0: // the person was deleted this instant
		return
	default:
		t.Phase = Finished
		t.Reply, _ = s.keys.Open(stored[1:], "session.reply:"+t.person+t.field)
		return
	}
	t.state = s.openState(conversation, t.person)
	if now.Before(t.state.expires) {
		t.Conversation = t.state.payload
	}
}

// Finish answers a message: its reply and the conversation are stored together, in one round trip. Where another message moved the
// conversation on since Begin, moved is true and t.Conversation is what the other one left: the caller takes its turn again on top of that
// and finishes again (or leaves it, and the other's words are forgotten).
func (s *Store) Finish(ctx context.Context, t *Turn, reply, conversation []byte) (moved bool, err error) {
	now := s.clock.Now()
	sealed, err := s.keys.Seal(reply, "session.reply:"+t.person+t.field)
	if err != nil {
		return false, err
	}
	next := state{version: token(), expires: now.Add(KeepConversation), payload: conversation}
	var drop []string
	next.recent, drop = remember(t.state.recent, t.field, now)
	value, err := s.sealState(next, t.person)
	if err != nil {
		return false, err
	}
	err = s.do(ctx, func(ctx context.Context, b backend) error {
		stored, old, err := b.finish(ctx, t.person, t.field, append([]byte{doneByte}, sealed...), value, drop)
		if err != nil {
			return err
		}
		before := state{version: versionOf(old)}
		moved = len(before.version) > 0 && !bytes.Equal(before.version, t.state.version) && !bytes.Equal(before.version, next.version)
		if moved {
			before = s.openState(old, t.person)
			t.Conversation = before.payload
			next.recent = merge(before.recent, next.recent)
		}
		if b == t.in && (len(stored) == 0 || len(before.version) == 0 && len(t.state.version) > 0) {
			return b.remove(ctx, t.person) // the person was deleted meanwhile: leave nothing behind
		}
		t.in = b
		return nil
	})
	t.state = next
	return moved, err
}

// Hold keeps a message that takes longer than was thought from being taken over before until.
func (s *Store) Hold(ctx context.Context, t *Turn, until time.Time) error {
	mark := extend(t.mark, until)
	return s.do(ctx, func(ctx context.Context, b backend) error {
		if ok, err := b.swap(ctx, t.person, t.field, t.mark, mark); err != nil || !ok {
			return err
		}
		t.mark = mark
		return nil
	})
}

// Release gives a message back unanswered, so that WeChat's next delivery of it is handled.
func (s *Store) Release(ctx context.Context, t *Turn) error {
	return s.do(ctx, func(ctx context.Context, b backend) error {
		_, err := b.swap(ctx, t.person, t.field, t.mark, nil)
		return err
	})
}

// Forget deletes all that is kept of a person: his conversation and the replies given to him.
func (s *Store) Forget(ctx context.Context, conversation string) error {
	person := s.person(conversation)
	_ = s.memory.remove(ctx, person)
	return s.do(ctx, func(ctx context.Context, b backend) error { return b.remove(ctx, person) })
}

func (s *Store) person(conversation string) string {
	return s.prefix + "p:" + string(s.keys.Index("session.person", "."+conversation))[:32]
}
