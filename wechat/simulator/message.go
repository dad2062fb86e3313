package simulator

import "time"

// Message is what a person does on the phone, or what WeChat reports by itself. MsgID and CreatedAt are filled in when empty; set them to deliver the
// same message again.
type Message struct {
	To          Side   // which account it is for
	From        string // openid in the Official Account, also of what goes to the mini-program
	Kind        string // text, image, voice, video, shortvideo, location, link, miniprogrampage, event
	Content     string // of a text; what was heard in a voice
	PicURL      string
	MediaID     string
	ThumbID     string  // of a video or card
	Lat, Lng    float64 // GCJ-02
	Scale       int
	Label       string
	Title       string // of a link or card
	Description string
	URL         string // of a link; the page of a card
	Event       string
	EventKey    string
	Extra       string // raw XML elements for everything else
	MsgID       string
	CreatedAt   time.Time

	parts []element // what an event carries beside its key
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

// Video is a film from the album.
func Video(from string) Message {
	return Message{From: from, Kind: "video", MediaID: "video-media", ThumbID: "thumb-media"}
}

// ShortVideo is a film made in the chat.
func ShortVideo(from string) Message {
	return Message{From: from, Kind: "shortvideo", MediaID: "video-media", ThumbID: "thumb-media"}
}

// Location is a place that somebody sends, in GCJ-02 degrees.
func Location(from string, lat, lng float64, label string) Message {
	return Message{From: from, Kind: "location", Lat: lat, Lng: lng, Scale: 16, Label: label}
}

// Link is an article that somebody passes on.
func Link(from, title, description, url string) Message {
	return Message{From: from, Kind: "link", Title: title, Description: description, URL: url}
}

// PageCard is a page of the mini-program that somebody sends to its customer service.
func PageCard(from, title, page string) Message {
	return Message{To: Mini, From: from, Kind: "miniprogrampage", Title: title, URL: page, ThumbID: "thumb-media"}
}

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

// document is the message as WeChat writes it, in either format.
func (a *side) document(m Message) []element {
	form := number
	if textTime(m.Event) {
		form = digits
	}
	list := []element{
		word("ToUserName", a.Account), word("FromUserName", a.sender(m)),
		{name: "CreateTime", text: decimal(m.CreatedAt.Unix()), form: form},
		word("MsgType", m.Kind),
	}
	list = append(list, a.content(m)...)
	list = append(list, m.parts...)
	if m.MsgID != "" {
		list = append(list, element{name: "MsgId", text: m.MsgID, form: number})
	}
	return list
}

func (a *side) content(m Message) []element {
	switch m.Kind {
	case "text":
		return []element{word("Content", m.Content)}
	case "image":
		return []element{word("PicUrl", m.PicURL), word("MediaId", m.MediaID)}
	case "voice":
		list := []element{word("MediaId", m.MediaID), word("Format", "amr"), word("MediaId16K", m.MediaID+"-16k")}
		if m.Content != "" { // Tencent is withdrawing it
			list = append(list, word("Recognition", m.Content))
		}
		return list
	case "video", "shortvideo":
		return []element{word("MediaId", m.MediaID), word("ThumbMediaId", m.ThumbID)}
	case "location":
		return []element{degrees("Location_X", m.Lat), degrees("Location_Y", m.Lng), count("Scale", m.Scale), word("Label", m.Label)}
	case "link":
		return []element{word("Title", m.Title), word("Description", m.Description), word("Url", m.URL)}
	case "miniprogrampage":
		return []element{
			word("Title", m.Title), word("AppId", a.ID), word("PagePath", m.URL), word("ThumbUrl", m.PicURL), word("ThumbMediaId", m.ThumbID),
		}
	case "event":
		list := []element{word("Event", m.Event)}
		if m.EventKey != "" || keyed(m.Event) {
			list = append(list, word("EventKey", m.EventKey))
		}
		if m.revokes() {
			list = append(list, word("AppID", a.ID))
		}
		return list
	}
	return nil
}
