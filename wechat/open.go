package wechat

import (
	"crypto/sha256"
	"errors"
	"net/url"
	"unicode"
	"unicode/utf8"
)

// Challenge answers WeChat's check of the callback address (GET): the echo to send back as plain text. It demands signature and freshness in every mode.
func (g *Gateway) Challenge(q url.Values) (string, error) {
	if err := g.checkQuery(q); err != nil {
		return "", err
	}
	echo := one(q, "echostr")
	if echo == "" || !utf8.ValidString(echo) || containsControl(echo) {
		return "", refused(errQuery)
	}
	if !g.Encrypted() && !g.seen.admit(one(q, "signature"), sha256.Sum256([]byte("GET "+echo))) {
		return "", refused(errReplayed)
	}
	return echo, nil
}

// Open proves that a message is WeChat's and reads it. Errors are faults: ReasonRefused and ReasonTooLarge for what is not proven, ReasonUnreadable for
// what is authentic but broken or odd; with the last one the Envelope is good for answering success.
func (g *Gateway) Open(q url.Values, body []byte) (Inbound, Envelope, error) {
	if int64(len(body)) > g.o.MaxBody {
		return Inbound{}, Envelope{}, tooLarge()
	}
	if err := g.checkQuery(q); err != nil {
		return Inbound{}, Envelope{}, err
	}
	e := Envelope{g: g}
	message := body
	if g.Encrypted() {
		var err error
		if message, e.key, err = g.decrypt(q, body); err != nil {
			return Inbound{}, Envelope{}, refused(err)
		}
	} else if !g.seen.admit(one(q, "signature"), sha256.Sum256(body)) {
		// The plain signature does not cover the body: whoever saw one could send anything with it while it is fresh.
		return Inbound{}, Envelope{}, refused(errReplayed)
	}
	in, err := g.parse(message)
	if errors.Is(err, errAccount) {
		return Inbound{}, Envelope{}, refused(err)
	}
	if err != nil {
		return Inbound{}, e, unreadable(err)
	}
	e.from, e.to, e.click = in.To, in.From, in.Event == EventClick
	return in, e, nil
}

// checkQuery demands what every request must have in every mode: signature, timestamp and nonce once each, in form, right and fresh.
func (g *Gateway) checkQuery(q url.Values) error {
	signature, timestamp, nonce := one(q, "signature"), one(q, "timestamp"), one(q, "nonce")
	if signature == "" || nonce == "" || len(nonce) > 128 {
		return refused(errQuery)
	}
	if !signed(signature, g.o.Token, timestamp, nonce) {
		return refused(errSignature)
	}
	if !freshTimestamp(timestamp, g.o.Clock.Now(), g.o.Freshness) {
		return refused(errStale)
	}
	return nil
}

// decrypt checks msg_signature, which covers the cipher text, before it decrypts with the current or the previous key. The rest of the envelope,
// also the plain copy of compatible mode, is not covered and not read.
func (g *Gateway) decrypt(q url.Values, body []byte) ([]byte, *aesKey, error) {
	n, err := parseDocument(body)
	if err != nil {
		return nil, nil, errBody
	}
	text := n.trimmed("Encrypt")
	if text == "" {
		return nil, nil, errBody
	}
	if !signed(one(q, "msg_signature"), g.o.Token, one(q, "timestamp"), one(q, "nonce"), text) {
		return nil, nil, errSignature
	}
	for _, key := range g.keys {
		if message, err := key.decrypt(text, g.o.AppID); err == nil {
			return message, key, nil
		}
	}
	return nil, nil, errDecrypt
}

func containsControl(s string) bool {
	for _, r := range s {
		if unicode.IsControl(r) {
			return true
		}
	}
	return false
}
