package wechat

import (
	"errors"

	"shuangyong/models/fault"
)

// The gateway's refusals. From outside there is one: whoever is not WeChat learns nothing of which guard stopped them. The cause, for the log and
// the counters, is one of the guards below and holds nothing of the request.
const (
	ReasonRefused    = "wechat.refused"    // not proven to be WeChat's: 403
	ReasonTooLarge   = "wechat.too_large"  // over MaxBody: 413
	ReasonUnreadable = "wechat.unreadable" // authentic, but broken or of an odd type: answer success
)

var (
	errQuery     = errors.New("query is missing a parameter or has it twice")
	errStale     = errors.New("timestamp is not fresh")
	errSignature = errors.New("signature does not match")
	errReplayed  = errors.New("signature was seen with another body")
	errBody      = errors.New("body is not an encrypted envelope")
	errDecrypt   = errors.New("message does not decrypt")
	errAccount   = errors.New("message is for another account")
	errXML       = errors.New("xml is broken, too deep or repeats a tag")
	errJSON      = errors.New("json is broken, too deep or repeats a name")
	errFields    = errors.New("a field is missing or malformed")
	errKind      = errors.New("message type is unknown")
)

func refused(guard error) error {
	return fault.Wrap(guard, fault.Forbidden, ReasonRefused, "请求未被接受。")
}

func unreadable(guard error) error {
	return fault.Wrap(guard, fault.Invalid, ReasonUnreadable, "消息无法识别。")
}

func tooLarge() error { return fault.New(fault.TooLarge, ReasonTooLarge, "请求太大。") }

// Guard is the short name of what stopped a request, for a counter or a log line; "" when err is no refusal of the gateway.
func Guard(err error) string {
	for name, guard := range map[string]error{
		"query": errQuery, "stale": errStale, "signature": errSignature, "replay": errReplayed, "body": errBody, "decrypt": errDecrypt,
		"account": errAccount, "xml": errXML, "json": errJSON, "fields": errFields, "kind": errKind,
	} {
		if errors.Is(err, guard) {
			return name
		}
	}
	if fault.CodeOf(err) == fault.TooLarge {
		return "size"
	}
	return ""
}
