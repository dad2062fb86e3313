package simulator

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
)

// How many cards an answer may have.
const (
	cardsForMessage = 1
	cardsForEvent   = 8
)

// Reply is an answer as the phone shows it.
type Reply struct {
	Kind     string
	To       string
	From     string
	Text     string
	Articles []Article
}

// Article is a card.
type Article struct {
	Title       string `xml:"Title"`
	Description string `xml:"Description"`
	PicURL      string `xml:"PicUrl"`
	URL         string `xml:"Url"`
}

// passive is an answer as it is written.
type passive struct {
	XMLName      xml.Name `xml:"xml" json:"-"`
	ToUserName   string
	FromUserName string
	CreateTime   loose
	MsgType      string
	Content      string
	ArticleCount loose
	Articles     []Article `xml:"Articles>item"`
}

// sealedAnswer is an encrypted one.
type sealedAnswer struct {
	XMLName      xml.Name `xml:"xml" json:"-"`
	Encrypt      string
	MsgSignature string
	TimeStamp    loose
	Nonce        loose
}

// Read checks and reads the body of an answer to the Official Account; nil for success or an empty one.
func (s *Simulator) Read(body []byte) (*Reply, error) {
	a := s.sides[Official]
	var reply *Reply
	var err error
	for _, key := range s.keysOf(Official) {
		if reply, _, err = a.open(body, key); err == nil {
			break
		}
	}
	return reply, err
}

// open decrypts an answer with the key of its request, checks what every answer must have, and reads it. inner is the decrypted message.
func (a *side) open(body, key []byte) (reply *Reply, inner []byte, err error) {
	if text := string(bytes.TrimSpace(body)); text == "" || text == "success" {
		return nil, nil, nil
	}
	if a.encrypted() {
		var e sealedAnswer
		if err := a.parse(body, &e); err != nil {
			return nil, nil, err
		}
		switch {
		case e.Encrypt == "" && a.Mode == ModeCompatible: // may come plain
		case e.MsgSignature != signature(a.Token, string(e.TimeStamp), string(e.Nonce), e.Encrypt):
			return nil, nil, errors.New("simulator: the answer's signature is wrong")
		default:
			if inner, err = unseal(key, e.Encrypt, a.ID); err != nil {
				return nil, nil, err
			}
			body = inner
		}
	}
	var p passive
	if err := a.parse(body, &p); err != nil {
		return nil, inner, err
	}
	if reply, err = p.reply(); err != nil {
		return nil, inner, err
	}
	return reply, inner, nil
}

// parse reads one document in the account's format, and nothing after it.
func (a *side) parse(body []byte, into any) error {
	if a.JSON {
		return json.Unmarshal(body, into)
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	if err := d.Decode(into); err != nil {
		return err
	}
	if len(bytes.TrimSpace(body[d.InputOffset():])) > 0 {
		return errors.New("simulator: something follows the answer")
	}
	return nil
}
