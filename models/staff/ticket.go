package staff

import (
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

// step is what a ticket is for.
type step string

// The steps between a password and a login.
const (
	stepCode   step = "code"   // the password was right
	stepChange step = "change" // both were, but the password is too old
	stepAccept step = "accept" // an invitation: the password is chosen, the phone is to prove that it has the secret
	stepPhone  step = "phone"  // another phone, the same proof
)

// How long one has for a step.
const (
	ticketLife = 5 * time.Minute
	enrolLife  = 15 * time.Minute
)

var errTicket = fault.New(fault.Unauthenticated, "staff.ticket", "这一步隔得太久，或已经走过了。请从头再来一次。")

// ticket is what was proved so far. It is sealed and kept by whoever logs in, so that nothing is stored for somebody who gives up; the account's epoch in it
// ends it when the account changes, as every step but stepCode does; that one takes a code that is good once.
type ticket struct {
	Step     step      `json:"s"`
	Member   uuid.UUID `json:"m"`
	Epoch    int64     `json:"e"`
	Until    int64     `json:"u"`           // microseconds
	Secret   string    `json:"t,omitempty"` // of the phone to come
	Password string    `json:"p,omitempty"` // the hash of the password to come
}

func (t ticket) seal(r db.Reader, life time.Duration) (seal.Text, error) {
	t.Until = r.Now().Add(life).UnixMicro()
	plain, err := json.Marshal(t) // #nosec G117 -- sealed in the next step
	if err != nil {
		return "", err
	}
	sealed, err := r.Keys().Seal(plain, "staff.ticket:"+string(t.Step))
	return seal.Text(base64.RawURLEncoding.EncodeToString(sealed)), err
}

// open reads a ticket of that step; anything else is refused alike.
func open(r db.Reader, s step, text seal.Text) (ticket, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text.Reveal())
	if err != nil {
		return ticket{}, errTicket
	}
	plain, err := r.Keys().Open(raw, "staff.ticket:"+string(s))
	if err != nil {
		return ticket{}, errTicket
	}
	var t ticket
	if json.Unmarshal(plain, &t) != nil || t.Step != s || r.Now().UnixMicro() >= t.Until {
		return ticket{}, errTicket
	}
	return t, nil
}
