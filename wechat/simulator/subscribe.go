package simulator

import (
	"maps"
	"regexp"
	"slices"
)

// always is the ledger's number for a long-term template that was accepted.
const always = -1

var pageForm = regexp.MustCompile(`^[A-Za-z0-9_/-]{1,256}(?:\.html)?(?:\?[!-~]*)?$`)

// isPage tells whether a text is a page of a mini-program, with or without a query.
func isPage(text string) bool { return len(text) <= maxQuery && pageForm.MatchString(text) }

// Accept lets somebody accept so many messages of a mini-program's template; of a long-term one, any number.
func (s *Simulator) Accept(openid, templateID string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accept(s.known(openid), templateID, n)
}

// Accepts is how many messages of the template somebody still takes; -1 when any number.
func (s *Simulator) Accepts(openid, templateID string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.people[openid]; p != nil {
		return p.accepts[templateID]
	}
	return 0
}

func (s *Simulator) accept(p *person, templateID string, n int) {
	t, found := s.templates[templateID]
	switch {
	case !found || t.Side != Mini || n < 1:
	case t.LongTerm:
		p.accepts[templateID] = always
	default:
		p.accepts[templateID] += n
	}
}

// Popup is somebody answering the mini-program's question which messages he would like: it goes into the ledger, and WeChat tells the program.
func (s *Simulator) Popup(openid string, choices map[string]bool) {
	s.choose("subscribe_msg_popup_event", openid, choices, func(p *person, id string, yes bool) {
		if yes {
			s.accept(p, id, 1)
		}
	})
}

// ChangeSubscription is somebody changing his mind in WeChat's settings: what he refuses there is gone.
func (s *Simulator) ChangeSubscription(openid string, choices map[string]bool) {
	s.choose("subscribe_msg_change_event", openid, choices, func(p *person, id string, yes bool) {
		if !yes {
			delete(p.accepts, id)
		} else if p.accepts[id] == 0 {
			s.accept(p, id, 1)
		}
	})
}

// choose writes choices down and has WeChat report them. What is no template of the mini-program was not asked.
func (s *Simulator) choose(event, openid string, choices map[string]bool, write func(p *person, id string, yes bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.known(openid)
	var asked []Choice
	for _, id := range slices.Sorted(maps.Keys(choices)) {
		if t, found := s.templates[id]; !found || t.Side != Mini {
			continue
		}
		write(p, id, choices[id])
		asked = append(asked, Choice{id, choices[id]})
	}
	if len(asked) > 0 {
		p.visited = s.o.Clock.Now()
		s.later(subscriptionChosen(event, openid, asked))
	}
}

// subscribeSend delivers a notice of the mini-program to who accepted it: one accept, one message.
func (s *Simulator) subscribeSend(a *ask) told {
	var in struct {
		ToUser     string           `json:"touser"`
		TemplateID string           `json:"template_id"`
		Page       string           `json:"page"`
		Data       map[string]value `json:"data"`
		State      string           `json:"miniprogram_state"`
	}
	if !a.json(&in) {
		return refuse(badFormat)
	}
	p := s.addressee(Mini, in.ToUser)
	if p == nil {
		return refuse(40003)
	}
	a.openID = p.openid
	t, found := s.templates[in.TemplateID]
	fields, wrong := t.fill(in.Data)
	switch {
	case !found || t.Side != Mini:
		return refuse(40037)
	case in.Page != "" && !isPage(in.Page):
		return refuse(41030)
	case !slices.Contains([]string{"", "developer", "trial", "formal"}, in.State):
		return refuseFor(47003, "miniprogram_state invalid")
	case wrong != "":
		return refuseFor(47003, "data."+wrong+".value invalid")
	case p.accepts[t.ID] == 0:
		return refuse(43101)
	}
	if p.accepts[t.ID] > 0 {
		p.accepts[t.ID]--
	}
	id := s.ids.Add(1)
	s.deliver(Sent{OpenID: p.openid, Side: Mini, Kind: "subscribe", Title: t.Title, URL: in.Page, Template: t.ID, Fields: fields})
	s.later(subscriptionSent(p.openid, t.ID, id))
	return numbered(id)
}

// subscribeList are the mini-program's templates.
func (s *Simulator) subscribeList(*ask) told {
	list := []map[string]any{}
	for _, t := range s.templatesOf(Mini) {
		kind := 2
		if t.LongTerm {
			kind = 3
		}
		one := map[string]any{"priTmplId": t.ID, "title": t.Title, "content": t.content(), "example": t.example(), "type": kind}
		var enums []map[string]any
		for _, f := range t.Fields {
			if len(f.Values) > 0 {
				enums = append(enums, map[string]any{"keywordCode": f.Key + ".DATA", "enumValueList": f.Values})
			}
		}
		if enums != nil {
			one["keywordEnumValueList"] = enums
		}
		list = append(list, one)
	}
	return fine(struct {
		answer
		Data any `json:"data"`
	}{done, list})
}
