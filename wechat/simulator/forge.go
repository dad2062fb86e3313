package simulator

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
)

// forgery is one thing that is wrong with a request which is WeChat's in everything else.
type forgery struct {
	sealed    bool // is about the encryption, so that an account in plain mode does not know it
	authentic bool // WeChat's own, and odd: to be accepted without an effect
	before    func(as *disguise)
	after     func(f *forged)
}

// forged is a request in the making.
type forged struct {
	packet
	s  *Simulator
	m  Message
	as disguise
}

// Forgeries are the names of those that an account's mode knows, and of them those that are WeChat's own, and odd.
func (s *Simulator) Forgeries(which Side) (names []string, authentic map[string]bool) {
	authentic = map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(forgeries)) {
		if f := forgeries[name]; !f.sealed || s.sides[which].encrypted() {
			names = append(names, name)
			authentic[name] = f.authentic
		}
	}
	return names, authentic
}

// Forge makes the query and body of a message with one thing wrong.
func (s *Simulator) Forge(m Message, how string) (url.Values, []byte, error) {
	a, kind := s.sides[m.To], forgeries[how]
	if a == nil || kind.before == nil && kind.after == nil || kind.sealed && !a.encrypted() {
		return nil, nil, errors.New("simulator: there is no such forgery here")
	}
	f := &forged{s: s, m: s.complete(m), as: s.disguise(m.To, Trouble{})}
	if kind.before != nil {
		kind.before(&f.as)
	}
	var err error
	if f.packet, err = s.pack(f.m, f.as); err != nil {
		return nil, nil, err
	}
	if kind.after != nil {
		kind.after(f)
	}
	return f.query, f.body, nil
}

// forgeries is the kit.
var forgeries = map[string]forgery{
	"signature of another token": {before: func(as *disguise) { as.token = rand.Text() }},
	"no signature":               {after: func(f *forged) { f.query.Del("signature") }},
	"signature of zeros":         {after: func(f *forged) { f.query.Set("signature", strings.Repeat("0", 40)) }},
	"long ago":                   {before: func(as *disguise) { as.at = as.at.Add(-time.Hour) }},
	"from the future":            {before: func(as *disguise) { as.at = as.at.Add(time.Hour) }},
	"timestamp with a zero":      {after: func(f *forged) { f.sign("0"+f.query.Get("timestamp"), f.query.Get("nonce")) }},
	"timestamp in milliseconds":  {after: func(f *forged) { f.sign(f.query.Get("timestamp")+"000", f.query.Get("nonce")) }},
	"timestamp twice":            {after: func(f *forged) { f.query.Add("timestamp", f.query.Get("timestamp")) }},
	"nonce twice":                {after: func(f *forged) { f.query.Add("nonce", "1") }},
	"a digit moved":              {after: moveDigit},

	"deep inside":         {authentic: true, before: func(as *disguise) { as.inner = []byte("<xml>" + nest(64) + "</xml>") }},
	"doubled tags inside": {authentic: true, before: func(as *disguise) { as.inner = []byte(twoSenders) }},
	"entities inside":     {authentic: true, before: func(as *disguise) { as.inner = []byte(manyLaughs) }},
	"no document inside":  {authentic: true, before: func(as *disguise) { as.inner = []byte("你好") }},

	"msg_signature of zeros": {sealed: true, after: func(f *forged) { f.query.Set("msg_signature", strings.Repeat("0", 40)) }},
	"no msg_signature":       {sealed: true, after: func(f *forged) { f.query.Del("msg_signature") }},
	"msg_signature twice":    {sealed: true, after: func(f *forged) { f.query.Add("msg_signature", f.query.Get("msg_signature")) }},
	"cipher of another":      {sealed: true, after: func(f *forged) { f.body = f.other() }},
	"plain body": {sealed: true, after: func(f *forged) {
		f.query.Del("msg_signature")
		f.query.Del("encrypt_type")
		f.body = f.inner
	}},
	"plain body that says so": {sealed: true, after: func(f *forged) {
		f.query.Del("msg_signature")
		f.query.Set("encrypt_type", "raw")
		f.body = f.inner
	}},
	"plain body that says it is encrypted": {sealed: true, after: func(f *forged) { f.body = f.inner }},
	"another app inside":                   {sealed: true, before: func(as *disguise) { as.appID = "wx" + strings.Repeat("0", 16) }},
	"another key":                          {sealed: true, before: func(as *disguise) { as.key = []byte(rand.Text() + rand.Text())[:32] }},
	"padding wrong but for its end":        {sealed: true, after: func(f *forged) { f.reseal(func(padded []byte) { padded[len(padded)-2] ^= 1 }) }},
	"padding of nothing":                   {sealed: true, after: func(f *forged) { f.reseal(func(padded []byte) { padded[len(padded)-1] = 0 }) }},
	"length beyond the end": {sealed: true, after: func(f *forged) {
		f.reseal(func(padded []byte) { binary.BigEndian.PutUint32(padded[16:], 0xffffffff) })
	}},
	"a block missing": {sealed: true, after: func(f *forged) { f.recipher(func(data []byte) []byte { return data[:len(data)-32] }) }},
	"half a block":    {sealed: true, after: func(f *forged) { f.recipher(func(data []byte) []byte { return data[:len(data)-7] }) }},
	"nothing inside":  {sealed: true, after: func(f *forged) { f.recipher(func([]byte) []byte { return nil }) }},
	"no base64":       {sealed: true, after: func(f *forged) { f.envelope("***") }},
	"cipher twice":    {sealed: true, after: func(f *forged) { f.envelope(f.encrypted, word("Encrypt", "AAAA")) }},
	"deep envelope":   {sealed: true, after: func(f *forged) { f.envelope(f.encrypted, nested64()) }},
	"broken envelope": {sealed: true, after: func(f *forged) { f.body = f.body[:len(f.body)-3] }},
	"empty envelope":  {sealed: true, after: func(f *forged) { f.body = nil }},
}

