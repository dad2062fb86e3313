package simulator

import (
	"errors"
	"net/url"
	"strconv"
	"time"
)

// The content types of what WeChat sends.
const (
	xmlType      = "text/xml"
	jsonPushType = "application/json"
)

// packet is a message ready to go.
type packet struct {
	kind  string // content type
	query url.Values
	body  []byte
	inner []byte // before it was encrypted
	key   []byte // that it was encrypted with; nil in plain mode

	encrypted string // the Encrypt text
}

// disguise is as whom and when a packet is made: as the account of its side and now, unless somebody pretends.
type disguise struct {
	token string
	appID string
	key   []byte
	at    time.Time
	inner []byte // instead of the message
}

// path is where it goes, with its query.
func (p packet) path(callback string) string {
	u, err := url.Parse(callback)
	if err != nil {
		return ""
	}
	return u.Path + "?" + p.query.Encode()
}

// pack writes, encrypts and signs a message.
func (s *Simulator) pack(m Message, as disguise) (packet, error) {
	a := s.sides[m.To]
	p := packet{kind: xmlType, query: sign(as.token, as.at), key: as.key, inner: as.inner}
	p.query.Set("openid", openIDOf(m.To, m.From))
	list := a.document(m)
	if a.JSON {
		if m.Extra != "" {
			return packet{}, errors.New("simulator: Extra is XML, and this account takes JSON")
		}
		p.kind = jsonPushType
	}
	if p.inner == nil {
		p.inner = a.write(list, m.Extra)
	}
	if p.key == nil {
		p.body = p.inner
		return p, nil
	}
	var err error
	if p.encrypted, err = seal(p.key, p.inner, as.appID); err != nil {
		return packet{}, err
	}
	p.query.Set("encrypt_type", "aes")
	p.query.Set("msg_signature", signature(as.token, p.query.Get("timestamp"), p.query.Get("nonce"), p.encrypted))
	p.body = a.envelope(list, m.Extra, p.encrypted)
	return p, nil
}

// envelope is an encrypted message, in compatible mode beside its plain copy.
func (a *side) envelope(list []element, extra, encrypted string) []byte {
	if a.Mode != ModeCompatible {
		list, extra = []element{word("ToUserName", a.Account)}, ""
	}
	return a.write(append(list, word("Encrypt", encrypted)), extra)
}

// write puts elements into the format that the account chose.
func (a *side) write(list []element, extra string) []byte {
	if a.JSON {
		return toJSON(list)
	}
	return toXML(list, extra)
}

// sign is the query that every request of WeChat's has.
func sign(token string, now time.Time) url.Values {
	timestamp := decimal(now.Unix())
	nonce := strconv.FormatUint(randomBelow(1<<31), 10)
	return url.Values{"signature": {signature(token, timestamp, nonce)}, "timestamp": {timestamp}, "nonce": {nonce}}
}
