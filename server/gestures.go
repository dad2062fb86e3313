package main

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"shuangyong/wechat"
	"shuangyong/wechat/simulator"
)

const gestures = `   /menu              看菜单
   /menu 名字或编号    点菜单
   /location 纬 经 地名 发位置，例如 /location 26.571 104.882 东街菜场
   /voice 话          说一段语音（微信转成的文字）；不写话，就是没转出来
   /image             发一张照片
   /follow /unfollow  关注、取消关注；/follow 场景 = 扫带场景的码关注
   /scan 场景         已关注的人扫码
   /advance 48h       拨快时钟（演示）
   /quit              挂断
`

// action is a gesture that is no message.
type action func(context.Context) error

// read turns a line into a message or an action. Its errors are for whoever types.
func (t *telephone) read(words string) (simulator.Message, action, error) {
	var none simulator.Message
	if !strings.HasPrefix(words, "/") {
		return simulator.Text(t.as, words), nil, nil
	}
	gesture, rest, _ := strings.Cut(words, " ")
	rest = strings.TrimSpace(rest)
	switch gesture {
	case "/help":
		return none, t.showing(gestures), nil
	case "/menu":
		return t.menu(rest)
	case "/location":
		return t.location(rest)
	case "/voice":
		return simulator.Voice(t.as, rest), nil, nil
	case "/image":
		return simulator.Image(t.as, "https://mmbiz.qpic.cn/demo.jpg"), nil, nil
	case "/follow":
		return simulator.Follow(t.as, rest), nil, nil
	case "/unfollow":
		return simulator.Unfollow(t.as), nil, nil
	case "/scan":
		return simulator.Scan(t.as, rest), nil, nil
	case "/advance":
		if !t.demo {
			return none, nil, errors.New("只有演示的时钟可以拨")
		}
		return none, t.move(rest), nil
	}
	return none, nil, errors.New("没有这个动作；/help 看有哪些")
}

func (t *telephone) showing(text string) action {
	return func(context.Context) error {
		t.print("%s", text)
		return nil
	}
}

// menu taps the entry with that name, key or number; without any it shows the menu.
func (t *telephone) menu(which string) (simulator.Message, action, error) {
	n := 0
	var list strings.Builder
	for _, column := range wechat.DefaultMenu() {
		list.WriteString("   " + column.Name + "\n")
		for _, row := range column.Rows {
			n++
			list.WriteString("     " + strconv.Itoa(n) + " " + row.Name + "\n")
			if which != "" && (which == row.Name || which == row.Key || which == strconv.Itoa(n)) {
				return simulator.Click(t.as, row.Key), nil, nil
			}
		}
	}
	if which == "" {
		return simulator.Message{}, t.showing(list.String()), nil
	}
	return simulator.Message{}, nil, errors.New("菜单上没有这一项；/menu 看菜单")
}

// location sends a place, in GCJ-02 degrees as phones do.
func (t *telephone) location(rest string) (simulator.Message, action, error) {
	parts := strings.Fields(rest)
	if len(parts) >= 2 {
		lat, errLat := strconv.ParseFloat(parts[0], 64)
		lng, errLng := strconv.ParseFloat(parts[1], 64)
		if errLat == nil && errLng == nil {
			return simulator.Location(t.as, lat, lng, strings.Join(parts[2:], " ")), nil, nil
		}
	}
	return simulator.Message{}, nil, errors.New("这样写：/location 纬度 经度 地名")
}
