package session

import (
	"encoding/json"
	"time"

	"shuangyong/models/seal"
)

// stored is a login as it is sealed.
type stored struct {
	Owner    string `json:"o"`
	Device   string `json:"d,omitempty"`
	Payload  []byte `json:"p,omitempty"`
	SignedIn int64  `json:"s"` // microseconds
	Used     int64  `json:"a"`
}

func (t *Tokens) seal(h Held, at place) ([]byte, error) {
	plain, err := json.Marshal(stored{h.Owner.Reveal(), h.Device, h.Payload, h.SignedIn.UnixMicro(), h.Used.UnixMicro()})
	if err != nil {
		return nil, err
	}
	return t.keys.Seal(plain, t.label(at))
}

func (t *Tokens) open(sealed []byte, at place) (Held, bool) {
	var s stored
	plain, err := t.keys.Open(sealed, t.label(at))
	if err != nil || json.Unmarshal(plain, &s) != nil {
		return Held{}, false
	}
	return Held{
		ID: at.id(), Owner: seal.Text(s.Owner), Device: s.Device, Payload: s.Payload,
		SignedIn: time.UnixMicro(s.SignedIn).UTC(), Used: time.UnixMicro(s.Used).UTC(),
	}, true
}
