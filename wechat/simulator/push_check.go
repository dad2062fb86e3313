package simulator

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// timeForm is a CreateTime, in seconds or, as some write it and WeChat takes, in milliseconds.
var timeForm = regexp.MustCompile(`^[1-9][0-9]{8,12}$`)

// reply checks what WeChat checks of every answer, and gives what a phone shows of it.
func (p passive) reply() (*Reply, error) {
	switch {
	case p.ToUserName == "" || p.FromUserName == "":
		return nil, errors.New("simulator: the answer names nobody")
	case !timeForm.MatchString(strings.TrimSpace(string(p.CreateTime))):
		return nil, errors.New("simulator: the answer has no CreateTime")
	}
	r := &Reply{Kind: p.MsgType, To: p.ToUserName, From: p.FromUserName}
	switch p.MsgType {
	case "text":
		if r.Text = p.Content; r.Text == "" || len(r.Text) > maxText {
			return nil, fmt.Errorf("simulator: the text has %d bytes", len(r.Text))
		}
	case "news":
		r.Articles = p.Articles
		if len(r.Articles) == 0 || strings.TrimSpace(string(p.ArticleCount)) != strconv.Itoa(len(r.Articles)) {
			return nil, fmt.Errorf("simulator: there are %d articles, not %q", len(r.Articles), p.ArticleCount)
		}
	case "image", "voice", "video", "music":
	case "transfer_customer_service":
		return nil, nil // a human sits at WeChat's own desk
	default:
		return nil, fmt.Errorf("simulator: an answer cannot be %q", p.MsgType)
	}
	return r, nil
}

// suits checks an answer against the message that it is for. Of too many cards WeChat shows the first; here that is a fault, so that it is seen.
func (r *Reply) suits(m Message, a *side) error {
	most := cardsForMessage
	if m.Kind == "event" {
		most = cardsForEvent
	}
	switch {
	case r.To != a.sender(m):
		return errors.New("simulator: the answer is for somebody else")
	case r.From != a.Account:
		return errors.New("simulator: the answer is from another account")
	case len(r.Articles) > most:
		return fmt.Errorf("simulator: %d cards where %d may be", len(r.Articles), most)
	}
	return nil
}
