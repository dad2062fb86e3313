package wechat

import (
	"context"

	gateway "shuangyong/wechat"
)

// CommitOnly does what a process does with a message until the moment after the commit: nothing is stored in Redis, nobody is told.
func (d *Door) CommitOnly(ctx context.Context, in gateway.Inbound) error {
	h, _ := d.mux.Find(in)
	_, err := h(ctx, Message{In: in, Now: d.o.Clock.Now()})
	return err
}
