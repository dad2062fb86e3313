package dialog

import (
	"context"
	"slices"
	"time"

	"shuangyong/models/clock"
	"shuangyong/models/person"
	"shuangyong/models/station"
)

// turn is the work on one message: what came in, what is remembered, and the answer as it takes shape.
type turn struct {
	e     *Engine
	ctx   context.Context
	now   time.Time
	today clock.Date
	who   Speaker
	m     Message
	st    State

	notice  string // said before the answer: a secret was not kept
	aside   bool   // the answer interrupted a form, which is offered again
	reply   Reply
	quiet   bool // the answer was on the screen already: nothing is added to it
	opening *opening
	deed    *deed
	acting  *acting // for whom a human is called

	intent string // what the message was taken for

	asked bool // the speaker was looked up
	known Known
	found bool
}

func newTurn(ctx context.Context, e *Engine, now time.Time, s Speaker, st State, m Message) *turn {
	t := &turn{e: e, ctx: ctx, now: now, today: clock.DateOf(now), who: s, m: m}
	t.st = t.sane(st)
	if !st.Seen.IsZero() && now.Sub(st.Seen) > pause {
		t.st.Form, t.st.Want, t.st.Also, t.st.Said = nil, nil, nil, nil
		t.st.Unclear = 0
	}
	if t.st.Waiting != nil && now.After(t.st.Waiting.By) {
		t.st.Waiting = nil
	}
	return t
}

// sane is the state without what this version of the program does not know: a conversation outlives an upgrade.
func (t *turn) sane(st State) State {
	unknown := func(s Step) bool { return t.e.intents[s.Intent].answer == nil }
	if st.Form != nil && t.e.forms[st.Form.Kind].ask == nil {
		st.Form = nil
	}
	if st.Current != nil && unknown(*st.Current) {
		st.Current, st.Next = nil, 0
	}
	if st.Want != nil && unknown(*st.Want) {
		st.Want = nil
	}
	st.Trail = slices.DeleteFunc(slices.Clone(st.Trail), unknown)
	st.Also = slices.DeleteFunc(slices.Clone(st.Also), unknown)
	return st
}

// run answers a wish and remembers it, so that 更多, 返回 and a later place or correction know what they are about.
func (t *turn) run(s Step) error {
	in, ok := t.e.intents[s.Intent]
	if !ok {
		return t.unknown()
	}
	t.st.Unclear, t.st.Said = 0, nil
	t.intent = s.Intent
	if in.passing {
		return in.answer(t, s)
	}
	if cur := t.st.Current; cur != nil && !cur.same(s) {
		t.st.Trail = append(slices.Clone(t.st.Trail), *cur)
		if n := len(t.st.Trail); n > 4 {
			t.st.Trail = t.st.Trail[n-4:]
		}
	}
	return t.show(s)
}

// show answers a wish that is remembered already: the next page, the one before, the same with another place.
func (t *turn) show(s Step) error {
	t.st.Current, t.intent = &s, s.Intent
	t.st.Options, t.st.Rest, t.st.Next, t.st.Want = nil, "", 0, nil
	return t.e.intents[s.Intent].answer(t, s)
}

// say sets the answer.
func (t *turn) say(text string, options ...Option) {
	t.reply = Reply{Text: text, Options: options}
}

// tail sets the closing line.
func (t *turn) tail(text string) { t.reply.Tail = text }

// person looks the speaker up, once, when an answer depends on who he is.
func (t *turn) person() (Known, bool, error) {
	if t.asked || t.who.Person == nil {
		return t.known, t.found, nil
	}
	k, ok, err := t.who.Person(t.ctx)
	if err != nil {
		return Known{}, false, err
	}
	t.asked, t.known, t.found = true, k, ok
	return k, ok, nil
}

// may is the speaker when it is known surely enough who he is for an act.
func (t *turn) may(act person.Act) (Known, bool, error) {
	k, ok, err := t.person()
	return k, ok && k.May(act), err
}

// station is whom to call about something near: of his home when he was looked up anyway, of the place he named, else the city's.
func (t *turn) station() station.Station {
	if t.found && t.known.StationPath != "" {
		if s, ok := t.e.Stations.ByPath(t.known.StationPath); ok {
			return s
		}
	}
	if p := t.near(); p != nil {
		if near := t.e.Stations.Nearest(*p, 1); len(near) > 0 {
			return near[0].Station
		}
	}
	return t.e.Stations.Root()
}

// call is the station's name and number, and whether it is near is only said when that is known.
func (t *turn) call() string {
	st := t.station()
	return shortName(st.ShortName, st.Name) + st.Phone
}

// calls is call and the bureau's number, when they are two.
func (t *turn) calls() string {
	if t.station().Phone == t.phone() {
		return t.call()
	}
	return t.call() + "，或局里" + t.phone()
}

// nearest is a line on the station near him, nothing when it is not known where he is.
func (t *turn) nearest() string {
	if t.near() != nil || t.found && t.known.StationPath != "" {
		return "离您近的：" + t.call() + "。"
	}
	return ""
}

// phone is the number that always has an answer: the bureau's.
func (t *turn) phone() string { return t.e.Bureau.Phone }

// finish settles the answer, and the one that holds if the change is committed.
func (t *turn) finish() Turn {
	out := Turn{Intent: t.intent}
	if out.Intent == "" && t.st.Form != nil {
		out.Intent = t.st.Form.Kind
	}
	if t.opening != nil {
		o := *t.opening
		after := *t
		after.st = o.state
		o.said, o.state = after.settle(o.said)
		out.Change, out.FormID = o, o.formID
	}
	if t.deed != nil {
		d := *t.deed
		after := *t
		after.st = d.state
		d.said, d.state = after.settle(d.said)
		out.Change = d
	}
	out.Reply, out.State = t.settle(t.reply)
	return out
}

// page is how many bytes one screen of reading takes: about 400 characters, whatever WeChat would carry.
const page = 1200

const moreHint = "\n（没完，回“更多”接着看）"

// settle puts the parts together, cuts what is too long, and writes down what the citizen has on his screen.
func (t *turn) settle(r Reply) (Reply, State) {
	st := t.st
	st.Seen = t.now
	if len(r.Options) > 0 {
		st.Options = r.Options
	}
	if t.notice != "" {
		r.Text = joinLines(t.notice, r.Text)
	}
	if !t.quiet {
		r.Tail = joinLines(r.Tail, t.reminder(st))
	}
	body := r.Body()
	limit := min(page, t.e.Limit)
	if len(body) <= limit {
		st.Last = body
		return r, st
	}
	first, rest := Fit(body, max(limit-len(moreHint), 0))
	st.Rest, st.Last = rest, first+moreHint
	return Reply{Text: first + moreHint}, st
}

// reminder is the line that leads back: to a form that was interrupted, to a second wish of the same message.
func (t *turn) reminder(st State) string {
	if t.aside && st.Form != nil {
		return t.formReminder(st.Form)
	}
	if len(st.Also) > 0 {
		if name := t.e.intents[st.Also[0].Intent].name; name != "" {
			return "您还问了" + name + "，回“继续”接着说。"
		}
	}
	return ""
}

func joinLines(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}
