package session

import (
	"encoding/json"
	"time"

	"shuangyong/models/seal"
)

// stored is a login as it is sealed.
type stored struct {
	OpenID     string `json:"o"`
	UnionID    string `json:"u,omitempty"`
	SessionKey string `json:"k"`
	SignedIn   int64  `json:"s"` // microseconds
	Used       int64  `json:"a"`
}

func (l *Logins) seal(who Login, at place) ([]byte, error) {
	plain, err := json.Marshal(stored{who.OpenID.Reveal(), who.UnionID.Reveal(), who.SessionKey.Reveal(), who.SignedIn.UnixMicro(), who.Used.UnixMicro()}) // #nosec G117 -- sealed in the next step, and nowhere else
	if err != nil {
		return nil, err
	}
	return l.keys.Seal(plain, at.label())
}

func (l *Logins) open(sealed []byte, at place) (Login, bool) {
	var s stored
	plain, err := l.keys.Open(sealed, at.label())
	if err != nil || json.Unmarshal(plain, &s) != nil {
		return Login{}, false
	}
	return Login{
		OpenID: seal.Text(s.OpenID), UnionID: seal.Text(s.UnionID), SessionKey: seal.Text(s.SessionKey),
		SignedIn: time.UnixMicro(s.SignedIn).UTC(), Used: time.UnixMicro(s.Used).UTC(),
	}, true
}
