package wechat

import (
	"testing"

	"go.uber.org/goleak"
)

// The gateway starts nothing that outlives a call.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
