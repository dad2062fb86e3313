package simulator

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	picture = "\x89PNG\r\n\x1a\n"
	jpeg    = "\xff\xd8\xff\xe0"
	film    = "\x00\x00\x00\x18ftypmp42"
)

func stringReader(text string) *strings.Reader { return strings.NewReader(text) }

// upload puts a file up as the program does.
func (d *desk) upload(which Side, kind, name, content string) heard {
	d.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("media", name)
	require.NoError(d.t, err)
	_, _ = part.Write([]byte(content))
	require.NoError(d.t, w.Close())
	return d.send(http.MethodPost, "/cgi-bin/media/upload?type="+kind+"&access_token="+d.token(which), w.FormDataContentType(), b.String())
}

func TestFilesGoUpAndComeDownForThreeDays(t *testing.T) {
	d := newDesk(t)
	get := func(which Side, id string) heard { return d.call(which, "/cgi-bin/media/get?media_id="+id, "") }
	h := d.upload(Official, "image", "a.png", picture)
	id := h.text("media_id")
	require.Equal(t, "image", h.text("type"))
	require.EqualValues(t, d.clock.Now().Unix(), h.json["created_at"])
	down := get(Official, id)
	require.Equal(t, picture, string(down.body))
	require.Equal(t, "image/png", down.header.Get("Content-Type"))
	require.Equal(t, `attachment; filename="`+id+`.png"`, down.header.Get("Content-Disposition"))
	require.Equal(t, 40007, get(Mini, id).code(), "another account's")
	require.Equal(t, 40007, get(Official, "made-up").code())

	video := d.upload(Official, "video", "a.mp4", film+"....").text("media_id")
	address := get(Official, video).text("video_url")
	require.Equal(t, film+"....", string(d.send(http.MethodGet, strings.TrimPrefix(address, d.api.URL), "", "").body))
	require.NotEmpty(t, d.upload(Official, "thumb", "a.jpg", jpeg).text("thumb_media_id"))

	d.clock.Advance(mediaLife - time.Second)
	require.Equal(t, picture, string(get(Official, id).body))
	d.clock.Advance(time.Second)
	require.Equal(t, 40007, get(Official, id).code())
}

func TestWhatIsNoFileIsRefused(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		kind, content string
		code          int
	}{
		{"picture", picture, 40004},
		{"image", "", 44001},
		{"image", "<html>", 40137},
		{"image", jpeg + strings.Repeat("x", mediaMost), 40009},
		{"voice", picture, 40005},
		{"voice", "#!AMR\n" + strings.Repeat("x", 2<<20), 40010},
		{"video", picture, 40005},
		{"video", film + strings.Repeat("x", mediaMost), 40011},
		{"thumb", picture, 40137},
		{"thumb", jpeg + strings.Repeat("x", 64<<10), 40012},
		{"image", strings.Repeat("x", maxUpload), 45001},
	} {
		require.Equal(t, c.code, d.upload(Mini, c.kind, "a", c.content).code(), "%s %.10q", c.kind, c.content)
	}
	for _, kind := range []string{"application/json", "multipart/form-data", "multipart/form-data; boundary=x", "\x7f"} {
		path := "/cgi-bin/media/upload?type=image&access_token=" + d.token(Official)
		require.Equal(t, 41005, d.send(http.MethodPost, path, strings.TrimPrefix(kind, "\x7f"), "--x\r\nnothing").code(), kind)
	}
}

func TestWhatPeopleSendCanBeFetched(t *testing.T) {
	d := newDesk(t, func(o *Options) { o.Base = "http://phone.test/" })
	id, url := d.Store("image", []byte(picture))
	path, ours := strings.CutPrefix(url, "http://phone.test")
	require.True(t, ours)
	shown := d.send(http.MethodGet, path, "", "")
	require.Equal(t, picture, string(shown.body))
	require.Equal(t, "nosniff", shown.header.Get("X-Content-Type-Options"))
	for _, which := range []Side{Official, Mini} {
		require.Equal(t, picture, string(d.call(which, "/cgi-bin/media/get?media_id="+id, "").body))
	}
	id, _ = d.Store("voice", nil)
	voice := d.call(Official, "/cgi-bin/media/get?media_id="+id, "")
	require.Equal(t, "audio/amr", voice.header.Get("Content-Type"))
	require.Equal(t, "#!AMR\n"+strings.Repeat("\x7c", 50), string(voice.body), "a second without speech")
	for kind, content := range map[string]string{"image": "<script>", "voice": picture, "dance": picture} {
		id, url = d.Store(kind, []byte(content))
		require.Empty(t, id+url)
	}
	require.Equal(t, http.StatusNotFound, d.send(http.MethodGet, "/mmbiz/none.png", "", "").status)
}

func TestTheOldestFilesGo(t *testing.T) {
	d := newDesk(t)
	large := []byte(picture + strings.Repeat("x", mediaMost-len(picture)))
	first, _ := d.Store("image", large)
	var last string
	for range mediaRoom / mediaMost {
		last, _ = d.Store("image", large)
	}
	now := d.clock.Now()
	require.Nil(t, d.media.find(nil, first, now))
	require.NotNil(t, d.media.find(nil, last, now))
	require.LessOrEqual(t, d.media.bytes, mediaRoom)
	require.Len(t, d.media.byFile, len(d.media.order))
}
