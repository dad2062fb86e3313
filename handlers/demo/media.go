package demo

import (
	"errors"
	"io"
	"net/http"
	"regexp"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
)

// MediaLimit is the largest picture or voice that the phone sends; server/routes lets one this large through.
const MediaLimit = 2 << 20

// MediaPath is where they are sent.
const MediaPath = "/simulator/api/media"

// media keeps a picture or a voice as WeChat does until it is part of a message. What it is, the content tells, not the sender.
func (d *Door) media(c *gin.Context) {
	content, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, MediaLimit))
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		reply.Refuse(c, fault.Wrap(tooLarge, fault.TooLarge, "http.too_large", "图片太大了，没有收下。请换一张小些的。"))
		return
	}
	if err != nil {
		reply.Refuse(c, fault.Wrap(err, fault.Invalid, "demo.bad_media", "没有收全，请再发一次。"))
		return
	}
	kind := "voice"
	switch sniffed := http.DetectContentType(content); {
	case sniffed == "image/jpeg" || sniffed == "image/png" || sniffed == "image/gif":
		kind = "image"
	case len(content) < 6 || string(content[:6]) != "#!AMR\n":
		reply.Refuse(c, fault.New(fault.Invalid, "demo.bad_media", "只收图片（JPEG、PNG、GIF）和语音（AMR）。"))
		return
	}
	mediaID, address := d.o.Phone.Store(kind, content)
	if mediaID == "" {
		reply.Refuse(c, fault.New(fault.Invalid, "demo.bad_media", "微信收不下这个文件，请换一个。"))
		return
	}
	c.JSON(http.StatusCreated, gin.H{"media_id": mediaID, "url": address})
}

// picture shows one from here, so that the page loads nothing from anywhere else. Only a picture is shown, and never as a page.
func (d *Door) picture(c *gin.Context) {
	content, kind, ok := d.o.Phone.File(c.Param("name"))
	if !ok || (kind != "image/jpeg" && kind != "image/png" && kind != "image/gif") {
		reply.Refuse(c, fault.New(fault.NotFound, "demo.no_picture", "这张图片已经不在了。"))
		return
	}
	c.Header("Cache-Control", "private, max-age=86400, immutable") // a name stands for one picture
	c.Data(http.StatusOK, kind, content)
}

// stored is how the pictures that WeChat keeps are reached.
var stored = regexp.MustCompile(`^https?://[^/]+/mmbiz/([A-Za-z0-9_-]{1,128}\.[a-z0-9]{1,5})$`)

// pictureAt is the address here of a picture that WeChat keeps; "" for any other.
func pictureAt(url string) string {
	m := stored.FindStringSubmatch(url)
	if m == nil {
		return ""
	}
	return "/simulator/api/picture/" + m[1]
}
