package simulator

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhoSomebodyIs(t *testing.T) {
	d := newDesk(t)
	info := func(openid string) heard { return d.call(Official, "/cgi-bin/user/info?lang=zh_CN&openid="+openid, "") }
	d.known(alice).scene = "98765"
	h := info(alice)
	require.EqualValues(t, 1, h.json["subscribe"])
	require.Equal(t, alice, h.text("openid"))
	require.Equal(t, UnionID(alice), h.text("unionid"))
	require.Equal(t, "zh_CN", h.text("language"))
	require.EqualValues(t, d.clock.Now().Unix(), h.json["subscribe_time"])
	require.Equal(t, "ADD_SCENE_QR_CODE", h.text("subscribe_scene"))
	require.EqualValues(t, 98765, h.json["qr_scene"])
	require.Empty(t, h.text("qr_scene_str"))
	require.Equal(t, "ADD_SCENE_SEARCH", info("somebody-else").text("subscribe_scene"))
	d.known(alice).follows = false
	require.JSONEq(t, `{"subscribe":0,"openid":"`+alice+`","tagid_list":[]}`, string(info(alice).body), "nothing of who left")
	require.Equal(t, 40003, info("").code())
	require.Equal(t, 40003, info("a%20b").code())
	require.Len(t, d.people, 1, "asking for somebody does not make him known")
}

func TestManyAreToldAtOnce(t *testing.T) {
	d := newDesk(t)
	ask := func(n int, extra ...object) heard {
		list := append([]object{}, extra...)
		for i := range n {
			list = append(list, object{"openid": fmt.Sprintf("person-%d", i), "lang": "en"})
		}
		return d.call(Official, "/cgi-bin/user/info/batchget", write(object{"user_list": list}))
	}
	list, _ := ask(100).json["user_info_list"].([]any)
	require.Len(t, list, 100)
	require.Equal(t, "en", list[99].(object)["language"]) //nolint:forcetypeassert // or it fails
	require.Equal(t, 40032, ask(101).code())
	require.Equal(t, 40032, ask(0).code())
	require.Equal(t, 40003, ask(1, object{"openid": "张三"}).code())
}

func TestFollowersAreListedInTheirOrder(t *testing.T) {
	d := newDesk(t)
	require.JSONEq(t, `{"total":0,"count":0,"next_openid":""}`, string(d.call(Official, "/cgi-bin/user/get", "").body))
	for _, openid := range []string{"b", "a", "left"} {
		d.known(openid)
		d.clock.Advance(time.Second)
	}
	d.known("left").follows = false
	require.JSONEq(t, `{"total":2,"count":2,"data":{"openid":["b","a"]},"next_openid":"a"}`, string(d.call(Official, "/cgi-bin/user/get", "").body))
	require.JSONEq(t, `{"total":2,"count":1,"data":{"openid":["a"]},"next_openid":"a"}`, string(d.call(Official, "/cgi-bin/user/get?next_openid=b", "").body))
	require.JSONEq(t, `{"total":2,"count":0,"next_openid":""}`, string(d.call(Official, "/cgi-bin/user/get?next_openid=a", "").body))
	require.Equal(t, 40003, d.call(Official, "/cgi-bin/user/get?next_openid=none", "").code())
}
