package mini

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/idnumber"
	"shuangyong/models/seal"
	"shuangyong/wechat"
)

// mainland is the calling code of the numbers that the bureau can call and send to.
const mainland = "86"

// LearnPhone exchanges WeChat's code for the caller's phone number and keeps it.
func (d *Door) LearnPhone(c *gin.Context) {
	var in PhoneRequest
	if !openapi.Bind(c, &in) {
		return
	}
	who, ok := d.caller(c)
	if !ok {
		return
	}
	number, err := d.phone(c.Request.Context(), in.Code)
	if err == nil {
		err = d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) error { return d.o.People.LearnPhone(tx, who.actor(), who.account, number) })
	}
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.JSON(http.StatusOK, PhoneAnswer{Phone: masked(number)})
}

// phone is the number that a code stands for, if the bureau can use it.
func (d *Door) phone(ctx context.Context, code string) (seal.Text, error) {
	told, err := d.o.Gateway.Phone(ctx, code)
	if err != nil {
		return "", d.phoneRefusal(ctx, err)
	}
	number, ok := idnumber.Mobile(told.Number.Reveal())
	if told.Country != mainland || !ok {
		return "", fault.New(fault.Invalid, "phone.foreign", "这个手机号暂时用不了，目前只能用中国内地的手机号。想留别的号码，请打"+d.o.Phone+"，由工作人员帮您登记。")
	}
	return number, nil
}

// phoneRefusal says what WeChat's refusal means and what to do.
func (d *Door) phoneRefusal(ctx context.Context, err error) error {
	number := 0
	if refused, ok := errors.AsType[*wechat.APIError](err); ok {
		number = refused.Code
	}
	if number == codeInvalid || number == codeUsed || fault.CodeOf(err) == fault.Invalid {
		return fault.Wrap(err, fault.Invalid, "phone.code", "手机号没有取到，可能是等得太久了。请再点一次；还不行，打"+d.o.Phone+"。")
	}
	d.o.Log.LogAttrs(ctx, slog.LevelWarn, "phone number not got from wechat", slog.String("class", string(wechat.Classify(err))), slog.Int("errcode", number))
	return fault.Wrap(err, fault.Unavailable, "phone.wechat_away", "微信暂时联系不上，没有取到手机号。请过几分钟再试，不填也能办事。")
}
