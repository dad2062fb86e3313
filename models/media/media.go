// Package media makes pictures that strangers send safe to keep and to show: drawn anew, so that nothing else that was in the file survives.
package media

import (
	"bytes"
	"context"
	"image"
	_ "image/jpeg" // registers what DecodeConfig and Decode read
	_ "image/png"

	"shuangyong/models/fault"
)

// What a picture may cost. A phone's photo has 12 to 50 million pixels and 2 to 8 MiB.
const (
	MaxBytes = 8 << 20 // of the file as it comes

	maxPixels  = 40_000_000
	maxSide    = 12_000    // pixels
	maxDecoded = 200 << 20 // bytes that decoding takes, by the file's own header
	maxScans   = 64        // of a progressive JPEG, each of which costs a walk over the whole picture; cameras write about ten
)

// What comes out.
const (
	MaxClean = 2 << 20 // bytes
	longest  = 2400    // pixels of the longer side: small print on an A4 page can still be read
)

// atOnce is how many pictures are worked on at the same time, so that all of them together take at most twice maxDecoded and what drawing needs.
const atOnce = 2

// Picture is a JPEG that this program drew. Nothing is in it but the pixels: no place, no time, no name of a camera, nothing behind its end.
type Picture struct {
	JPEG          []byte
	Width, Height int // pixels, the way up that people see
}

// Cleaner makes pictures safe, a few at a time. It is safe for concurrent use.
type Cleaner struct{ turns chan struct{} }

// NewCleaner makes one. A program has a single one: it is what bounds the memory.
func NewCleaner() *Cleaner { return &Cleaner{make(chan struct{}, atOnce)} }

// Clean draws a JPEG or PNG of at most MaxBytes anew: upright, the longer side at most 2400 pixels, at most MaxClean bytes. It waits for its turn while ctx lasts. What
// is too large, damaged or no such picture is refused in Chinese that says what to do; nothing is decoded before its header says that it is affordable.
func (c *Cleaner) Clean(ctx context.Context, raw []byte) (Picture, error) {
	kind, err := kindOf(raw)
	if err != nil {
		return Picture{}, err
	}
	if err := affordable(kind, raw); err != nil {
		return Picture{}, err
	}
	select {
	case c.turns <- struct{}{}:
	case <-ctx.Done():
		return Picture{}, fault.Wrap(ctx.Err(), fault.Unavailable, "media.busy", "现在传图片的人多，没有收下。请过一分钟再传一次。")
	}
	defer func() { <-c.turns }()
	decoded, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return Picture{}, damaged(err)
	}
	return draw(decoded, orientationOf(kind, raw))
}

func damaged(cause error) error {
	return fault.Wrap(cause, fault.Invalid, "media.damaged", "这张图片没有传完整，或者已经损坏。请重新拍一张再传；还不行，拿原件到服务站，我们帮您办。")
}
