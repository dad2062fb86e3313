package session

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// silent drops what go-redis would write to standard error by itself, past the program's log and with the addresses in it. What fails is
// logged here, by whoever called.
type silent struct{}

// Printf implements go-redis's logger.
func (silent) Printf(context.Context, string, ...any) {}

func init() { redis.SetLogger(silent{}) } // its logger is the library's own global
