package desk

import (
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/fault"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// ticketLife is how long a clerk may take from the scan to the confirmation.
const ticketLife = 15 * time.Minute

var errTicket = fault.New(fault.Conflict, "counter.ticket", "这次扫码已经过期，或不是您扫的。请来访的同志刷新到站码，再扫一次。")

// ticket is what a scan gave: for one account and one clerk, sealed, so that nothing needs to be kept. That it is used once is held in the database.
type ticket struct {
	ID      uuid.UUID `json:"i"`
	Account uuid.UUID `json:"a"`
	Until   int64     `json:"u"` // microseconds
}

func ticketLabel(who staff.Member) string { return "desk.counter:" + who.ID.String() }

// issue makes the ticket's text, which only the same clerk can use.
func (t ticket) issue(k *seal.Keyring, who staff.Member) (string, error) {
	plain, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	sealed, err := k.Seal(plain, ticketLabel(who))
	return base64.RawURLEncoding.EncodeToString(sealed), err
}

// ticketOf reads a ticket that the clerk was given and that is still good.
func ticketOf(k *seal.Keyring, who staff.Member, text string, now time.Time) (t ticket, err error) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return ticket{}, errTicket
	}
	plain, err := k.Open(sealed, ticketLabel(who))
	if err != nil || json.Unmarshal(plain, &t) != nil || !now.Before(time.UnixMicro(t.Until)) {
		return ticket{}, errTicket
	}
	return t, nil
}
