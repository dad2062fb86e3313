package app

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/wechat/simulator"
)

// ask calls the running program.
func ask(t *testing.T, a *App, method, path, token, body string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, a.main.url()+path, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	var read map[string]any
	if len(raw) > 0 {
		require.NoError(t, json.Unmarshal(raw, &read), "%s", raw)
	}
	return response.StatusCode, read
}

// Who has the demo can log in; the demo's WeChat takes a code once; and who takes his authorisation back there is logged out here.
func TestAnybodyCanLogInToTheDemo(t *testing.T) {
	var out bytes.Buffer
	a, err := New(t.Context(), inhabited(t), quiet, &out)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx, &out) }()
	defer func() { cancel(); require.NoError(t, <-done); http.DefaultClient.CloseIdleConnections() }()
	login := func(code string) (int, map[string]any) {
		return ask(t, a, "POST", "/api/v1/login", "", `{"code":"`+code+`"}`)
	}

	code := a.fake.phone.Code("he-jianjun")
	status, answer := login(code)
	require.Equal(t, 200, status, answer)
	token, _ := answer["token"].(string)
	status, _ = ask(t, a, "GET", "/api/v1/session", token, "")
	require.Equal(t, 200, status)
	status, answer = ask(t, a, "GET", "/api/v1/me", token, "")
	require.Equal(t, []any{200, "seen", true}, []any{status, answer["assurance"], answer["joined"]}, "whom the Official Account knows the mini-program knows")
	a.fake.phone.SetPhone("he-jianjun", "13812345678")
	status, answer = ask(t, a, "POST", "/api/v1/phone", token, `{"code":"`+a.fake.phone.PhoneCode("he-jianjun")+`"}`)
	require.Equal(t, []any{200, "138****5678"}, []any{status, answer["phone"]})
	status, answer = login(code)
	require.Equal(t, []any{400, "urn:shuangyong:login.code"}, []any{status, answer["type"]}, "a code is good once")
	late := a.fake.phone.Code("he-jianjun")
	a.stores.Clock.Advance(6 * time.Minute)
	status, answer = login(late)
	require.Equal(t, []any{400, "urn:shuangyong:login.code"}, []any{status, answer["type"]}, "and for five minutes")

	require.NoError(t, a.fake.phone.Challenge(ctx, simulator.Mini))
	delivery, err := a.fake.phone.Push(ctx, simulator.Revoke(simulator.Mini, "he-jianjun", "1"))
	require.NoError(t, err)
	require.Nil(t, delivery.Reply)
	status, answer = ask(t, a, "GET", "/api/v1/session", token, "")
	require.Equal(t, []any{401, "urn:shuangyong:login.expired"}, []any{status, answer["type"]})
}
