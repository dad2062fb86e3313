package dialog

import (
	"shuangyong/models/db"
	"shuangyong/models/fault"
)

// deed is a Change whose words are known before it is done: what it does, and what is read once it stands in the database.
type deed struct {
	do    func(tx db.Tx) error
	said  Reply
	state State
}

var _ Change = deed{}

// Commit implements Change.
func (d deed) Commit(tx db.Tx) (Outcome, error) {
	if err := d.do(tx); err != nil {
		return Outcome{}, err
	}
	return Outcome{Reply: d.said, State: d.state}, nil
}

// does makes the answer so far one that is read only when do was committed.
func (t *turn) does(do func(tx db.Tx) error) {
	t.deed = &deed{do: do, said: t.reply, state: t.st}
	t.say("对不起，这会儿没办成，是我们这边的毛病。\n请过几分钟再发一次。\n急事打" + t.phone() + "。")
}

// refusal is the sentence of a refusal that the citizen can do something about; an error that is not one is the program's.
func refusal(err error) (string, bool) {
	switch fault.CodeOf(err) {
	case "", fault.Internal, fault.Unavailable:
		return "", false
	}
	return fault.Of(err).Detail, true
}
