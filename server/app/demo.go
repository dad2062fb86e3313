package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"shuangyong/handlers/demo"
	"shuangyong/models/clock"
	city "shuangyong/models/demo"
	"shuangyong/models/lease"
	"shuangyong/seed"
	"shuangyong/server/routes"
	"shuangyong/wechat"
	"shuangyong/wechat/simulator"
)

// fake is the demo's WeChat: an invented account, and the API on a port of its own that only this machine reaches.
type fake struct {
	account DemoAccount
	phone   *simulator.Simulator
	api     *listener

	life     context.Context //nolint:containedctx // ends first: pages that wait for news get an answer
	end      context.CancelFunc
	reported chan struct{} // closed when nothing is reported any more
}

// newFake makes the demo's WeChat for a program that answers at url.
func (s *Stores) newFake(ctx context.Context, url string) (*fake, error) {
	account, err := demoAccount(s.Config)
	if err != nil {
		return nil, err
	}
	api, err := listen(ctx, "the simulator", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	phone, err := simulator.New(simulator.Options{
		Official: account.official(url), Mini: account.mini(url), Clock: s.Clock, Base: api.url(), Retries: 3,
	})
	if err != nil {
		return nil, errors.Join(err, api.socket.Close())
	}
	account.URL, account.APIBase = url, api.url()
	if s.Config.WeChat.APIBase != "" {
		account.APIBase = s.Config.WeChat.APIBase
	}
	if err := account.write(s.Config.DataDir); err != nil {
		return nil, errors.Join(err, api.socket.Close())
	}
	f := &fake{account: account, phone: phone, api: api, reported: make(chan struct{})}
	f.life, f.end = context.WithCancel(context.WithoutCancel(ctx))
	return f, nil
}

// report delivers what WeChat reports by itself until ctx ends.
func (f *fake) report(ctx context.Context) {
	f.phone.Run(ctx)
	close(f.reported)
}

// of is the account as the gateway takes it.
func (f *fake) of(s *Stores) account {
	return account{
		appID: f.account.AppID, secret: f.account.Secret, token: f.account.Token, aesKey: f.account.AESKey,
		aesKeyPrevious: s.Config.WeChat.AESKeyPrevious.Reveal(), apiBase: f.account.APIBase,
	}
}

// door is the demo's own.
func (f *fake) door(s *Stores, a *answers, r *reception) routes.Door {
	people := demo.People{DB: s.DB, Store: a.people, Merge: a.mergePeople, Home: a.stations.Root}
	return demo.New(demo.Options{
		Phone: f.phone, Clock: s.Clock, Introduce: people.Introduce, Staff: s.demoToken(r), Account: demo.Account{Name: a.stations.Root().Name, ID: f.account.AppID, Mode: "安全模式"},
		Menu: buttons(wechat.DefaultMenu()), Mini: true, People: s.demoPeople(a.people), Map: a.cityMap(), Life: f.life,
	})
}

// buttons is a menu as the page takes it.
func buttons(m []wechat.Button) []demo.Button {
	list := make([]demo.Button, 0, len(m))
	for _, b := range m {
		list = append(list, demo.Button{Name: b.Name, Key: b.Key, URL: b.URL, Rows: buttons(b.Rows)})
	}
	return list
}

// cityLease is held while the demo's city is loaded, so that replicas that start together load it once.
const cityLease = "demo-city"

// City loads the synthetic city into an empty database and waits for a replica that is doing so.
func (s *Stores) City(ctx context.Context, holder string, out io.Writer) error {
	if err := s.lock(ctx, cityLease, holder); err != nil {
		return err
	}
	defer func() { _ = lease.Release(context.WithoutCancel(ctx), s.DB, cityLease, holder) }()
	o := seed.Options{Start: clock.DateOf(s.Clock.Now()), Progress: progress(out)}
	have, found, err := city.Find(ctx, s.DB)
	if err != nil {
		return err
	}
	if have.Finished {
		aged(out, have.StartOn, o.Start)
		return nil
	}
	if found { // the first start was broken off: the same city is finished
		o.Start, o.Shops, o.People = have.StartOn, have.Shops, have.People
		if o.Seed, err = strconv.ParseUint(have.Seed, 10, 64); err != nil {
			return err
		}
	}
	_, err = seed.Load(ctx, s.DB, o)
	return err
}

// lock waits until the lease is free.
func (s *Stores) lock(ctx context.Context, name, holder string) error {
	const life, again = 2 * time.Minute, 200 * time.Millisecond
	for {
		mine, err := lease.Acquire(ctx, s.DB, name, holder, life)
		if err != nil || mine {
			return err
		}
		select {
		case <-time.After(again):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// fresh is how many days ahead the city has appointments; after them it looks deserted.
const fresh = 14

// aged says that the city is of an earlier day, and how to get a new one.
func aged(out io.Writer, of, today clock.Date) {
	if today.DaysSince(of) > fresh {
		_, _ = fmt.Fprintf(out, "  这座演示城市停在%s，能约的时间已经过完。想要新的：停下程序，删掉数据目录，再启动。\n", of.ChineseWithYear())
	}
}

// stages are the parts of the city as people read them.
var stages = map[string]string{
	"stations": "服务站", "benefits": "优待政策", "bus": "公交线路", "shops": "优惠门店", "people": "人和他们的事", "appointments": "预约的号",
}

// progress says once a stage what is being made.
func progress(out io.Writer) func(stage string, done, total int) {
	last := ""
	return func(stage string, done, total int) {
		if stage != last {
			_, _ = fmt.Fprintf(out, "  正在造演示城市：%s\n", stages[stage])
			last = stage
		}
	}
}

// welcome says what to try; everything about it is invented.
func (f *fake) welcome(out io.Writer, bureau, adminURL string) {
	_, _ = fmt.Fprintf(out, `
双拥通 · 演示模式（人物、地点、数据全是虚构）

  %s 在 %s 等您。

  打开手机：    %s/simulator
  说说话：      另开一个终端，运行  make talk
  替谁说话：    make talk ARGS='--as he-jianjun'（docs/city.md 里有八位）
  拨快时钟：    curl -X POST %s/api/demo/v1/clock -d '{"advance":"48h"}'
  看看健康：    curl %s/readyz
  接真公众号：  见 README.md 的 “Connecting an Official Account”

  按 Ctrl-C 停下；数据在数据目录里，删掉它就从头来过。
`, bureau, f.account.URL, f.account.URL, f.account.URL, adminURL)
}
