package simulator

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func writing(words string) object {
	return object{"version": 2, "scene": 2, "openid": MiniOpenID(alice), "content": words}
}

func TestTextsAreJudgedByTheirMarkers(t *testing.T) {
	d := newDesk(t)
	d.Code(alice)
	for words, want := range map[string]verdict{
		"这家店真好":  {"pass", 100},
		"这是违规示例": {"risky", 20006},
		"辱骂示例":   {"risky", 20003},
		"广告示例":   {"risky", 10001},
		"人工复核示例": {"review", 21000},
	} {
		h := d.call(Mini, "/wxa/msg_sec_check", write(writing(words)))
		require.Zero(t, h.code(), "%s", h.body)
		result := object{"suggest": want.Suggest, "label": float64(want.Label)}
		require.Equal(t, result, h.json["result"])
		require.Equal(t, []any{object{"strategy": "content_model", "errcode": 0.0, "suggest": want.Suggest, "label": float64(want.Label), "prob": 90.0}}, h.json["detail"])
		require.NotEmpty(t, h.text("trace_id"))
	}
	require.Equal(t, "risky", d.call(Mini, "/wxa/msg_sec_check", with(writing("好"), "nickname", "违规示例")).json["result"].(object)["suggest"]) //nolint:forcetypeassert // or it fails
}

func TestOnlyVisitorsOfTheLastTwoHoursAreChecked(t *testing.T) {
	d := newDesk(t)
	d.Touch(Text("only-official", "你好"))
	check := func(change string, v any) int {
		return d.call(Mini, "/wxa/msg_sec_check", with(writing("好"), change, v)).code()
	}
	require.Equal(t, 61010, check("scene", 1), "never seen there")
	d.Code(alice)
	for _, c := range []struct {
		name  string
		value any
		code  int
	}{
		{"openid", "", 40003},
		{"openid", "nobody", 40003},
		{"openid", "only-official", 43104},
		{"scene", 0, 40129},
		{"scene", 5, 40129},
		{"content", "", 44002},
		{"content", strings.Repeat("长", maxChecked+1), 45002},
		{"content", strings.Repeat("长", maxChecked), 0},
	} {
		require.Equal(t, c.code, check(c.name, c.value), c.name)
	}
	d.clock.Advance(visitWindow + time.Second)
	require.Equal(t, 61010, check("scene", 1))
	d.Touch(EnterService(alice, ""))
	require.Zero(t, check("scene", 1))
	require.Zero(t, d.call(Mini, "/wxa/msg_sec_check", `{"content":"好"}`).code(), "version 1")
	require.Equal(t, 87014, d.call(Mini, "/wxa/msg_sec_check", `{"content":"违规示例"}`).code())
}

func TestPicturesAreJudgedLater(t *testing.T) {
	d := newDesk(t)
	d.Code(alice)
	good := object{"version": 2, "scene": 1, "openid": MiniOpenID(alice), "media_type": 2, "media_url": "https://example.com/1.png"}
	for address, suggest := range map[string]string{"https://example.com/1.png": "pass", "https://example.com/risky.png": "risky", "http://example.com/review.png": "review"} {
		h := d.call(Mini, "/wxa/media_check_async", with(good, "media_url", address))
		require.Zero(t, h.code(), "%s", h.body)
		reports := d.reports()
		require.Len(t, reports, 1)
		require.Contains(t, reports[0], "<trace_id><![CDATA["+h.text("trace_id")+"]]></trace_id>")
		require.Contains(t, reports[0], "<suggest><![CDATA["+suggest+"]]></suggest>")
		require.Contains(t, reports[0], "<FromUserName><![CDATA["+MiniOpenID(alice)+"]]></FromUserName>")
	}
	for _, c := range []struct {
		name  string
		value any
		code  int
	}{
		{"version", 1, 40097},
		{"media_url", "file:///etc/passwd", 40097},
		{"media_type", 3, 40004},
		{"scene", 9, 40129},
		{"openid", MiniOpenID("stranger"), 61010},
	} {
		require.Equal(t, c.code, d.call(Mini, "/wxa/media_check_async", with(good, c.name, c.value)).code(), c.name)
	}
	require.Empty(t, d.reports())
}
