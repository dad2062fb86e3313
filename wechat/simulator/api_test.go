package simulator

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRefusalsAreInTencentsForm(t *testing.T) {
	d := newDesk(t)
	h := d.call(Official, "/cgi-bin/menu/get", "")
	require.Equal(t, http.StatusOK, h.status)
	require.Equal(t, "application/json; charset=utf-8", h.header.Get("Content-Type"))
	require.Regexp(t, regexp.MustCompile(`^menu no exist rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$`), h.text("errmsg"))
	require.Equal(t, `{"errcode":0,"errmsg":"ok"}`, string(d.call(Official, "/cgi-bin/menu/delete", "").body))
}

func TestACallMustBeMadeTheRightWay(t *testing.T) {
	d := newDesk(t)
	token := "?access_token=" + d.token(Official)
	menu := "/cgi-bin/menu/create" + token
	require.Equal(t, 43002, d.send(http.MethodGet, menu, "", "").code())
	require.Equal(t, 43001, d.send(http.MethodPost, "/cgi-bin/menu/get"+token, "", "{}").code())
	require.Equal(t, 44002, d.send(http.MethodPost, menu, "", " \n").code())
	for _, body := range []string{"{", "button", `{"button":[]}x`, "{\"button\":\"\xff\"}", "{\"a\":\"" + strings.Repeat("长", maxAsk/3) + "\"}"} {
		require.Equal(t, 47001, d.send(http.MethodPost, menu, "application/json", body).code())
	}
	unknown := d.send(http.MethodGet, "/cgi-bin/nothing"+token, "", "")
	require.Equal(t, http.StatusNotFound, unknown.status)
	require.Contains(t, string(unknown.body), "<html>")
}

func TestCallsADayAreCounted(t *testing.T) {
	d := newDesk(t)
	d.call(Official, "/cgi-bin/menu/delete", "")
	d.sides[Official].quota.used["/cgi-bin/menu/delete"] = 1000
	require.Equal(t, 45009, d.call(Official, "/cgi-bin/menu/delete", "").code())
	d.clock.Advance(24 * time.Hour)
	require.Zero(t, d.call(Official, "/cgi-bin/menu/delete", "").code())
}
