package wechat_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/dialog"
	"shuangyong/dialog/understand"
	"shuangyong/models/appointment"
	"shuangyong/models/benefit"
	"shuangyong/models/bus"
	"shuangyong/models/clock"
	"shuangyong/models/petition"
	"shuangyong/models/shop"
	"shuangyong/models/station"
	"shuangyong/models/workday"
	"shuangyong/seed"
	"shuangyong/wechat/simulator"
)

// real are the sources of the program's engine upon a small invented city.
func (h *house) real() dialog.Deps {
	h.t.Helper()
	ctx := context.Background()
	_, err := seed.Load(ctx, h.db, seed.Options{Seed: 1, Start: clock.DateOf(h.clock.Now()), Shops: 40, People: 200})
	require.NoError(h.t, err)
	calendar, err := workday.Announced()
	require.NoError(h.t, err)
	records := benefit.NewStore(h.db)
	d := dialog.Deps{
		Bureau: dialog.Bureau{Name: "云溪市退役军人事务局", Phone: phone}, Reader: understand.New(), Records: records,
		Petitions: petition.NewStore(h.db), Appointments: appointment.NewStore(h.db), Handoffs: h.handoffs, Calendar: calendar, Hours: workday.Usual(),
	}
	stations, shops := station.NewDirectory(station.NewStore(h.db)), shop.NewDirectory(shop.NewStore(h.db))
	buses, benefits := bus.NewDirectory(bus.NewStore(h.db)), benefit.NewDirectory(records)
	for _, load := range []func() error{
		func() error { return stations.Load(ctx) }, func() error { return shops.Load(ctx) },
		func() error { return buses.Load(ctx) }, func() error { return benefits.Load(ctx) },
	} {
		require.NoError(h.t, load())
	}
	d.Stations, d.Shops, d.Buses, d.Benefits = stations, shops, buses, benefits
	return d
}

// A long answer comes in parts, cut between lines; 更多 gives the rest, in order, with nothing lost. The limit is lowered so that today's longest
// answer takes several.
func TestALongAnswerComesInPartsWithNothingLost(t *testing.T) {
	const words, limit = "怎么办优待证", 400
	h := one(t)
	sources := h.real()
	whole, err := dialog.New(sources).Turn(t.Context(), h.clock.Now(), dialog.Speaker{Key: "k"}, dialog.State{}, dialog.Message{Kind: dialog.Text, Text: words})
	require.NoError(t, err)
	require.Greater(t, len(whole.Reply.Body()), 2*limit)

	sources.Limit = limit
	r := h.opens(dialog.New(sources))
	var parts []string
	for say := words; ; say = "更多" {
		require.Less(t, len(parts), 10)
		got := r.push(h.says(say, fmt.Sprint(len(parts)))).text
		require.LessOrEqual(t, len(got), limit)
		h.clock.Advance(10 * time.Second)
		part, hint, unfinished := strings.Cut(got, "\n（没完")
		parts = append(parts, part)
		if !unfinished {
			break
		}
		require.Contains(t, hint, "更多")
	}
	require.Greater(t, len(parts), 2)
	require.Equal(t, whole.Reply.Body(), strings.Join(parts, "\n"))
}

// Five hundred people write in the same instant, through the real engine: each gets his own answer.
func TestFiveHundredAtOnceAreAllAnswered(t *testing.T) {
	h := one(t)
	r := h.opens(dialog.New(h.real()))
	server := r.serve(t)
	var wg sync.WaitGroup
	errs := make(chan string, 500)
	for i := range 500 {
		wg.Go(func() {
			m := simulator.Text(fmt.Sprintf("oCrowd%03d", i), []string{"附近的优惠店", "拥军先锋号有哪些线路", "你好"}[i%3])
			m.MsgID, m.CreatedAt = fmt.Sprint(i), h.clock.Now()
			d, err := server.Push(t.Context(), m)
			if err != nil || d.Text() == "" || strings.Contains(d.Text(), "再发一次") {
				errs <- fmt.Sprint(err, d.Text())
			}
		})
	}
	wg.Wait()
	close(errs)
	for e := range errs {
		t.Error(e)
	}
}

// serve opens the door on a port, for WeChat.
func (r *replica) serve(t *testing.T) *simulator.Simulator {
	t.Helper()
	server := httptest.NewServer(r.http)
	t.Cleanup(server.Close)
	s, err := simulator.New(simulator.Options{Official: simulator.App{ID: appID, Secret: secret, Token: token, AESKey: aesKey, Callback: server.URL + "/wechat"}, Clock: r.clock})
	require.NoError(t, err)
	return s
}
