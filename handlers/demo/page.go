package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/reply"
	"shuangyong/models/fault"
	"shuangyong/web"
)

// policy lets the page load what the program itself serves, and nothing else: no script or style inside the HTML, so that text which slips into
// the page stays text. Pictures may be blobs, which is what a photo is before it is sent.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// types are the files that there are; whatever else lies in the folder is not served.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".webmanifest": "application/manifest+json",
}

// asset is a file with the tag that browsers ask by whether it changed.
type asset struct {
	content []byte
	kind    string
	tag     string
}

// pages puts the phone's page and what it loads in place.
func pages(r gin.IRoutes) {
	assets := load(web.Phone())
	r.GET("/", func(c *gin.Context) { c.Redirect(http.StatusFound, "/simulator") }) // whoever opens just the address finds the phone
	r.GET("/simulator", func(c *gin.Context) { serve(c, assets["index.html"]) })
	r.GET("/simulator/assets/:name", func(c *gin.Context) {
		a, ok := assets[c.Param("name")]
		if !ok || path.Ext(c.Param("name")) == ".html" {
			reply.Refuse(c, fault.New(fault.NotFound, "http.no_such_path", "没有这个地址。"))
			return
		}
		serve(c, a)
	})
}

func load(files fs.FS) map[string]asset {
	assets := map[string]asset{}
	entries, _ := fs.ReadDir(files, ".") // embedded: it cannot fail
	for _, e := range entries {
		kind, known := types[path.Ext(e.Name())]
		content, err := fs.ReadFile(files, e.Name())
		if !known || err != nil {
			continue
		}
		sum := sha256.Sum256(content)
		assets[e.Name()] = asset{content, kind, `"` + hex.EncodeToString(sum[:12]) + `"`}
	}
	return assets
}

// serve answers with the file, or with 304 when the browser has it. It asks each time: a demo is rebuilt often.
func serve(c *gin.Context, a asset) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-cache")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(self)")
	h.Set("ETag", a.tag)
	if c.GetHeader("If-None-Match") == a.tag {
		c.Status(http.StatusNotModified)
		return
	}
	c.Data(http.StatusOK, a.kind, a.content)
}
