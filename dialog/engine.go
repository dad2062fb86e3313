package dialog

import (
	"context"
	"time"

	"shuangyong/models/fault"
)

// Engine answers messages. It is immutable after New and safe for concurrent use.
type Engine struct {
	Deps
	intents map[string]intent
	forms   map[string]form
}

// intent is how one wish is answered.
type intent struct {
	answer func(t *turn, s Step) error

	passing  bool   // leaves what is on the screen valid: thanks, a hand-off
	wordy    bool   // looks at the words themselves, which are kept in the step's slot "words"
	byStatus bool   // depends on what the citizen is
	byPlace  bool   // depends on where he is
	name     string // how the program refers to the wish: 优惠店
}

// words is the slot in which a wordy intent finds what was said, cleaned of secrets.
const words = "words"

// New makes an engine of its sources.
func New(d Deps) *Engine {
	if d.Limit <= 0 {
		d.Limit = 2000
	}
	return &Engine{Deps: d, intents: intents(), forms: forms()}
}

// Turn answers one message. Even on an error the Turn holds a decent sentence to say, for the error is the program's, not the citizen's.
func (e *Engine) Turn(ctx context.Context, now time.Time, s Speaker, st State, m Message) (Turn, error) {
	t := newTurn(ctx, e, now, s, st, m)
	err := t.message()
	if err != nil {
		t.st = t.sane(st) // nothing was answered: he can send the same again
		t.apologise(err)
	}
	return t.finish(), err
}

// message sorts by kind of message.
func (t *turn) message() error {
	switch t.m.Kind {
	case Text, Voice:
		return t.heard()
	case Place:
		return t.placed()
	case Choice:
		return t.chosen()
	case Follow:
		return t.welcome()
	case Scan:
		return t.run(Step{Intent: "greet"})
	case Picture, Video:
		return t.pictured()
	default:
		return t.otherwise()
	}
}

// chosen answers a tap on the menu. It leaves whatever form was open: a tap is a new beginning.
func (t *turn) chosen() error {
	t.st.Form, t.st.Also = nil, nil
	if _, ok := t.e.intents[t.m.Choice]; !ok {
		return t.run(Step{Intent: "help"})
	}
	return t.run(Step{Intent: t.m.Choice})
}

// apologise is what is said when something the answer needed could not be reached.
func (t *turn) apologise(err error) {
	t.opening, t.deed = nil, nil
	if f := fault.Of(err); f.Code != fault.Internal && f.Code != fault.Unavailable {
		t.reply = Reply{Text: f.Detail}
		return
	}
	t.reply = Reply{Text: "对不起，这会儿没查成，是我们这边的毛病。\n请过几分钟再发一次。\n急事打" + t.phone() + "。"}
}
