package wechat

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"shuangyong/models/seal"
)

var (
	openIDForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	nameForm   = regexp.MustCompile(`^[A-Za-z0-9_]{1,64}$`) // safe to log
)

// parse turns an authentic message into an Inbound.
func (g *Gateway) parse(body []byte) (Inbound, error) {
	if !utf8.Valid(body) {
		return Inbound{}, errXML
	}
	n, err := parseDocument(body)
	if err != nil {
		return Inbound{}, err
	}
	in := Inbound{To: n.trimmed("ToUserName"), Kind: Kind(n.trimmed("MsgType")), Event: n.trimmed("Event"), EventKey: n.trimmed("EventKey")}
	from := n.trimmed("FromUserName")
	if in.Event == EventAuthorizationRevoke || in.Event == EventAuthorizationCancels {
		from = n.trimmed("OpenID")
	}
	in.From = OpenID(from)
	in.MsgID = n.trimmed("MsgId")
	if in.MsgID == "" {
		in.MsgID = n.trimmed("MsgID") // templates and mass messages spell it so
	}
	seconds, err := strconv.ParseInt(n.trimmed("CreateTime"), 10, 64)
	if err != nil || seconds < 0 || seconds > math.MaxInt32*64 || in.To == "" || !openIDForm.MatchString(from) || len(in.MsgID) > 64 || len(in.EventKey) > 2048 {
		return Inbound{}, errFields
	}
	if g.o.Account != "" && in.To != g.o.Account {
		return Inbound{}, errAccount
	}
	in.CreatedAt = time.Unix(seconds, 0).UTC()
	in.Key = messageKey(g.o.AppID, from, strconv.FormatInt(seconds, 10), string(in.Kind), in.Event, in.EventKey, in.MsgID)
	return in, in.readContent(n)
}

// messageKey hashes what tells one message from another. MsgId alone collides between people, person and second alone drops the second of two events.
func messageKey(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		var length [4]byte
		binary.BigEndian.PutUint32(length[:], uint32(len(p))) // bounded by MaxBody
		_, _ = h.Write(length[:])
		_, _ = h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (in *Inbound) readContent(n *node) error {
	switch in.Kind {
	case KindText:
		in.Text = seal.Text(n.get("Content"))
	case KindImage:
		in.PicURL, in.MediaID = seal.Text(n.trimmed("PicUrl")), n.trimmed("MediaId")
	case KindVoice:
		in.MediaID, in.VoiceFormat, in.Recognition = n.trimmed("MediaId"), n.trimmed("Format"), seal.Text(n.get("Recognition"))
	case KindVideo, KindShortVideo:
		in.MediaID, in.ThumbMediaID = n.trimmed("MediaId"), n.trimmed("ThumbMediaId")
	case KindLocation:
		return in.readPlace(n, "Location_X", "Location_Y")
	case KindLink:
		in.Title, in.Description, in.URL = seal.Text(n.get("Title")), seal.Text(n.get("Description")), seal.Text(n.trimmed("Url"))
	case KindEvent:
		return in.readEvent(n)
	default:
		return errKind
	}
	return nil
}

func (in *Inbound) readEvent(n *node) error {
	if !nameForm.MatchString(in.Event) {
		return errKind
	}
	in.Ticket, in.MenuID, in.Status = n.trimmed("Ticket"), n.trimmed("MenuId"), n.trimmed("Status")
	switch in.Event {
	case EventLocation:
		return in.readPlace(n, "Latitude", "Longitude")
	case EventLocationSelect:
		return in.readPlace(n.kid("SendLocationInfo"), "Location_X", "Location_Y")
	case EventScanPush, EventScanWait:
		info := n.kid("ScanCodeInfo")
		in.Scan = &Scan{Type: info.trimmed("ScanType"), Result: seal.Text(info.get("ScanResult"))}
	case EventPhoto, EventPhotoOrAlbum, EventAlbum:
		in.Pictures, _ = strconv.Atoi(n.kid("SendPicsInfo").trimmed("Count"))
	case EventSubscribePopup, EventSubscribeChange, EventSubscribeSent:
		in.Subscriptions = subscriptions(n, lists(in.Event))
	case EventMediaCheck:
		result := n.kid("result")
		in.Media = &MediaCheck{TraceID: n.trimmed("trace_id"), Suggest: result.trimmed("suggest"), Label: result.trimmed("label"), ErrCode: n.trimmed("errcode")}
	case EventAuthorizationRevoke:
		in.Revoked = n.trimmed("RevokeInfo")
	}
	return nil
}

// readPlace takes the coordinates from two elements; without both, or off the globe, there is no place to speak of.
func (in *Inbound) readPlace(n *node, lat, lng string) error {
	p := Place{Label: seal.Text(strings.TrimSpace(n.get("Label"))), Name: seal.Text(strings.TrimSpace(n.get("Poiname")))}
	var errLat, errLng error
	p.Lat, errLat = strconv.ParseFloat(n.trimmed(lat), 64)
	p.Lng, errLng = strconv.ParseFloat(n.trimmed(lng), 64)
	if errLat != nil || errLng != nil || !(math.Abs(p.Lat) <= 90) || !(math.Abs(p.Lng) <= 180) {
		return errFields
	}
	p.Scale, _ = strconv.Atoi(n.trimmed("Scale"))
	p.Precision, _ = strconv.ParseFloat(n.trimmed("Precision"), 64)
	in.Place = &p
	return nil
}

// subscriptions reads every template of the event: WeChat repeats List in one element or the element itself, and the SDK keeps the last only.
func subscriptions(n *node, name string) []SubscribeResult {
	var out []SubscribeResult
	for _, event := range n.kids {
		if event.name != name {
			continue
		}
		for _, list := range event.kids {
			if list.name != "List" {
				continue
			}
			r := SubscribeResult{
				TemplateID: list.trimmed("TemplateId"), Status: list.trimmed("SubscribeStatusString"), Scene: list.trimmed("PopupScene"),
				MsgID: list.trimmed("MsgID"), ErrorCode: list.trimmed("ErrorCode"),
			}
			if r.Status == "" {
				r.Status = list.trimmed("ErrorStatus")
			}
			out = append(out, r)
		}
	}
	return out
}
