// Package leftovers clears up behind tests that use a Redis server.
package leftovers

import (
	"context"
	"errors"

	"github.com/redis/go-redis/v9"

	"shuangyong/models/seal"
	"shuangyong/session"
)

// Wipe removes what the installation with these keys left on the server, and nothing else: the server may be shared.
func Wipe(ctx context.Context, c redis.UniversalClient, keys session.Sealer) error {
	all := c.Scan(ctx, 0, session.Prefix(keys)+"*", 1000).Iterator()
	for all.Next(ctx) {
		if err := c.Del(ctx, all.Val()).Err(); err != nil {
			return err
		}
	}
	return all.Err()
}

// WipeServer is Wipe for a test that started the program with an address and a secret.
func WipeServer(ctx context.Context, url string, secret []byte) (err error) {
	keys, err := seal.NewKeyring(secret)
	if err != nil {
		return err
	}
	c, done, err := session.OpenRedis(url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	return Wipe(ctx, c, keys)
}
