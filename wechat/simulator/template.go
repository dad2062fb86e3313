package simulator

import (
	"strconv"
	"time"
)

// onceFor is how long a client_msg_id keeps a notice from coming twice.
const onceFor = 10 * time.Minute

// onceKey is whom a client_msg_id was for.
type onceKey struct{ openid, id string }

type onceNotice struct {
	msgID int64
	at    time.Time
}

// onceNotices are the notices with a client_msg_id of the last minutes.
type onceNotices struct {
	byKey map[onceKey]onceNotice
	order []onceKey // the oldest first
}

func newOnceNotices() onceNotices { return onceNotices{byKey: map[onceKey]onceNotice{}} }

// remember notes one and forgets those that are no longer looked at.
func (o *onceNotices) remember(key onceKey, n onceNotice) {
	for len(o.order) > 0 && n.at.Sub(o.byKey[o.order[0]].at) >= onceFor {
		delete(o.byKey, o.order[0])
		o.order = o.order[1:]
	}
	o.byKey[key] = n
	o.order = append(o.order, key)
}

// find is the notice that this one would repeat.
func (o *onceNotices) find(key onceKey, now time.Time) (onceNotice, bool) {
	n, found := o.byKey[key]
	return n, found && now.Sub(n.at) < onceFor
}

// FailDeliveries lets the next notices of the Official Account be taken and then not arrive: the report says failed: system failed.
func (s *Simulator) FailDeliveries(times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing = times
}

// templateSend delivers a notice of the Official Account, and reports later how that went.
func (s *Simulator) templateSend(a *ask) told {
	var in struct {
		ToUser     string `json:"touser"`
		TemplateID string `json:"template_id"`
		URL        string `json:"url"`
		Mini       struct {
			AppID    string `json:"appid"`
			PagePath string `json:"pagepath"`
		} `json:"miniprogram"`
		ClientMsgID string           `json:"client_msg_id"`
		Data        map[string]value `json:"data"`
	}
	if !a.json(&in) {
		return refuse(badFormat)
	}
	p := s.addressee(Official, in.ToUser)
	if p == nil {
		return refuse(40003)
	}
	a.openID = p.openid
	t, found := s.templates[in.TemplateID]
	fields, wrong := t.fill(in.Data)
	mini := s.sides[Mini]
	switch {
	case !found || t.Side != Official:
		return refuse(40037)
	case !p.follows:
		return refuse(43004)
	case wrong != "":
		return refuseFor(47003, "data."+wrong+".value invalid")
	case in.Mini.AppID != "" && (mini == nil || in.Mini.AppID != mini.ID):
		return refuse(40013)
	case in.Mini.AppID != "" && !isPage(in.Mini.PagePath):
		return refuse(40165)
	}
	if in.Mini.AppID != "" {
		in.URL = in.Mini.PagePath // comes before the address
	}
	now, key := s.o.Clock.Now(), onceKey{p.openid, in.ClientMsgID}
	if before, again := s.noticed.find(key, now); again {
		return numbered(before.msgID)
	}
	id := s.ids.Add(1)
	if in.ClientMsgID != "" {
		s.noticed.remember(key, onceNotice{id, now})
	}
	s.report(p, id, func() {
		s.deliver(Sent{OpenID: p.openid, Kind: "template", Title: t.Title, URL: in.URL, Template: t.ID, Fields: fields})
	})
	return numbered(id)
}

// report delivers a notice unless it cannot arrive, and has WeChat say so; s.mu is held.
func (s *Simulator) report(p *person, id int64, deliver func()) {
	status := "success"
	switch {
	case p.blocks:
		status = "failed:user block"
	case s.failing > 0:
		s.failing--
		status = "failed: system failed"
	default:
		deliver()
	}
	s.later(templateFinished(p.openid, id, status))
}

// numbered is a success with the message's number.
func numbered(id int64) told {
	return fine(struct {
		answer
		MsgID int64 `json:"msgid"`
	}{done, id})
}

// templateList are the Official Account's templates.
func (s *Simulator) templateList(*ask) told {
	list := []map[string]string{}
	for _, t := range s.templatesOf(Official) {
		list = append(list, map[string]string{
			"template_id": t.ID, "title": t.Title, "primary_industry": "政府与公共事业", "deputy_industry": "行政", "content": t.content(), "example": t.example(),
		})
	}
	return fine(map[string]any{"template_list": list})
}

// templateDelete takes one away.
func (s *Simulator) templateDelete(a *ask) told {
	var in struct {
		TemplateID string `json:"template_id"`
	}
	if !a.json(&in) {
		return refuse(badFormat)
	}
	if t, found := s.templates[in.TemplateID]; !found || t.Side != Official {
		return refuse(40037)
	}
	delete(s.templates, in.TemplateID)
	return refuse(codeOK)
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }
