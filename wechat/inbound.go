package wechat

import (
	"fmt"
	"log/slog"
	"time"

	"shuangyong/models/seal"
)

// OpenID is a person as one account of WeChat's knows them. It prints as •••.
type OpenID = seal.Text

// Kind is the type of a message.
type Kind string

// The kinds of message that WeChat sends.
const (
	KindText       Kind = "text"
	KindImage      Kind = "image"
	KindVoice      Kind = "voice"
	KindVideo      Kind = "video"
	KindShortVideo Kind = "shortvideo"
	KindLocation   Kind = "location"
	KindLink       Kind = "link"
	KindEvent      Kind = "event"
)

// The events that the program knows by name; others arrive too, with their name in Inbound.Event.
const (
	EventSubscribe            = "subscribe" // EventKey is qrscene_… when a code with a scene was scanned
	EventUnsubscribe          = "unsubscribe"
	EventScan                 = "SCAN"
	EventLocation             = "LOCATION"
	EventClick                = "CLICK" // EventKey is the menu key
	EventView                 = "VIEW"
	EventViewMiniProgram      = "view_miniprogram"
	EventScanPush             = "scancode_push"
	EventScanWait             = "scancode_waitmsg"
	EventPhoto                = "pic_sysphoto"
	EventPhotoOrAlbum         = "pic_photo_or_album"
	EventAlbum                = "pic_weixin"
	EventLocationSelect       = "location_select"
	EventTemplateSent         = "TEMPLATESENDJOBFINISH"
	EventMassSent             = "MASSSENDJOBFINISH"
	EventSubscribePopup       = "subscribe_msg_popup_event"
	EventSubscribeChange      = "subscribe_msg_change_event"
	EventSubscribeSent        = "subscribe_msg_sent_event"
	EventMediaCheck           = "wxa_media_check"
	EventAuthorizationRevoke  = "user_authorization_revoke"
	EventAuthorizationCancels = "user_authorization_cancellation"
)

// Inbound is an authentic message or event. What a person wrote or sent is seal.Text, and the whole prints as its kind and event only.
type Inbound struct {
	From      OpenID // for the two authorization events, the person in WeChat's OpenID field
	To        string // our account's original id (gh_…)
	CreatedAt time.Time
	MsgID     string // "" for most events
	Kind      Kind
	Event     string
	EventKey  string
	// Key is the same for the same message however often WeChat delivers it: a hash, so it is no personal data to store or log.
	Key string

	Text         seal.Text
	Recognition  seal.Text // what WeChat heard in a voice message; often empty
	MediaID      string
	ThumbMediaID string
	VoiceFormat  string // amr, speex
	PicURL       seal.Text
	Title        seal.Text // of a link
	Description  seal.Text
	URL          seal.Text

	Place         *Place
	Scan          *Scan
	Ticket        string // of a scanned code
	Pictures      int    // how many pictures a pic_… menu button sent; they follow as messages of their own
	MenuID        string // which menu a view_miniprogram click came from
	Status        string // of a sent template or mass message: success, failed:…
	Subscriptions []SubscribeResult
	Media         *MediaCheck
	Revoked       string // what a user_authorization_revoke takes back (RevokeInfo), comma-separated
}

// LogValue implements slog.LogValuer: the kind and event, nothing of the person.
func (in Inbound) LogValue() slog.Value {
	return slog.GroupValue(slog.String("kind", string(in.Kind)), slog.String("event", in.Event))
}

// Format implements fmt.Formatter for the same reason.
func (in Inbound) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "wechat.Inbound(%s %s)", in.Kind, in.Event)
}

// Place is where a person is or pointed to, in GCJ-02 degrees. It prints as •••.
type Place struct {
	Lat, Lng  float64
	Precision float64 // metres, of a LOCATION event
	Scale     int     // the map's zoom
	Label     seal.Text
	Name      seal.Text // the point of interest that was picked, if any
}

// Format implements fmt.Formatter: where somebody is stays unprinted.
func (p Place) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(seal.Text("").String())) }

// MarshalJSON implements json.Marshaler, and is what slog uses.
func (p Place) MarshalJSON() ([]byte, error) { return seal.Text("").MarshalJSON() }

// Scan is what a scancode_… menu button read.
type Scan struct {
	Type   string // qrcode, barcode
	Result seal.Text
}

// SubscribeResult is one template in a subscribe_msg_… event: accepted or refused (popup), changed in the settings, or sent.
type SubscribeResult struct {
	TemplateID string
	Status     string // accept, reject; of a sent one: success, failed:…
	Scene      string // where the popup was shown
	MsgID      string // of a sent one
	ErrorCode  string // of a sent one, "0" when it was delivered
}

// MediaCheck is the verdict on a picture or recording that was submitted for checking.
type MediaCheck struct {
	TraceID string
	Suggest string // pass, review, risky
	Label   string
	ErrCode string // "0" unless the check itself failed
}
