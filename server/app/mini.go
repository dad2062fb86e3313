package app

import (
	"context"
	"errors"

	"shuangyong/dialog/understand"
	"shuangyong/docs"
	"shuangyong/handlers/mini"
	"shuangyong/handlers/openapi"
	door "shuangyong/handlers/wechat"
	"shuangyong/models/benefit"
	"shuangyong/models/person"
	"shuangyong/server/routes"
	"shuangyong/session"
	"shuangyong/wechat"
)

// program is the bureau's mini-program: its gateway, the door for what WeChat pushes, and the API. A bureau without one has none of it.
type program struct {
	gateway *wechat.Gateway
	push    *door.Door
	api     *mini.Door
}

func miniOf(s *Stores) account {
	m := s.Config.Mini
	return account{appID: m.AppID, secret: m.Secret.Reveal(), token: m.Token.Reveal(), aesKey: m.AESKey.Reveal(), apiBase: s.Config.WeChat.APIBase}
}

// mini is the demo's mini-program as the gateway takes it.
func (f *fake) mini() account {
	a := f.account
	return account{appID: a.MiniAppID, secret: a.MiniSecret, token: a.MiniToken, aesKey: a.MiniAESKey, apiBase: a.APIBase}
}

// program puts the mini-program together; nil when there is no account for it.
func (s *Stores) program(a account, o door.Options, d *openapi.Document, logins *session.Logins, from *answers) (*program, error) {
	if a.appID == "" {
		return nil, nil //nolint:nilnil // there is none, and that is no mistake
	}
	g, err := s.gateway(a)
	if err != nil {
		return nil, errors.Join(errors.New("the mini-program (SY_MINI_APP_ID)"), err)
	}
	o.Gateway, o.App = g, person.MiniProgram
	api, err := s.privately(mini.Options{
		Document: d, Gateway: g, Logins: logins, DB: s.DB, Clock: s.Clock, Phone: o.Phone, Wait: s.pace(), Log: s.Log,
		People: from.people, Counter: s.counter(), CardOwner: benefit.PersonByCard, Proxies: from.proxies, Cards: from.records,
		Merge: from.mergePeople, Homes: from.stations, Applying: from.applying(),
	}, o, logins, from)
	if err != nil {
		return nil, err
	}
	return &program{gateway: g, push: door.New(o), api: mini.New(api)}, nil
}

// open adds what the program opens.
func (p *program) open(doors *routes.Doors) {
	if p != nil {
		doors.Push, doors.Mini = p.push, p.api
	}
}

// close drains and releases.
func (p *program) close(ctx context.Context) error {
	if p == nil {
		return nil
	}
	defer p.gateway.Close()
	return p.push.Drain(ctx)
}

// document is the description of the API. What people write freely is cleaned of unit numbers and garrison places before any handler sees it.
func document() (*openapi.Document, error) {
	d, err := openapi.New(docs.OpenAPI)
	if err != nil {
		return nil, err
	}
	return d.Redacting(understand.Redact), nil
}

// examineMini asks WeChat for a token, as for the Official Account.
func (s *Stores) examineMini(ctx context.Context) Finding {
	a := miniOf(s)
	switch {
	case s.Config.IsDemo():
		return well("mini-program", "the demo's own simulator; nothing to ask")
	case a.appID == "":
		return well("mini-program", "none is configured; /api/v1 and /wechat/mini do not exist")
	}
	g, err := s.gateway(a)
	if err != nil {
		return bad("mini-program", err.Error(), "Correct mini_token and mini_aes_key (SY_MINI_TOKEN, SY_MINI_AES_KEY)")
	}
	defer g.Close()
	if err := g.Check(ctx); err != nil {
		return bad("mini-program", "no access token: "+err.Error(), "Check mini_secret (SY_MINI_SECRET) and the IP白名单 of the mini-program")
	}
	return well("mini-program", "an access token was given")
}
