package openapi

import (
	"strings"

	"github.com/gin-gonic/gin"

	"shuangyong/models/seal"
)

// Bearer reads the one token of the Authorization header (RFC 6750). A token anywhere else, in the address above all, is not looked at.
func Bearer(c *gin.Context) (seal.Text, bool) {
	all := c.Request.Header.Values("Authorization")
	if len(all) != 1 {
		return "", false
	}
	scheme, token, _ := strings.Cut(all[0], " ")
	if token = strings.TrimSpace(token); !strings.EqualFold(scheme, "Bearer") || token == "" {
		return "", false
	}
	return seal.Text(token), true
}
