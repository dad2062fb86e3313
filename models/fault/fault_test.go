package fault_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"shuangyong/models/fault"
)

func TestFaultIsFoundThroughWrapping(t *testing.T) {
	closed := fault.New(fault.Conflict, "shop.closed", "这家店已经不营业了。")
	err := fmt.Errorf("finding the shop: %w", closed)

	if fault.CodeOf(err) != fault.Conflict || fault.Of(err) != closed {
		t.Errorf("got %v, %v", fault.CodeOf(err), fault.Of(err))
	}
	if !errors.Is(err, fault.New(fault.Conflict, "shop.closed", "other words")) {
		t.Error("same code and reason, other words: want the same fault")
	}
	if errors.Is(err, fault.New(fault.Conflict, "shop.moved", "")) {
		t.Error("another reason is another fault")
	}
}

func TestInnerErrorsNeverReachTheReader(t *testing.T) {
	secret := errors.New("dial tcp 10.0.0.7: password=hunter2")
	f := fault.Of(fmt.Errorf("query: %w", secret))
	if f.Code != fault.Internal || strings.Contains(f.Detail, "hunter2") || f.Detail == "" {
		t.Errorf("code %s, detail %q", f.Code, f.Detail)
	}
	if !errors.Is(f, secret) {
		t.Error("the log loses the cause")
	}
	if fault.CodeOf(nil) != "" || fault.CodeOf(io.EOF) != fault.Internal {
		t.Error("nil has no code, a foreign error is internal")
	}
}

func TestWithFieldLeavesTheOriginalAlone(t *testing.T) {
	base := fault.New(fault.Invalid, "form.invalid", "有几处要改。").WithField("phone", "要11位数字")
	a, b := base.WithField("name", "没有填"), base.WithField("date", "这天不存在")
	if len(base.Fields) != 1 || a.Fields[1].Name != "name" || b.Fields[1].Name != "date" {
		t.Errorf("base %v, a %v, b %v", base.Fields, a.Fields, b.Fields)
	}
}
