package seed

import (
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"

	"github.com/google/uuid"
)

// dice is one thing's own source of chance. Each shop, household and slot throws its own, so that no order of work changes a row.
type dice struct{ *rand.Rand }

// mix is splitmix64's finalizer: neighbours become strangers.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb
	return x ^ (x >> 31)
}

func kindNumber(kind string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(kind)) // a hash never fails to write
	return h.Sum64()
}

// dice gives the dice of the i-th thing of a kind.
func (c *City) dice(kind string, i int) dice {
	k := kindNumber(kind)
	return dice{rand.New(rand.NewPCG(mix(c.o.Seed^k), mix(k+uint64(i))))} // #nosec G404 -- the same city every time
}

// id is the key of the i-th thing of a kind: a UUIDv7 whose time is i milliseconds after the city's beginning, so that loading fills
// every index from one side.
func (c *City) id(kind string, i int) uuid.UUID {
	k := kindNumber(kind) ^ mix(c.o.Seed)
	var u uuid.UUID
	binary.BigEndian.PutUint64(u[:8], uint64(c.begin.Start().UnixMilli()+int64(i))<<16|mix(k+uint64(i))&0xffff)
	binary.BigEndian.PutUint64(u[8:], mix(k^mix(uint64(i))))
	u[6] = u[6]&0x0f | 0x70
	u[8] = u[8]&0x3f | 0x80
	return u
}

// pick is one of the given, each as likely.
func pick[T any](d dice, of []T) T { return of[d.IntN(len(of))] }

// weighted is the index of one of the weights, in proportion to them.
func (d dice) weighted(weights []int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := d.IntN(sum)
	for i, w := range weights {
		if n < w {
			return i
		}
		n -= w
	}
	return len(weights) - 1
}

// chance is true in p of a hundred.
func (d dice) chance(p int) bool { return d.IntN(100) < p }

// between is a number from low to high, both included.
func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// Read lets the dice stand where random bytes are read. It never fails.
func (d dice) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(d.UintN(256))
	}
	return len(p), nil
}
