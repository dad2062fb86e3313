package session

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"

	"shuangyong/models/seal"
)

// A token is 16 bytes that say where its login stands and 32 random ones that prove it, as 64 characters fit for a header. The first are a keyed hash of
// the owner: they name the person to nobody, are no proof of anything, and spare a second table that would have to be kept in step.
const (
	locatorLen = 16
	proofLen   = 32
	idLen      = 24 // hex digits of the token's keyed hash that name a login
)

// place is where a login stands: the person's key, and the keyed hash of its token.
type place struct{ person, field string }

// id is what the login is called in lists.
func (p place) id() string { return p.field[:min(idLen, len(p.field))] }

// label binds the sealed login to its place.
func (t *Tokens) label(p place) string {
	return "session." + t.rules.Space + ":" + p.person + ":" + p.field
}

func (t *Tokens) newToken(owner seal.Text) (seal.Text, place) {
	raw := make([]byte, locatorLen+proofLen)
	copy(raw, t.locator(owner))
	_, _ = rand.Read(raw[locatorLen:]) // never fails since Go 1.24
	token := base64.RawURLEncoding.EncodeToString(raw)
	return seal.Text(token), t.placeAt(raw, token)
}

// placeOf is where the login of a token would stand; false for what cannot be one.
func (t *Tokens) placeOf(token seal.Text) (place, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token.Reveal())
	if err != nil || len(raw) != locatorLen+proofLen {
		return place{}, false
	}
	return t.placeAt(raw, token.Reveal()), true
}

func (t *Tokens) placeAt(raw []byte, token string) place {
	return place{t.person(raw[:locatorLen]), string(t.keys.Index("session."+t.rules.Space+".token", token))}
}

// locator is the keyed hash under which a person's logins stand.
func (t *Tokens) locator(owner seal.Text) []byte {
	b, _ := hex.DecodeString(string(t.keys.Index("session."+t.rules.Space+".person", "."+owner.Reveal()))[:2*locatorLen]) // hex by definition
	return b
}

// person is the key of all logins of whoever has that locator.
func (t *Tokens) person(locator []byte) string { return t.prefix + hex.EncodeToString(locator) }
