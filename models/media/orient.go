package media

import (
	"bytes"
	"image"

	"github.com/bep/imagemeta"
)

// orientation is how the pixels lie in the file (EXIF tag 0x0112): 1 is upright.
type orientation int

const upright orientation = 1

// maxHead is how far into a file its orientation is looked for: it stands in a segment of at most 64 KiB near the beginning.
const maxHead = 128 << 10

// orientationOf reads it from the file's metadata. Whatever cannot be read there means upright: the picture can still be looked at.
func orientationOf(k kind, raw []byte) orientation {
	format := imagemeta.JPEG
	if k == pngFile {
		format = imagemeta.PNG
	}
	found := upright
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(raw[:min(len(raw), maxHead)]), ImageFormat: format, Sources: imagemeta.EXIF, LimitNumTags: 200, LimitTagSize: 64,
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool { return tag.Namespace == "IFD0" && tag.Tag == "Orientation" },
		HandleTag: func(tag imagemeta.TagInfo) error {
			if v, ok := tag.Value.(uint16); ok && v >= 1 && v <= 8 {
				found = orientation(v)
			}
			return imagemeta.ErrStopWalking
		},
	})
	return found
}

// turned gives the picture the way up that people see.
func (o orientation) turned(in *image.RGBA) *image.RGBA {
	if o == upright {
		return in
	}
	w, h := in.Rect.Dx(), in.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if o.sideways() {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := o.place(x, y, w, h)
			copy(out.Pix[out.PixOffset(tx, ty):][:4], in.Pix[in.PixOffset(x, y):][:4])
		}
	}
	return out
}

// sideways tells whether width and height change places.
func (o orientation) sideways() bool { return o >= 5 }

// place is where the pixel at x, y of a w × h picture goes.
func (o orientation) place(x, y, w, h int) (int, int) {
	switch o {
	case 2: // mirrored
		return w - 1 - x, y
	case 3: // upside down
		return w - 1 - x, h - 1 - y
	case 4: // mirrored, upside down
		return x, h - 1 - y
	case 5: // mirrored, lying on its left
		return y, x
	case 6: // to be turned right
		return h - 1 - y, x
	case 7: // mirrored, lying on its right
		return h - 1 - y, w - 1 - x
	case 8: // to be turned left
		return y, w - 1 - x
	default:
		return x, y
	}
}
