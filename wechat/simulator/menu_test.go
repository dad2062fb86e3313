package simulator

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

type object = map[string]any

func tap(name string) object { return object{"type": "click", "name": name, "key": "help"} }

func column(name string, rows ...object) object { return object{"name": name, "sub_button": rows} }

func menuOfButtons(buttons ...object) string { return write(object{"button": buttons}) }

func TestAMenuIsPutInPlaceShownAndTakenAway(t *testing.T) {
	d := newDesk(t)
	require.Nil(t, d.Menu())
	require.Equal(t, 46003, d.call(Official, "/cgi-bin/menu/get", "").code())
	require.EqualValues(t, 0, d.call(Official, "/cgi-bin/get_current_selfmenu_info", "").json["is_menu_open"])
	menu := menuOfButtons(column("查优待", tap("附近优惠店"), object{"type": "view", "name": "网页", "url": "https://example.com"}), tap("转人工"),
		object{"type": "miniprogram", "name": "小程序", "url": "https://example.com", "appid": testMini, "pagepath": "pages/index"})
	require.Zero(t, d.call(Official, "/cgi-bin/menu/create", menu).code())
	require.JSONEq(t, menu, string(d.Menu()))
	require.JSONEq(t, `{"menu":`+menu+`}`, string(d.call(Official, "/cgi-bin/menu/get", "").body))
	require.JSONEq(t, `{"is_menu_open":1,"selfmenu_info":{"button":[
		{"name":"查优待","sub_button":{"list":[{"type":"click","name":"附近优惠店","key":"help"},{"type":"view","name":"网页","url":"https://example.com"}]}},
		{"type":"click","name":"转人工","key":"help"},
		{"type":"miniprogram","name":"小程序","url":"https://example.com","appid":"`+testMini+`","pagepath":"pages/index"}]}}`,
		string(d.call(Official, "/cgi-bin/get_current_selfmenu_info", "").body))
	require.Zero(t, d.call(Official, "/cgi-bin/menu/delete", "").code())
	require.Nil(t, d.Menu())
}

func TestTheLimitsOfAMenu(t *testing.T) {
	d := newDesk(t)
	long := func(n int) string { return strings.Repeat("x", n) }
	five := []object{tap("1"), tap("2"), tap("3"), tap("4"), tap("5")}
	for _, kind := range keyedTypes {
		require.Zero(t, d.call(Official, "/cgi-bin/menu/create", menuOfButtons(object{"type": kind, "name": "a", "key": "k"})).code(), kind)
	}
	kept := string(d.Menu())
	for _, c := range []struct {
		menu string
		code int
	}{
		{menuOfButtons(), 40016},
		{menuOfButtons(tap("1"), tap("2"), tap("3"), tap("4")), 40016},
		{menuOfButtons(object{"name": "a"}), 40017},
		{menuOfButtons(object{"type": "dance", "name": "a"}), 40017},
		{menuOfButtons(tap("")), 40018},
		{menuOfButtons(tap("五个汉字呀太")), 40018},
		{menuOfButtons(column("", tap("a"))), 40018},
		{menuOfButtons(object{"type": "click", "name": "a"}), 40019},
		{menuOfButtons(object{"type": "click", "name": "a", "key": long(129)}), 40019},
		{menuOfButtons(object{"type": "view", "name": "a"}), 40020},
		{menuOfButtons(object{"type": "view", "name": "a", "url": long(1025)}), 40020},
		{menuOfButtons(column("a", column("b", tap("c")))), 40022},
		{menuOfButtons(column("a", append(five, tap("6"))...)), 40023},
		{menuOfButtons(column("a", object{"name": "b"})), 40024},
		{menuOfButtons(column("a", tap(long(61)))), 40025},
		{menuOfButtons(column("a", object{"type": "click", "name": "b"})), 40026},
		{menuOfButtons(column("a", object{"type": "view", "name": "b"})), 40027},
		{menuOfButtons(object{"type": "miniprogram", "name": "a", "url": "https://example.com", "appid": "wx1", "pagepath": "p"}), 40013},
		{menuOfButtons(object{"type": "miniprogram", "name": "a", "url": "https://example.com", "appid": testMini}), 40165},
		{menuOfButtons(object{"type": "miniprogram", "name": "a", "appid": testMini}), 40020},
		{menuOfButtons(object{"type": "media_id", "name": "a", "media_id": "m"}), 40007},
		{`{"button":{}}`, 47001},
	} {
		h := d.call(Official, "/cgi-bin/menu/create", c.menu)
		require.Equal(t, c.code, h.code(), "%s %s", c.menu, h.body)
	}
	require.Equal(t, kept, string(d.Menu()), "the old one stays")
	require.Zero(t, d.call(Official, "/cgi-bin/menu/create", menuOfButtons(
		column(long(16), append(five[:4:4], object{"type": "click", "name": long(60), "key": long(128)})...),
		object{"type": "view", "name": "a", "url": long(1024)}, tap("c"))).code(), "all as large as may be")
}
