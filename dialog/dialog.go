// Package dialog holds a conversation in Chinese: it takes what a citizen said and the state of the talk, and gives what he reads next and,
// where something is to change, a Change for the door to commit. It knows no WeChat, no SQL and no HTTP.
package dialog

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/geo"
	"shuangyong/models/person"
	"shuangyong/models/station"
)

// Kind is the kind of thing a citizen sent.
type Kind string

// The kinds of message the engine answers. A door maps whatever it receives to one of them.
const (
	Text    Kind = "text"
	Voice   Kind = "voice"   // Text holds what was recognised, empty when nothing was
	Picture Kind = "picture" // a photograph
	Video   Kind = "video"
	Place   Kind = "place"  // a location he sent
	Choice  Kind = "choice" // a menu entry he tapped
	Follow  Kind = "follow" // he has just followed the account
	Scan    Kind = "scan"   // he scanned a code while following already
	Other   Kind = "other"  // links, files and whatever comes next
)

// Message is one thing a citizen sent. It is private: logged, it shows its kind only.
type Message struct {
	Kind       Kind
	Text       string     // of a text, or of a voice that was recognised
	Place      *geo.Point // GCJ-02
	PlaceLabel string     // how his phone names the place
	Choice     string     // the menu entry's key, an intent of the contract
}

// LogValue implements slog.LogValuer.
func (m Message) LogValue() slog.Value { return slog.StringValue(string(m.Kind)) }

// Speaker is who is talking. Person is asked only when an answer depends on him, so that most turns read no file.
type Speaker struct {
	Key    string // opaque and stable, never an openid
	Person func(ctx context.Context) (Known, bool, error)
}

// Known is what the program knows of the speaker. What of his file may be shown depends on Level.
type Known struct {
	AccountID   uuid.UUID // the WeChat account he speaks from
	PersonID    uuid.UUID // zero = not joined to a person
	Statuses    []person.Held
	StationPath station.Path
	Level       person.Assurance // how surely it is he; see person.Rules for what each level is enough
	Claimed     person.Claim     // what he once said he is
	PhoneTail   string           // last four digits of the phone on file; empty = none, or not proved to be his
}

// May tells whether it is known surely enough who the speaker is for an act.
func (k Known) May(act person.Act) bool { return k.PersonID != uuid.Nil && k.Level.May(act) }

// Turn is the engine's answer to one message. Without a Change, Reply and State are final. With one, the door commits it and uses its
// Outcome; if that fails Reply is what to say instead (it claims nothing that did not happen) and State what to keep.
type Turn struct {
	Reply  Reply
	State  State
	Change Change
	Intent string // what the message was taken for, for logs: a wish of the contract, "unknown", or "" where it was none
	FormID string // second key of the change: a form confirmed twice acts once; empty when the message's own key is enough
}

// Change is something to write. Commit runs inside the door's transaction, next to the key that makes it happen once.
type Change interface {
	Commit(tx db.Tx) (Outcome, error)
}

// Outcome is what to say and to remember after a Change was committed.
type Outcome struct {
	Reply Reply
	State State
}

// Bureau is who speaks: values of the configuration that appear in sentences.
type Bureau struct {
	Name  string // 云溪市退役军人事务局
	Phone string // its public number
	Mini  bool   // it has a mini-program, where people prove who they are
	Duty  string // the number that is answered at night; empty = Phone
}

// pause is how long a form or a wish waits for its missing half before a new message is taken as a new beginning.
const pause = 2 * time.Hour
