package wechat

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"shuangyong/models/fault"
)

// ReasonUnavailable is the fault's reason when WeChat's API is not reached or does not work.
const ReasonUnavailable = "wechat.unavailable"

// APIError is a refusal by WeChat's API. Message is WeChat's own, without anything that could be a token, an openid or a number of a person.
type APIError struct {
	API     string
	Code    int
	Message string
}

// Error implements error.
func (e *APIError) Error() string {
	return fmt.Sprintf("wechat %s: errcode %d: %s", e.API, e.Code, e.Message)
}

// Class says what a caller can do about a refusal.
type Class string

// The classes.
const (
	ClassToken     Class = "token"     // the access token; the gateway has already tried again
	ClassTemporary Class = "temporary" // try later
	ClassQuota     Class = "quota"     // too often: for this person, or today
	ClassGone      Class = "gone"      // this person cannot be reached (any more): not following, over 48 hours, refused
	ClassRisky     Class = "risky"     // WeChat holds the person or the text for risky: refuse
	ClassConfig    Class = "config"    // our account, secret or address list is wrong: an operator's matter
	ClassInvalid   Class = "invalid"   // our request is wrong
)

// Class sorts the codes that Tencent documents; what is not known counts as an invalid request.
func (e *APIError) Class() Class {
	switch e.Code {
	case 40001, 40014, 42001:
		return ClassToken
	case -1, 40203, 50002:
		return ClassTemporary
	case 45009, 45011, 45047:
		return ClassQuota
	case 40003, 43004, 43101, 45015, 50005:
		return ClassGone
	case 40226, 87014:
		return ClassRisky
	case 40002, 40013, 40125, 40164, 41002, 41004, 48001, 50001, 89503, 89506, 89507:
		return ClassConfig
	}
	return ClassInvalid
}

// Classify is the class of the first APIError in err's chain; what never reached WeChat is temporary; "" for nil.
func Classify(err error) Class {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*APIError](err); ok {
		return e.Class()
	}
	return ClassTemporary
}

var (
	longRun   = regexp.MustCompile(`[A-Za-z0-9_+/=-]{16,}`)
	digitRun  = regexp.MustCompile(`[0-9]{7,}[0-9Xx]?`)
	queryPart = regexp.MustCompile(`(?i)(secret|access_token|token|ticket|js_code|openid|signature)=[^&\s"]*`)
	address   = regexp.MustCompile(`https?://[^\s"]+`)
)

// redact makes an error's text fit for a log: no address, no known secret, nothing as long as a token or an openid, no long number.
func redact(err error, secrets ...string) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	for _, s := range secrets {
		if s != "" {
			text = strings.ReplaceAll(text, s, "•••")
		}
	}
	text = address.ReplaceAllString(text, "•••")
	text = queryPart.ReplaceAllString(text, "$1=•••")
	text = longRun.ReplaceAllString(text, "•••")
	text = digitRun.ReplaceAllString(text, "•••")
	return shorten(clean(text), 200)
}

// unavailable wraps what kept a call from WeChat; deadlines stay recognisable.
func unavailable(api string, err error, secrets ...string) error {
	cause := fmt.Errorf("wechat %s: %s", api, redact(err, secrets...))
	for _, known := range []error{context.DeadlineExceeded, context.Canceled} {
		if errors.Is(err, known) {
			cause = fmt.Errorf("wechat %s: %w", api, known)
		}
	}
	return fault.Wrap(cause, fault.Unavailable, ReasonUnavailable, "微信暂时联系不上，请稍后再试。")
}
