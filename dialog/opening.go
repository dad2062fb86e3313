package dialog

import (
	"time"

	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/handoff"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

// opening is the one Change of the first form: it calls a human, or adds words to a call that is open. What it says is said only once it
// stands in the database.
type opening struct {
	handoffs Handoffs
	by       audit.Actor
	request  handoff.Request
	addTo    uuid.UUID // not zero: the words go to this request
	acting   *acting   // not nil: it is done for somebody else
	said     Reply
	state    State
	formID   string
}

var _ Change = opening{}

// Commit implements Change.
func (o opening) Commit(tx db.Tx) (Outcome, error) {
	if o.addTo != uuid.Nil {
		err := o.handoffs.Add(tx, o.by, o.addTo, o.request.Summary)
		if fault.CodeOf(err) != fault.NotFound {
			return Outcome{Reply: o.said, State: o.state}, err
		} // somebody has taken that one over: a new one is opened, so that nothing said is lost
	}
	if o.acting != nil {
		by, ok, err := o.acting.holds(tx)
		if err != nil {
			return Outcome{}, err
		}
		if ok {
			o.by, o.request.PersonID = by, &o.acting.kin.Person
		}
	}
	r, err := o.handoffs.Open(tx, o.by, o.request)
	if err != nil {
		return Outcome{}, err
	}
	st := o.state
	st.Waiting = &Waiting{ID: r.ID, Kind: r.Kind, By: r.PromisedAt}
	return Outcome{Reply: o.said, State: st}, nil
}

// open calls a human about summary by the promised time. said holds once it is committed; the answer set so far holds otherwise.
func (t *turn) open(kind handoff.Kind, summary string, by time.Time, said Reply) {
	r := handoff.Request{Kind: kind, StationPath: t.e.Stations.Root().Path, Summary: seal.Text(summary), PromisedAt: by}
	actor := audit.Actor{Kind: audit.Citizen, ID: t.who.Key}
	// Who he is helps the human, but not knowing it must never stop the call.
	if k, ok, err := t.person(); err == nil && ok {
		if k.AccountID != uuid.Nil {
			r.AccountID, actor.ID = &k.AccountID, k.AccountID.String()
		}
		if k.May(person.OwnFile) {
			r.PersonID = &k.PersonID
		}
		if k.StationPath != "" {
			r.StationPath = k.StationPath
		}
	}
	if t.acting != nil && t.acting.kin.StationPath != "" {
		r.StationPath = t.acting.kin.StationPath
	}
	t.opening = &opening{handoffs: t.e.Handoffs, by: actor, request: r, acting: t.acting, said: said, state: t.st}
}

// add gives further words to the human who was called.
func (t *turn) add(summary string, said Reply) {
	t.open(t.st.Waiting.Kind, summary, t.st.Waiting.By, said)
	t.opening.addTo = t.st.Waiting.ID
}

// minutesEach is how long one conversation of a human takes, for telling people how long they wait.
const minutesEach = 5

// promise is by when a human answers: in office hours after those who wait already, else an hour and a half after the next opening.
func (t *turn) promise() (by time.Time, minutes, ahead int, open bool) {
	ahead, err := t.e.Handoffs.Waiting(t.ctx)
	if err != nil {
		ahead = 0 // the number is a courtesy; the call itself is what counts
	}
	minutes = max(ahead, 1) * minutesEach
	soon := t.now.Add(time.Duration(minutes+4) * time.Minute).Truncate(5 * time.Minute)
	cal, hours := t.e.Calendar, t.e.Hours
	if cal.OpenAt(t.now, hours) && cal.OpenAt(soon, hours) {
		return soon, minutes, ahead, true
	}
	from := t.now
	if cal.OpenAt(from, hours) {
		from = soon // too late for this shift: the next one begins after it
	}
	return cal.NextOpen(from, hours).Add(90 * time.Minute), 0, ahead, false
}

// callBackBy is by when a human rings about something that has a day's time: two hours in office hours, else after the next opening.
func (t *turn) callBackBy() time.Time {
	cal, hours := t.e.Calendar, t.e.Hours
	soon := t.now.Add(2*time.Hour + 29*time.Minute).Truncate(30 * time.Minute)
	switch {
	case !cal.OpenAt(t.now, hours):
		return cal.NextOpen(t.now, hours).Add(90 * time.Minute)
	case !cal.OpenAt(soon, hours):
		return cal.NextOpen(soon, hours).Add(90 * time.Minute)
	}
	return soon
}

// about says in a line what the conversation was about, so that the human need not ask.
func (t *turn) about() string {
	out := ""
	if cur := t.st.Current; cur != nil && t.e.intents[cur.Intent].name != "" {
		out = "之前在看：" + t.e.intents[cur.Intent].name + "。"
	}
	if t.st.Claimed != "" && t.st.Claimed != person.Active {
		out += "自述身份：" + t.st.Claimed.Chinese() + "。"
	}
	for _, s := range t.st.Said {
		out += "说过：“" + s + "”。"
	}
	return out
}
