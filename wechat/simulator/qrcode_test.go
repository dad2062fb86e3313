package simulator

import (
	"bytes"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func (d *desk) code(action string, scene object, expire any) heard {
	d.t.Helper()
	return d.call(Official, "/cgi-bin/qrcode/create", with(object{"action_name": action, "action_info": object{"scene": scene}}, "expire_seconds", expire))
}

func TestEveryKindOfCode(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		action string
		scene  object
		expire any
		code   int
		life   any
	}{
		{"QR_SCENE", object{"scene_id": 1}, nil, 0, 60.0},
		{"QR_SCENE", object{"scene_id": 1<<32 - 1}, 2592000, 0, 2592000.0},
		{"QR_SCENE", object{"scene_id": 1 << 32}, 60, 40053, nil},
		{"QR_SCENE", object{"scene_id": 0}, 60, 40053, nil},
		{"QR_SCENE", object{"scene_id": 1}, 2592001, 40053, nil},
		{"QR_SCENE", object{"scene_id": 1}, 0, 40053, nil},
		{"QR_SCENE", object{"scene_id": 1}, int64(1) << 62, 40053, nil},
		{"QR_STR_SCENE", object{"scene_str": strings.Repeat("店", 64)}, 60, 0, 60.0},
		{"QR_STR_SCENE", object{"scene_str": strings.Repeat("店", 65)}, 60, 40053, nil},
		{"QR_STR_SCENE", object{}, 60, 40053, nil},
		{"QR_LIMIT_SCENE", object{"scene_id": 100000}, nil, 0, nil},
		{"QR_LIMIT_SCENE", object{"scene_id": 100001}, nil, 40053, nil},
		{"QR_LIMIT_STR_SCENE", object{"scene_str": "shop-1"}, nil, 0, nil},
		{"QR_DANCE", object{"scene_str": "shop-1"}, nil, 40052, nil},
		{"QR_SCENE", object{"scene_id": "1"}, nil, 47001, nil},
	} {
		h := d.code(c.action, c.scene, c.expire)
		require.Equal(t, c.code, h.code(), "%s %v %s", c.action, c.scene, h.body)
		require.Equal(t, c.life, h.json["expire_seconds"])
		require.Equal(t, c.code == 0, h.text("ticket") != "")
		require.Equal(t, c.code == 0, h.json["errmsg"] == nil, "a success has none: SDKs take one for a failure")
	}
}

func TestACodeForEverIsTheSameForItsScene(t *testing.T) {
	d := newDesk(t)
	first := d.code("QR_LIMIT_STR_SCENE", object{"scene_str": "shop-1"}, nil)
	require.Equal(t, first.text("ticket"), d.code("QR_LIMIT_STR_SCENE", object{"scene_str": "shop-1"}, nil).text("ticket"))
	require.NotEqual(t, first.text("ticket"), d.code("QR_LIMIT_STR_SCENE", object{"scene_str": "shop-2"}, nil).text("ticket"))
	require.NotEqual(t, d.code("QR_SCENE", object{"scene_id": 1}, nil).text("ticket"), d.code("QR_SCENE", object{"scene_id": 1}, nil).text("ticket"))
	require.Len(t, d.QRCodes(), 4)
}

func TestACodesPictureSaysItsAddress(t *testing.T) {
	d := newDesk(t)
	ticket := d.code("QR_STR_SCENE", object{"scene_str": "shop-1"}, 60).text("ticket")
	q := d.QRCodes()[0]
	require.Equal(t, QRCode{Ticket: ticket, Scene: "shop-1", Action: "QR_STR_SCENE", URL: q.URL, Picture: q.Picture, Made: d.clock.Now(), Expires: d.clock.Now().Add(time.Minute)}, q)
	path := strings.TrimPrefix(q.Picture, d.api.URL)
	h := d.send(http.MethodGet, path, "", "")
	require.Equal(t, "image/png", h.header.Get("Content-Type"))
	drawn, err := png.Decode(bytes.NewReader(h.body))
	require.NoError(t, err)
	require.Equal(t, pictureSide, drawn.Bounds().Dx())
	opened := d.send(http.MethodGet, strings.TrimPrefix(q.URL, d.api.URL), "", "")
	require.Equal(t, map[string]any{"ticket": ticket, "scene": "shop-1"}, opened.json)
	d.clock.Advance(time.Minute)
	require.Equal(t, http.StatusNotFound, d.send(http.MethodGet, path, "", "").status)
	require.Equal(t, http.StatusNotFound, d.send(http.MethodGet, strings.TrimPrefix(q.URL, d.api.URL), "", "").status)
	require.Equal(t, http.StatusNotFound, d.send(http.MethodGet, "/cgi-bin/showqrcode?ticket=none", "", "").status)
}

func TestScanningFollowsOrComesBack(t *testing.T) {
	var got []string
	program := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var b bytes.Buffer
		_, _ = b.ReadFrom(r.Body)
		got = append(got, b.String())
	}))
	t.Cleanup(program.Close)
	d := newDesk(t, func(o *Options) { o.Official.Callback, o.Official.AESKey = program.URL, "" })
	ticket := d.code("QR_STR_SCENE", object{"scene_str": "shop-1"}, 60).text("ticket")

	_, err := d.Scan(t.Context(), alice, ticket)
	require.NoError(t, err)
	require.Contains(t, got[0], "<Event><![CDATA[SCAN]]></Event><EventKey><![CDATA[shop-1]]></EventKey><Ticket><![CDATA["+ticket+"]]></Ticket>")
	_, err = d.Push(t.Context(), Unfollow(alice))
	require.NoError(t, err)
	_, err = d.Scan(t.Context(), alice, ticket)
	require.NoError(t, err)
	require.Contains(t, got[2], "<Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[qrscene_shop-1]]></EventKey><Ticket><![CDATA["+ticket+"]]></Ticket>")
	require.Zero(t, d.sayTo(Official, alice), "who scanned may be written to")
	info := d.call(Official, "/cgi-bin/user/info?openid="+alice, "")
	require.Equal(t, "shop-1", info.json["qr_scene_str"])
	require.Equal(t, "ADD_SCENE_QR_CODE", info.json["subscribe_scene"])

	d.clock.Advance(time.Minute)
	for _, gone := range []string{ticket, "none"} {
		_, err = d.Scan(t.Context(), alice, gone)
		require.NoError(t, err)
		entries, _ := d.Entries(0)
		last := entries[len(entries)-1]
		require.Equal(t, BySystem, last.By)
		require.Contains(t, last.Text, "二维码已过期")
	}
	require.Len(t, got, 3, "the program hears nothing of it")
}

func TestOldCodesMakeRoom(t *testing.T) {
	d := newDesk(t)
	now := d.clock.Now()
	for range qrTemporary + 10 {
		d.keepForATime(&ask{}, QRCode{Action: "QR_SCENE", Scene: "1", Made: now, Expires: now.Add(time.Hour)})
	}
	require.Len(t, d.QRCodes(), qrTemporary)
	d.code("QR_LIMIT_SCENE", object{"scene_id": 1}, nil)
	d.clock.Advance(26 * time.Hour)
	d.code("QR_SCENE", object{"scene_id": 1}, nil)
	require.Len(t, d.QRCodes(), 2, "those that ended a day ago are gone, those for ever stay")
}
