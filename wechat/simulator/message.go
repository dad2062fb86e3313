package simulator

import (
	"strconv"
	"strings"
	"time"
)

// Message is what a person does on the phone. MsgID and CreatedAt are filled in when empty; set them to deliver the same message again.
type Message struct {
	To        Side   // which account it is for
	From      string // openid in the Official Account, also of what goes to the mini-program
	Kind      string // text, image, voice, location, event, …
	Content   string // of a text; what was heard in a voice
	PicURL    string
	MediaID   string
	Lat, Lng  float64 // GCJ-02
	Scale     int
	Label     string
	Event     string
	EventKey  string
	Extra     string // raw XML elements for everything else
	MsgID     string
	CreatedAt time.Time
}

// Text is somebody typing.
func Text(from, words string) Message { return Message{From: from, Kind: "text", Content: words} }

// Voice is somebody speaking; heard may be empty.
func Voice(from, heard string) Message {
	return Message{From: from, Kind: "voice", Content: heard, MediaID: "voice-media"}
}

// Image is a picture.
func Image(from, url string) Message {
	return Message{From: from, Kind: "image", PicURL: url, MediaID: "image-media"}
}

// Location is a place that somebody sends, in GCJ-02 degrees.
func Location(from string, lat, lng float64, label string) Message {
	return Message{From: from, Kind: "location", Lat: lat, Lng: lng, Scale: 16, Label: label}
}

// Event is any event.
func Event(from, event, key string) Message {
	return Message{From: from, Kind: "event", Event: event, EventKey: key}
}

// Follow is a new follower, by a code with a scene or without.
func Follow(from, scene string) Message {
	if scene != "" {
		scene = "qrscene_" + scene
	}
	return Event(from, "subscribe", scene)
}

// Unfollow is somebody leaving.
func Unfollow(from string) Message { return Event(from, "unsubscribe", "") }

// Click is a tap on the menu.
func Click(from, key string) Message { return Event(from, "CLICK", key) }

// Scan is a follower scanning a code with a scene.
func Scan(from, scene string) Message { return Event(from, "SCAN", scene) }

// complete fills in what WeChat would.
func (s *Simulator) complete(m Message) Message {
	if m.CreatedAt.IsZero() {
		m.CreatedAt = s.o.Clock.Now()
	}
	if m.MsgID == "" && m.Kind != "event" {
		m.MsgID = s.nextID()
	}
	return m
}

// xml writes the message as WeChat does.
func (a *side) xml(m Message) string {
	var b strings.Builder
	b.WriteString("<xml>")
	words(&b, "ToUserName", a.Account)
	words(&b, "FromUserName", openIDOf(a.which, m.From))
	plain(&b, "CreateTime", strconv.FormatInt(m.CreatedAt.Unix(), 10))
	words(&b, "MsgType", m.Kind)
	switch m.Kind {
	case "text":
		words(&b, "Content", m.Content)
	case "voice":
		words(&b, "MediaId", m.MediaID)
		words(&b, "Format", "amr")
		words(&b, "Recognition", m.Content)
	case "image":
		words(&b, "PicUrl", m.PicURL)
		words(&b, "MediaId", m.MediaID)
	case "location":
		plain(&b, "Location_X", strconv.FormatFloat(m.Lat, 'f', 6, 64))
		plain(&b, "Location_Y", strconv.FormatFloat(m.Lng, 'f', 6, 64))
		plain(&b, "Scale", strconv.Itoa(m.Scale))
		words(&b, "Label", m.Label)
	case "event":
		words(&b, "Event", m.Event)
		words(&b, "EventKey", m.EventKey)
	}
	b.WriteString(m.Extra)
	if m.MsgID != "" {
		plain(&b, "MsgId", m.MsgID)
	}
	b.WriteString("</xml>")
	return b.String()
}

func words(b *strings.Builder, name, text string) {
	b.WriteString("<" + name + "><![CDATA[" + strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>") + "]]></" + name + ">")
}

func plain(b *strings.Builder, name, text string) {
	b.WriteString("<" + name + ">" + text + "</" + name + ">")
}
