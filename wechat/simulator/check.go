package simulator

import (
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxChecked  = 2500 // characters of a text
	visitWindow = 2 * time.Hour
	labelFine   = 100
)

// verdict is what WeChat thinks of a text or a picture.
type verdict struct {
	Suggest string `json:"suggest"`
	Label   int    `json:"label"`
}

var passing = verdict{"pass", labelFine}

// textMarkers decide what a text is: there is no judgement here, so that a test knows the answer. The first that is found counts.
var textMarkers = []struct {
	marker string
	verdict
}{
	{"违规示例", verdict{"risky", 20006}},
	{"辱骂示例", verdict{"risky", 20003}},
	{"广告示例", verdict{"risky", 10001}},
	{"人工复核示例", verdict{"review", 21000}},
}

// pictureMarkers do it for pictures and sounds, in their address.
var pictureMarkers = []struct {
	marker string
	verdict
}{
	{"risky", verdict{"risky", 20002}},
	{"review", verdict{"review", 21000}},
}

// detail is one of the judgements behind a verdict.
type detail struct {
	Strategy string `json:"strategy"`
	Code     int    `json:"errcode"`
	verdict
	Prob int `json:"prob"`
}

// checkText judges a text (msgSecCheck): version 2 by who wrote it and where, version 1 by the text alone.
func (s *Simulator) checkText(a *ask) told {
	var in struct {
		Version   int    `json:"version"`
		OpenID    string `json:"openid"`
		Scene     int    `json:"scene"`
		Content   string `json:"content"`
		Title     string `json:"title"`
		Nickname  string `json:"nickname"`
		Signature string `json:"signature"`
	}
	if !a.json(&in) {
		return refuse(badFormat)
	}
	if in.Content == "" {
		return refuse(44002)
	}
	if utf8.RuneCountInString(in.Content) > maxChecked {
		return refuse(tooLong)
	}
	v := judge(in.Content + "\n" + in.Title + "\n" + in.Nickname + "\n" + in.Signature)
	if in.Version != 2 {
		if v.Suggest == "risky" {
			return refuse(87014)
		}
		return refuse(codeOK)
	}
	if code := s.checkVisitor(a, in.OpenID, in.Scene); code != codeOK {
		return refuse(code)
	}
	return fine(struct {
		answer
		TraceID string   `json:"trace_id"`
		Result  verdict  `json:"result"`
		Detail  []detail `json:"detail"`
	}{done, traceID(), v, []detail{{Strategy: "content_model", verdict: v, Prob: 90}}})
}

func judge(text string) verdict {
	for _, m := range textMarkers {
		if strings.Contains(text, m.marker) {
			return m.verdict
		}
	}
	return passing
}

// checkVisitor demands that the person was in the mini-program within two hours.
func (s *Simulator) checkVisitor(a *ask, openid string, scene int) int {
	if scene < 1 || scene > 4 {
		return 40129
	}
	if openid == "" {
		return 40003
	}
	p := s.addressee(Mini, openid)
	switch {
	case p == nil && s.people[openid] != nil:
		return 43104 // of the Official Account
	case p == nil:
		return 40003
	}
	a.openID = p.openid
	if p.visited.IsZero() || s.o.Clock.Now().Sub(p.visited) > visitWindow {
		return 61010
	}
	return codeOK
}

// checkMedia judges a picture or a sound, later (mediaCheckAsync).
func (s *Simulator) checkMedia(a *ask) told {
	var in struct {
		Version   int    `json:"version"`
		OpenID    string `json:"openid"`
		Scene     int    `json:"scene"`
		MediaURL  string `json:"media_url"`
		MediaType int    `json:"media_type"`
	}
	if !a.json(&in) {
		return refuse(badFormat)
	}
	switch {
	case in.Version != 2 || !strings.HasPrefix(in.MediaURL, "http://") && !strings.HasPrefix(in.MediaURL, "https://"):
		return refuse(40097)
	case in.MediaType != 1 && in.MediaType != 2:
		return refuse(40004)
	}
	if code := s.checkVisitor(a, in.OpenID, in.Scene); code != codeOK {
		return refuse(code)
	}
	v := passing
	for _, m := range pictureMarkers {
		if strings.Contains(in.MediaURL, m.marker) {
			v = m.verdict
			break
		}
	}
	id := traceID()
	s.later(mediaChecked(a.openID, a.side.ID, id, v))
	return fine(struct {
		answer
		TraceID string `json:"trace_id"`
	}{done, id})
}
