package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/config"
	"shuangyong/wechat/simulator"
)

func telephoneFor(t *testing.T) (*telephone, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	return newTelephone(&line{url: "http://127.0.0.1:1", demo: true}, "me", strings.NewReader(""), &out), &out
}

func TestGestures(t *testing.T) {
	phone, out := telephoneFor(t)
	for line, want := range map[string]simulator.Message{
		"附近优惠店":                      simulator.Text("me", "附近优惠店"),
		"/menu 我能享受什么":               simulator.Click("me", "benefit.mine"),
		"/menu 2":                    simulator.Click("me", "shop.nearby"),
		"/menu human":                simulator.Click("me", "human"),
		"/location 38.7 119.7 东街 菜场": simulator.Location("me", 38.7, 119.7, "东街 菜场"),
		"/voice 优待证":                 simulator.Voice("me", "优待证"),
		"/voice":                     simulator.Voice("me", ""),
		"/follow shop-1":             simulator.Follow("me", "shop-1"),
		"/unfollow":                  simulator.Unfollow("me"),
		"/scan shop-1":               simulator.Scan("me", "shop-1"),
	} {
		m, act, err := phone.read(line)
		require.NoError(t, err, line)
		require.Nil(t, act, line)
		require.Equal(t, want, m, line)
	}
	for _, wrong := range []string{"/dance", "/menu 99", "/location here", "/location 1"} {
		_, act, err := phone.read(wrong)
		require.Error(t, err, wrong)
		require.Nil(t, act)
	}
	_, act, err := phone.read("/menu")
	require.NoError(t, err)
	require.NoError(t, act(t.Context()))
	require.Contains(t, out.String(), "15 设置和隐私")
}

func TestBubblesKeepTheirLines(t *testing.T) {
	phone, out := telephoneFor(t)
	phone.show(simulator.Reply{Text: "一\n二\n"})
	require.Equal(t, "  │ 一\n  │ 二\n\n", out.String())
}

func TestTalkSaysWhatToStartFirst(t *testing.T) {
	c, err := config.Parse(nil, []string{"SY_DATA_DIR=" + t.TempDir()})
	require.NoError(t, err)
	_, err = dial(t.Context(), c, "")
	require.ErrorContains(t, err, "make run")
}
