package wechat

import (
	"crypto/sha1" // #nosec G505 -- the platform's signature is defined with it
	"crypto/subtle"
	"encoding/hex"
	"net/url"
	"slices"
	"time"
)

// sign is the platform's signature: SHA-1 in hex of the sorted parts, joined.
func sign(parts ...string) string {
	slices.Sort(parts)
	h := sha1.New() // #nosec G401 -- see above
	for _, p := range parts {
		_, _ = h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// signed compares in constant time, so that a forger cannot find a signature digit by digit.
func signed(given string, parts ...string) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(sign(parts...))) == 1
}

// one is the parameter's value if it is there exactly once; two would let us and a proxy read different ones.
func one(q url.Values, name string) string {
	if v := q[name]; len(v) == 1 && len(v[0]) <= 1024 {
		return v[0]
	}
	return ""
}

// freshTimestamp tells whether a request's timestamp is near now. It must be the ten digits that the platform sends: the signature has no separators
// between its parts, so any other spelling could be made of a neighbour's digits.
func freshTimestamp(timestamp string, now time.Time, within time.Duration) bool {
	if len(timestamp) != 10 || timestamp[0] == '0' {
		return false
	}
	var seconds int64 // int64: the SDK's int32 ends in 2038
	for i := range len(timestamp) {
		c := timestamp[i]
		if c < '0' || c > '9' {
			return false
		}
		seconds = seconds*10 + int64(c-'0')
	}
	return now.Sub(time.Unix(seconds, 0)).Abs() <= within
}
