package mini

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/models/application"
	"shuangyong/models/media"
)

// GetApplicationForm says what to know before papers are photographed.
func (d *Door) GetApplicationForm(c *gin.Context) {
	form := ApplicationForm{Notice: application.Notice, MostDocuments: application.MaxDocuments, MostBytes: media.MaxBytes}
	for _, p := range application.Papers() {
		form.Papers = append(form.Papers, ApplicationPaper{Kind: string(p.Kind), Name: p.Chinese, Hint: p.Hint})
	}
	c.JSON(http.StatusOK, form)
}
