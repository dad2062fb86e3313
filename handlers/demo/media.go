package demo

import (
	"errors"
	"io"
	"net/http"
	"path"
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
func (w WeChat) media(c *gin.Context) {
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
	mediaID, address, err := w.Store(kind, content)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusCreated, gin.H{"media_id": mediaID, "url": address})
}

var pictureForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)

// picture shows one from here, so that the page loads nothing from anywhere else. Only a picture is shown, and never as a page.
func (w WeChat) picture(c *gin.Context) {
	id := c.Param("id")
	if !pictureForm.MatchString(id) {
		bad(c, "id", "图片的号")
		return
	}
	content, kind, ok := w.Picture(id)
	if !ok || (kind != "image/jpeg" && kind != "image/png" && kind != "image/gif") {
		reply.Refuse(c, fault.New(fault.NotFound, "demo.no_picture", "这张图片已经不在了。"))
		return
	}
	c.Header("Cache-Control", "private, max-age=86400, immutable") // an id stands for one picture
	c.Data(http.StatusOK, kind, content)
}

// pictureAt is the address here of a picture that WeChat keeps; "" for any other.
func pictureAt(url string) string {
	id := path.Base(url)
	if !picturesAddress.MatchString(url) || !pictureForm.MatchString(id) {
		return ""
	}
	return "/simulator/api/picture/" + id
}

// picturesAddress is how the simulator's pictures are reached.
var picturesAddress = regexp.MustCompile(`^https?://[^/]+/mmbiz/[^/]+$`)
