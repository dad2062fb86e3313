package session

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"

	"shuangyong/models/seal"
)

// A token is 16 bytes that say where its login stands and 32 random ones that prove it, as 64 characters fit for a header. The first are a keyed hash of
// the openid: they name the person to nobody, are no proof of anything, and spare a second table that would have to be kept in step.
const (
	locatorLen = 16
	proofLen   = 32
)

// place is where a login stands: the person's key, and the keyed hash of its token.
type place struct{ person, field string }

// label binds the sealed login to its place.
func (p place) label() string { return "session.login:" + p.person + ":" + p.field }

func (l *Logins) newToken(openid seal.Text) (seal.Text, place) {
	raw := make([]byte, locatorLen+proofLen)
	copy(raw, l.locator(openid))
	_, _ = rand.Read(raw[locatorLen:]) // never fails since Go 1.24
	token := base64.RawURLEncoding.EncodeToString(raw)
	return seal.Text(token), l.placeAt(raw, token)
}

// placeOf is where the login of a token would stand; false for what cannot be one.
func (l *Logins) placeOf(token seal.Text) (place, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token.Reveal())
	if err != nil || len(raw) != locatorLen+proofLen {
		return place{}, false
	}
	return l.placeAt(raw, token.Reveal()), true
}

func (l *Logins) placeAt(raw []byte, token string) place {
	return place{l.person(raw[:locatorLen]), string(l.keys.Index("session.login.token", token))}
}

// locator is the keyed hash under which a person's logins stand.
func (l *Logins) locator(openid seal.Text) []byte {
	b, _ := hex.DecodeString(string(l.keys.Index("session.login.person", "."+openid.Reveal()))[:2*locatorLen]) // hex by definition
	return b
}

// person is the key of all logins of whoever has that locator.
func (l *Logins) person(locator []byte) string { return l.prefix + hex.EncodeToString(locator) }
