package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"shuangyong/config"
	"shuangyong/handlers/demo"
	"shuangyong/server/middleware"
	"shuangyong/server/routes"
	"shuangyong/wechat"
	"shuangyong/wechat/simulator"
)

// StandInOptions say where WeChat is played, and where the program answers that it is played for.
type StandInOptions struct {
	Listen   string // host:port; nobody but this machine should reach it
	Callback string // the program's address without a path, http://127.0.0.1:8080
	MiniJSON bool   // the mini-program's messages as JSON
}

// StandIn is WeChat as a program of its own, for tests of the production mode: the API, the callbacks' other end, and the phone in the browser.
type StandIn struct {
	config   config.Config
	account  DemoAccount
	callback string
	wechat   *simulator.Simulator
	at       *listener
	handler  http.Handler
	life     context.Context //nolint:containedctx // ends first: pages that wait for news get an answer
	end      context.CancelFunc
}

// NewStandIn plays the accounts of the settings, or invented ones that are kept in the data directory.
func NewStandIn(ctx context.Context, c config.Config, o StandInOptions, log *slog.Logger) (*StandIn, error) {
	callback, err := url.Parse(o.Callback)
	if err != nil || (callback.Scheme != "http" && callback.Scheme != "https") || callback.Host == "" || strings.Trim(callback.Path, "/") != "" {
		return nil, errors.New("--callback: write where the program answers, for example http://127.0.0.1:8080, without a path")
	}
	account, err := standInAccount(c)
	if err != nil {
		return nil, err
	}
	s := &StandIn{config: c, account: account, callback: callback.Scheme + "://" + callback.Host}
	s.life, s.end = context.WithCancel(context.WithoutCancel(ctx))
	if s.at, err = listen(ctx, "--listen", o.Listen); err != nil {
		return nil, err
	}
	if err := s.assemble(o, log, callback); err != nil {
		return nil, errors.Join(err, s.at.socket.Close())
	}
	return s, nil
}

func (s *StandIn) assemble(o StandInOptions, log *slog.Logger, program *url.URL) (err error) {
	clk := startClock(s.config)
	mini := s.account.mini(s.callback)
	mini.JSON = o.MiniJSON
	s.wechat, err = simulator.New(simulator.Options{Official: s.account.official(s.callback), Mini: mini, Clock: clk, Base: s.at.url(), Retries: 3})
	if err != nil {
		return err
	}
	phone := demo.New(demo.Options{
		Phone: s.wechat, Account: demo.Account{Name: "公众号（模拟）", ID: s.account.AppID, Mode: "安全模式"}, Menu: buttons(wechat.DefaultMenu()),
		Mini: true, People: anybody, Map: inventedMap(clk.Now()), Life: s.life,
	})
	s.handler = routes.Simulator(routes.Options{
		Log: log, Clock: clk, Took: middleware.Took(prometheus.NewRegistry()), MaxBody: int64(s.config.WeChat.MaxBody), Deadline: requestDeadline,
	}, phone, besides(s.wechat.Handler(), program))
	return nil
}

// besides is WeChat's API, and under /api/v1/ the program's own, which the mini-program on the page calls where the page is from.
func besides(api http.Handler, program *url.URL) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/v1/", &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(program) }})
	mux.Handle("/", api)
	return mux
}

// standInAccount is the settings' when both accounts are there; only then nothing is written.
func standInAccount(c config.Config) (DemoAccount, error) {
	if w, m := c.WeChat, c.Mini; w.AppID != "" && m.AppID != "" {
		return DemoAccount{
			AppID: w.AppID, Secret: w.Secret.Reveal(), Token: w.Token.Reveal(), AESKey: w.AESKey.Reveal(),
			MiniAppID: m.AppID, MiniSecret: m.Secret.Reveal(), MiniToken: m.Token.Reveal(), MiniAESKey: m.AESKey.Reveal(),
		}, nil
	}
	if err := makeDataDir(c.DataDir); err != nil {
		return DemoAccount{}, err
	}
	return demoAccount(c)
}

// anybody are phones of nobody in particular: whom the program knows is for the program to say.
func anybody(context.Context) ([]demo.Person, error) {
	list := []demo.Person{}
	for i, name := range []string{"甲", "乙", "丙", "丁"} {
		list = append(list, demo.Person{OpenID: fmt.Sprintf("phone-%d", i+1), Name: name, About: "一部手机，还没有关注。", Statuses: []string{}, New: true, Say: []string{"你好", "附近优惠店", "人工"}})
	}
	return list, nil
}

// Run plays WeChat until ctx ends.
func (s *StandIn) Run(ctx context.Context, out io.Writer) error {
	failed, reported := make(chan error, 1), make(chan struct{})
	reporting, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	go func() { s.wechat.Run(reporting); close(reported) }()
	s.at.serve(s.handler, failed)
	s.welcome(out)
	var broken error
	select {
	case <-ctx.Done():
	case broken = <-failed:
	}
	s.end()
	stop()
	<-reported
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.config.DrainTimeout)
	defer cancel()
	return errors.Join(broken, s.at.shutdown(end))
}

// welcome says where the phone is, and how the program must be started to talk with this WeChat. Only secrets that were invented are told.
func (s *StandIn) welcome(out io.Writer) {
	_, _ = fmt.Fprintf(out, "\n模拟的微信（只用来测试）\n\n  手机：    %s/simulator\n  接口：    %s\n  回调到：  %s/wechat 和 /wechat/mini\n", s.at.url(), s.at.url(), s.callback)
	a, c := s.account, s.config
	_, _ = fmt.Fprintf(out, "\n  程序要这样启动（另外还要它自己的 SY_SECRET_KEY 等）：\n    SY_DEMO=0 SY_WECHAT_API_BASE=%s", s.at.url())
	for _, one := range []struct {
		key, value string
		given      bool
	}{
		{"wechat_app_id", a.AppID, c.WeChat.AppID != ""},
		{"wechat_secret", a.Secret, c.WeChat.Secret != ""},
		{"wechat_token", a.Token, c.WeChat.Token != ""},
		{"wechat_aes_key", a.AESKey, c.WeChat.AESKey != ""},
		{"mini_app_id", a.MiniAppID, c.Mini.AppID != ""},
		{"mini_secret", a.MiniSecret, c.Mini.Secret != ""},
		{"mini_token", a.MiniToken, c.Mini.Token != ""},
		{"mini_aes_key", a.MiniAESKey, c.Mini.AESKey != ""},
	} {
		if !one.given {
			_, _ = fmt.Fprintf(out, " \\\n    %s=%s", config.Env(one.key), one.value)
		}
	}
	_, _ = fmt.Fprintln(out, " \\\n    shuangyong serve\n\n  按 Ctrl-C 停下。")
}
