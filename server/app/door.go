package app

import (
	"github.com/prometheus/client_golang/prometheus"

	"shuangyong/dialog"
	door "shuangyong/handlers/wechat"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/session"
	"shuangyong/wechat"
)

// account is the Official Account that the program serves.
type account struct {
	appID, secret, token, aesKey, aesKeyPrevious string
	apiBase                                      string
}

func accountOf(s *Stores) account {
	w := s.Config.WeChat
	return account{
		appID: w.AppID, secret: w.Secret.Reveal(), token: w.Token.Reveal(), aesKey: w.AESKey.Reveal(), aesKeyPrevious: w.AESKeyPrevious.Reveal(),
		apiBase: w.APIBase,
	}
}

// gateway speaks to WeChat for the account.
func (s *Stores) gateway(a account) (*wechat.Gateway, error) {
	w := s.Config.WeChat
	return wechat.New(wechat.Options{
		AppID: a.appID, Secret: a.secret, Token: a.token, AESKey: a.aesKey, AESKeyPrevious: a.aesKeyPrevious, APIBase: a.apiBase,
		Clock: s.Clock, Redis: s.Redis, Log: s.Log, MaxBody: int64(w.MaxBody), Freshness: w.Freshness,
	})
}

// answering is what a door for WeChat's callbacks is made of, but for its gateway. Whoever keeps something of an account lists here how it is erased when its owner leaves.
func (s *Stores) answering(sessions *session.Store, logins *session.Logins, a *answers, b dialog.Bureau, registry prometheus.Registerer) door.Options {
	metrics := door.NewMetrics()
	registry.MustRegister(metrics)
	return door.Options{
		Sessions: sessions, Logins: logins, DB: s.DB, Engine: a.engine(b), Accounts: a.people, Merge: a.mergePeople,
		Erasers: []door.Eraser{
			func(tx db.Tx, of person.Account) error { return a.handoffs.EraseAccount(tx, of.ID) },
			func(tx db.Tx, of person.Account) error { return a.forgetDrafts(tx, of.ID) },
		},
		Clock: s.Clock, Log: s.Log, Metrics: metrics, Phone: b.Phone, Workers: s.Config.MaxConcurrentWork,
		MaxBody: int64(s.Config.WeChat.MaxBody), Deadline: s.Config.WeChat.ReplyDeadline,
	}
}
