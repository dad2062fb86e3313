package wechat

import (
	"context"
	"errors"
	"regexp"

	"github.com/silenceper/wechat/v2/miniprogram/business"
	miniconfig "github.com/silenceper/wechat/v2/miniprogram/config"
	mini "github.com/silenceper/wechat/v2/miniprogram/context"
	sdk "github.com/silenceper/wechat/v2/officialaccount/context"

	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

// Phone is a number that somebody agreed to tell.
type Phone struct {
	Country string    // calling code, "86" for the mainland
	Number  seal.Text // without it
}

// numberForm is what telephone numbers are written with, calling codes too.
var numberForm = regexp.MustCompile(`^[0-9]{1,20}$`)

// Phone exchanges the code of the mini-program's getPhoneNumber button, which is good once and for five minutes.
func (g *Gateway) Phone(ctx context.Context, code string) (Phone, error) {
	const api = "getuserphonenumber"
	if !codeForm.MatchString(code) {
		return Phone{}, fault.New(fault.Invalid, "phone.code", "手机号没有取到，请再点一次。")
	}
	var info business.PhoneInfo
	err := g.do(ctx, api, func(c *sdk.Context) (err error) {
		b := business.NewBusiness(&mini.Context{Config: &miniconfig.Config{AppID: g.o.AppID}, AccessTokenContextHandle: tokenOf(c)})
		info, err = b.GetPhoneNumber(&business.GetPhoneNumberRequest{Code: code})
		return err
	})
	if err != nil {
		return Phone{}, err
	}
	if info.Watermark.AppID != g.o.AppID {
		return Phone{}, unavailable(api, errors.New("the answer is for another app"))
	}
	if !numberForm.MatchString(info.PurePhoneNumber) || !numberForm.MatchString(info.CountryCode) {
		return Phone{}, unavailable(api, errors.New("the answer holds no number"))
	}
	return Phone{Country: info.CountryCode, Number: seal.Text(info.PurePhoneNumber)}, nil
}

// tokenOf is a call's ticket as the mini-program's half of the SDK takes it.
func tokenOf(c *sdk.Context) ticketHandle {
	ticket, _ := c.GetAccessToken()
	return ticketHandle(ticket)
}