const (
	twoSenders = "<xml><ToUserName>gh_simulator</ToUserName><FromUserName>oOne</FromUserName><FromUserName>oTwo</FromUserName><CreateTime>1795399200</CreateTime>" +
		"<MsgType>text</MsgType><Content>你好</Content><MsgId>1</MsgId></xml>"
	manyLaughs = `<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><xml><ToUserName>gh_simulator</ToUserName><FromUserName>oOne</FromUserName>` +
		"<CreateTime>1795399200</CreateTime><MsgType>text</MsgType><Content>&b;</Content><MsgId>1</MsgId></xml>"
)

func nest(deep int) string { return strings.Repeat("<a>", deep) + strings.Repeat("</a>", deep) }

func nested64() element {
	e := group("a")
	for range 64 {
		e = group("a", e)
	}
	return e
}

// sign signs as WeChat would, whatever timestamp and nonce are.
func (f *forged) sign(timestamp, nonce string) {
	f.query.Set("timestamp", timestamp)
	f.query.Set("nonce", nonce)
	f.query.Set("signature", signature(f.as.token, timestamp, nonce))
	if f.key != nil {
		f.query.Set("msg_signature", signature(f.as.token, timestamp, nonce, f.encrypted))
	}
}

// moveDigit takes a digit from the nonce to the timestamp. The signed parts are joined without anything between them, so what was signed stays right.
func moveDigit(f *forged) {
	timestamp := f.query.Get("timestamp")
	f.sign(timestamp, "52345678")
	f.query.Set("timestamp", timestamp+"5")
	f.query.Set("nonce", "2345678")
}

// envelope puts an Encrypt text into an envelope, with whatever else, and signs it.
func (f *forged) envelope(encrypted string, more ...element) {
	a := f.s.sides[f.m.To]
	f.body = a.write(append([]element{word("ToUserName", a.Account), word("Encrypt", encrypted)}, more...), "")
	f.query.Set("msg_signature", signature(f.as.token, f.query.Get("timestamp"), f.query.Get("nonce"), encrypted))
}

// reseal encrypts the message anew, with spoiled bytes.
func (f *forged) reseal(spoil func(padded []byte)) {
	framed := frame(append(bytes.Clone(f.inner), ' '), f.as.appID)
	for len(framed)%32 != 28 { // four bytes of padding, so that there is one that is not the last
		framed = frame(append(framed[20:len(framed)-len(f.as.appID)], ' '), f.as.appID)
	}
	padded := append(framed, 4, 4, 4, 4)
	spoil(padded)
	if encrypted, err := encrypt(f.key, padded); err == nil {
		f.envelope(encrypted)
	}
}

// recipher spoils the encrypted bytes.
func (f *forged) recipher(spoil func(data []byte) []byte) {
	if data, err := base64.StdEncoding.DecodeString(f.encrypted); err == nil {
		f.envelope(base64.StdEncoding.EncodeToString(spoil(data)))
	}
}

// other is the body of another message of WeChat's.
func (f *forged) other() []byte {
	m := f.m
	m.MsgID, m.Content = f.s.nextID(), m.Content+"!"
	p, err := f.s.pack(m, f.as)
	if err != nil {
		return nil
	}
	return p.body
}
