package simulator

import (
	"fmt"
	"math"
)

// messages are Tencent's words for its codes.
var messages = map[int]string{
	-1:    "system error",
	40001: "invalid credential, access_token is invalid or not latest",
	40002: "invalid grant_type",
	40003: "invalid openid",
	40004: "invalid media type",
	40005: "invalid file type",
	40007: "invalid media_id",
	40008: "invalid message type",
	40009: "invalid image size",
	40010: "invalid voice size",
	40011: "invalid video size",
	40012: "invalid thumb size",
	40013: "invalid appid",
	40016: "invalid button size",
	40017: "invalid button type",
	40018: "invalid button name size",
	40019: "invalid button key size",
	40020: "invalid button url size",
	40022: "invalid sub button level",
	40023: "invalid sub button size",
	40024: "invalid sub button type",
	40025: "invalid sub button name size",
	40026: "invalid sub button key size",
	40027: "invalid sub button url size",
	40029: "invalid code",
	40032: "invalid openid list size",
	40037: "invalid template_id",
	40052: "invalid action name",
	40053: "invalid action info",
	40097: "invalid args",
	40125: "invalid appsecret",
	40129: "invalid scene",
	40137: "invalid image format",
	40163: "code been used",
	40165: "invalid weapp pagepath",
	40212: "invalid query",
	40226: "code blocked",
	41001: "access_token missing",
	41002: "appid missing",
	41004: "appsecret missing",
	41005: "media data missing",
	41008: "missing code",
	41030: "invalid page",
	42001: "access_token expired",
	43001: "require GET method",
	43002: "require POST method",
	43004: "require subscribe",
	43101: "user refuse to accept the msg",
	43104: "appid and openid do not match",
	44001: "empty media data",
	44002: "empty post data",
	44003: "empty news data",
	44004: "empty content",
	45001: "media size out of limit",
	45002: "content size out of limit",
	45007: "playtime out of limit",
	45008: "article size out of limit",
	45009: "reach max api daily quota limit",
	45011: "api minute-quota reach limit, must slower, retry next minute",
	45015: "response out of time limit or subscription is canceled",
	45029: "qrcode count out of limit",
	45047: "out of response count limit",
	45072: "invalid command",
	45080: "no interaction with the user within 30 seconds",
	45081: "already typing",
	46003: "menu no exist",
	47001: "data format error",
	47003: "argument invalid!",
	48001: "api unauthorized",
	61010: "code is expired",
	85401: "time limit between 1min and 30day",
	87014: "risky content",
}

// refuse is an errcode in Tencent's form; 0 is ok.
func refuse(code int) told { return refuseFor(code, "") }

// refuseFor says which part of the call was wrong.
func refuseFor(code int, detail string) told {
	if code == codeOK {
		return fine(answer{Message: "ok"})
	}
	message := messages[code]
	if message == "" {
		message = "error"
	}
	if detail != "" {
		message += " " + detail
	}
	return fine(answer{Code: code, Message: message + " rid: " + traceID()})
}

// answer begins every answer.
type answer struct {
	Code    int    `json:"errcode"`
	Message string `json:"errmsg"`
}

var done = answer{Message: "ok"}

// traceID is one of the numbers by which Tencent finds a call again.
func traceID() string {
	part := func() uint64 { return randomBelow(math.MaxUint32) }
	return fmt.Sprintf("%08x-%08x-%08x", part(), part(), part())
}
