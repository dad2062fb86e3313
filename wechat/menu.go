package wechat

import (
	"context"
	"errors"
	"fmt"

	sdk "github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/menu"
)

// Tencent's limits on the menu; names and keys in bytes.
const (
	menuColumns   = 3
	menuRows      = 5
	topNameLimit  = 16
	rowNameLimit  = 60
	keyLimit      = 128
	noMenuErrcode = 46003
)

// Menu is the Official Account's menu: up to three columns.
type Menu []Button

// Button is a column with rows, or something to tap: a Key comes back as a CLICK event, a URL opens a page.
type Button struct {
	Name string   `json:"name"`
	Key  string   `json:"key,omitempty"`
	URL  string   `json:"url,omitempty"`
	Rows []Button `json:"rows,omitempty"`
}

// DefaultMenu is the menu that the program comes with. Keys are names of intents.
func DefaultMenu() Menu {
	return Menu{
		{Name: "查优待", Rows: []Button{
			{Name: "我能享受什么", Key: "benefit.mine"},
			{Name: "附近优惠店", Key: "shop.nearby"},
			{Name: "坐公交优惠", Key: "bus.concession"},
			{Name: "优待证进度", Key: "card.progress"},
			{Name: "补助何时到账", Key: "payment.when"},
		}},
		{Name: "办事情", Rows: []Button{
			{Name: "预约办事", Key: "appointment.book"},
			{Name: "我的预约", Key: "appointment.mine"},
			{Name: "反映诉求", Key: "petition.file"},
			{Name: "查办理进度", Key: "petition.progress"},
			{Name: "替家人办事", Key: "family.bind"},
		}},
		{Name: "找帮助", Rows: []Button{
			{Name: "转人工", Key: "human"},
			{Name: "最近的服务站", Key: "station.find"},
			{Name: "困难帮扶", Key: "aid.request"},
			{Name: "商家申请加入", Key: "shop.join"},
			{Name: "设置和隐私", Key: "privacy"},
		}},
	}
}

// Validate names everything that WeChat would refuse.
func (m Menu) Validate() error {
	var errs []error
	if len(m) == 0 || len(m) > menuColumns {
		errs = append(errs, fmt.Errorf("menu: %d columns, want 1 to %d", len(m), menuColumns))
	}
	for i, column := range m {
		if len(column.Rows) > menuRows {
			errs = append(errs, fmt.Errorf("menu: column %d has %d rows, want at most %d", i+1, len(column.Rows), menuRows))
		}
		errs = append(errs, column.validate(topNameLimit, len(column.Rows) > 0))
		for _, row := range column.Rows {
			errs = append(errs, row.validate(rowNameLimit, false))
			if len(row.Rows) > 0 {
				errs = append(errs, fmt.Errorf("menu: %q has rows below a row", row.Name))
			}
		}
	}
	return errors.Join(errs...)
}

func (b Button) validate(nameLimit int, column bool) error {
	switch {
	case b.Name == "" || len(b.Name) > nameLimit:
		return fmt.Errorf("menu: name %q has %d bytes, want 1 to %d", b.Name, len(b.Name), nameLimit)
	case column && (b.Key != "" || b.URL != ""):
		return fmt.Errorf("menu: %q has rows and an action", b.Name)
	case !column && (b.Key == "") == (b.URL == ""):
		return fmt.Errorf("menu: %q needs a key or an address", b.Name)
	case len(b.Key) > keyLimit:
		return fmt.Errorf("menu: the key of %q has %d bytes, want at most %d", b.Name, len(b.Key), keyLimit)
	}
	return nil
}

// PushMenu puts the menu in place for everybody who follows.
func (g *Gateway) PushMenu(ctx context.Context, m Menu) error {
	if err := m.Validate(); err != nil {
		return err
	}
	buttons := make([]*menu.Button, 0, len(m))
	for _, b := range m {
		buttons = append(buttons, b.sdk())
	}
	return g.do(ctx, "menu/create", func(c *sdk.Context) error { return menu.NewMenu(c).SetMenu(buttons) })
}

// CurrentMenu is the menu in place; none is an empty one.
func (g *Gateway) CurrentMenu(ctx context.Context) (Menu, error) {
	var current menu.ResMenu
	err := g.do(ctx, "menu/get", func(c *sdk.Context) (err error) {
		current, err = menu.NewMenu(c).GetMenu()
		return err
	})
	if e, ok := errors.AsType[*APIError](err); ok && e.Code == noMenuErrcode {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var m Menu
	for _, b := range current.Menu.Button {
		m = append(m, fromSDK(b))
	}
	return m, nil
}

func (b Button) sdk() *menu.Button {
	out := &menu.Button{Name: b.Name}
	switch {
	case len(b.Rows) > 0:
		for _, row := range b.Rows {
			out.SubButtons = append(out.SubButtons, row.sdk())
		}
	case b.URL != "":
		out.SetViewButton(b.Name, b.URL)
	default:
		out.SetClickButton(b.Name, b.Key)
	}
	return out
}

func fromSDK(b menu.Button) Button {
	out := Button{Name: b.Name, Key: b.Key, URL: b.URL}
	for _, row := range b.SubButtons {
		out.Rows = append(out.Rows, fromSDK(*row))
	}
	return out
}
