package wechat_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/wechat"
	"shuangyong/wechat/echo"
	"shuangyong/wechat/simulator"
)

const (
	benchApp   = "wxb11529c136998cb6"
	benchToken = "AAAAA"
	benchKey   = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	benchWords = "请问附近有没有可以用优待证的理发店，我在东街服务站旁边"
)

// BenchmarkOpenSeal and BenchmarkBareSDK do the same work on the same message: read it from the wire, answer it with its own words.
func BenchmarkOpenSeal(b *testing.B) {
	g, query, body := benchSetup(b)
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodPost, "/wechat?"+query, strings.NewReader(body))
		in, envelope, err := g.Open(r.URL.Query(), []byte(body))
		if err != nil {
			b.Fatal(err)
		}
		contentType, answer, err := envelope.Seal(wechat.TextReply(in.Text.Reveal()))
		if err != nil {
			b.Fatal(err)
		}
		w := httptest.NewRecorder()
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(answer)
	}
}

func BenchmarkBareSDK(b *testing.B) {
	_, query, body := benchSetup(b)
	h := echo.Handler(benchApp, benchToken, benchKey)
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/wechat?"+query, strings.NewReader(body)))
		if w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}

func benchSetup(tb testing.TB) (g *wechat.Gateway, query, body string) {
	tb.Helper()
	now := clock.Stopped(time.Date(2026, 11, 23, 10, 0, 0, 0, clock.Shanghai))
	g, err := wechat.New(wechat.Options{AppID: benchApp, Token: benchToken, AESKey: benchKey, Clock: now})
	require.NoError(tb, err)
	s, err := simulator.New(simulator.Options{Official: simulator.App{ID: benchApp, Token: benchToken, AESKey: benchKey}, Clock: now})
	require.NoError(tb, err)
	q, raw, err := s.Request(simulator.Text("oAAAA1234567890abcdefghijklm", benchWords))
	require.NoError(tb, err)
	return g, q.Encode(), string(raw)
}

// The yardstick must do its work: an echo that refuses would be a fast one.
func TestTheBareEchoAnswers(t *testing.T) {
	now := clock.Stopped(time.Date(2026, 11, 23, 10, 0, 0, 0, clock.Shanghai))
	server := httptest.NewServer(echo.Handler(benchApp, benchToken, benchKey))
	t.Cleanup(server.Close)
	s, err := simulator.New(simulator.Options{Official: simulator.App{ID: benchApp, Token: benchToken, AESKey: benchKey, Callback: server.URL + "/wechat"}, Clock: now})
	require.NoError(t, err)
	d, err := s.Push(t.Context(), simulator.Text("oAAAA1234567890abcdefghijklm", benchWords))
	require.NoError(t, err)
	require.Equal(t, benchWords, d.Text())
	require.NoError(t, s.Challenge(t.Context(), simulator.Official))
}
