package media

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"

	drawing "golang.org/x/image/draw"
)

// qualities are tried in turn while a picture comes out too heavy, as a page full of noise does. The first is enough for a photo.
var qualities = [...]int{80, 65, 50, 35}

// draw makes our picture of what was decoded. What can be seen through becomes white.
func draw(decoded image.Image, o orientation) (Picture, error) {
	side := longest
	for {
		small := o.turned(shrunk(decoded, side))
		for _, q := range qualities {
			var out bytes.Buffer
			if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: q}); err != nil {
				return Picture{}, damaged(err)
			}
			if out.Len() <= MaxClean {
				return Picture{JPEG: out.Bytes(), Width: small.Rect.Dx(), Height: small.Rect.Dy()}, nil
			}
		}
		side /= 2
	}
}

// shrunk is the picture on white, its longer side at most so many pixels; it never grows.
func shrunk(in image.Image, side int) *image.RGBA {
	w, h := in.Bounds().Dx(), in.Bounds().Dy()
	if long := max(w, h); long > side {
		w, h = max(1, w*side/long), max(1, h*side/long)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	drawing.Draw(out, out.Rect, image.NewUniform(color.White), image.Point{}, drawing.Src)
	drawing.ApproxBiLinear.Scale(out, out.Rect, in, in.Bounds(), drawing.Over, nil)
	return out
}
