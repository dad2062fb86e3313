package wechat

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/silenceper/wechat/v2/cache"
)

// redisCache is the SDK's cache interface on go-redis v9 (its own is on v8). It returns strings or nil, never []byte, which the SDK would panic on;
// and a Redis that is down is an empty cache.
type redisCache struct {
	redis redis.UniversalClient
}

var _ cache.ContextCache = redisCache{}

// GetContext implements cache.ContextCache.
func (c redisCache) GetContext(ctx context.Context, key string) any {
	if c.redis == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, redisBudget)
	defer cancel()
	s, err := c.redis.Get(ctx, key).Result()
	if err != nil {
		return nil
	}
	return s
}

// SetContext implements cache.ContextCache.
func (c redisCache) SetContext(ctx context.Context, key string, val any, timeout time.Duration) error {
	if c.redis == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, redisBudget)
	defer cancel()
	return c.redis.Set(ctx, key, val, timeout).Err()
}

// IsExistContext implements cache.ContextCache.
func (c redisCache) IsExistContext(ctx context.Context, key string) bool {
	return c.GetContext(ctx, key) != nil
}

// DeleteContext implements cache.ContextCache.
func (c redisCache) DeleteContext(ctx context.Context, key string) error {
	if c.redis == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, redisBudget)
	defer cancel()
	return c.redis.Del(ctx, key).Err()
}

// Get implements cache.Cache.
func (c redisCache) Get(key string) any { return c.GetContext(context.Background(), key) }

// Set implements cache.Cache.
func (c redisCache) Set(key string, val any, timeout time.Duration) error {
	return c.SetContext(context.Background(), key, val, timeout)
}

// IsExist implements cache.Cache.
func (c redisCache) IsExist(key string) bool { return c.IsExistContext(context.Background(), key) }

// Delete implements cache.Cache.
func (c redisCache) Delete(key string) error { return c.DeleteContext(context.Background(), key) }
