package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"
)

// page is a picture whose left upper quarter is red, so that it can be seen which way up it is.
func page(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{uint8(x * 255 / w), 200, uint8(y * 255 / h), 255}
			if x < w/2 && y < h/2 {
				c = color.RGBA{220, 0, 0, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, jpeg.Encode(&out, m, &jpeg.Options{Quality: 90}))
	return out.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, m))
	return out.Bytes()
}

// exif is an APP1 segment that says how the picture lies, where it was taken and with what.
func exif(o orientation) []byte {
	order := binary.LittleEndian
	tiff := []byte{'I', 'I', 42, 0, 8, 0, 0, 0}
	entry := func(tag, typ uint16, count, value uint32) {
		tiff = order.AppendUint16(tiff, tag)
		tiff = order.AppendUint16(tiff, typ)
		tiff = order.AppendUint32(tiff, count)
		tiff = order.AppendUint32(tiff, value)
	}
	const (
		gps = 8 + 2 + 3*12 + 4 // behind the header and a directory of three
		end = gps + 2 + 12 + 4
	)
	tiff = order.AppendUint16(tiff, 3)
	entry(0x010F, 2, 12, end)          // Make
	entry(0x0112, 3, 1, uint32(o))     // Orientation
	entry(0x8825, 4, 1, gps)           // GPS
	tiff = order.AppendUint32(tiff, 0) // no other directory
	tiff = order.AppendUint16(tiff, 1)
	entry(0x0002, 5, 3, end) // GPSLatitude
	tiff = order.AppendUint32(tiff, 0)
	tiff = append(tiff, "CanaryPhone\x00 and where it stood"...)
	body := append([]byte("Exif\x00\x00"), tiff...)
	segment := []byte{0xFF, 0xE1}
	segment = binary.BigEndian.AppendUint16(segment, uint16(len(body)+2))
	return append(segment, body...)
}

// with puts segments behind the start of a JPEG.
func with(file []byte, segments ...[]byte) []byte {
	out := append([]byte{}, file[:2]...)
	for _, s := range segments {
		out = append(out, s...)
	}
	return append(out, file[2:]...)
}

// chunk is one chunk of a PNG.
func chunk(name string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, name...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// pngOf claims to be w × h in the given depth, colour type and way of interlacing, and holds nothing.
func pngOf(w, h uint32, depth, colour, interlace byte) []byte {
	head := binary.BigEndian.AppendUint32(nil, w)
	head = binary.BigEndian.AppendUint32(head, h)
	head = append(head, depth, colour, 0, 0, interlace)
	return append(append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", head)...), chunk("IEND", nil)...)
}

// jpegOf claims to be w × h with three components, and has so many scans without anything in them.
func jpegOf(w, h uint16, frame byte, scans int) []byte {
	out := []byte{0xFF, 0xD8, 0xFF, frame, 0, 17, 8}
	out = binary.BigEndian.AppendUint16(out, h)
	out = binary.BigEndian.AppendUint16(out, w)
	out = append(out, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)
	for range scans {
		out = append(out, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0x12, 0xFF, 0x00, 0x34)
	}
	return append(out, 0xFF, 0xD9)
}

// scansOf is a real progressive JPEG of w × h grey points that comes in so many scans, each of which walks over all of it.
func scansOf(w, h uint16, scans int) []byte {
	out := []byte{0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0}
	out = append(out, bytes.Repeat([]byte{1}, 64)...)
	out = append(out, 0xFF, markProgressive, 0, 11, 8)
	out = binary.BigEndian.AppendUint16(out, h)
	out = binary.BigEndian.AppendUint16(out, w)
	out = append(out, 1, 1, 0x11, 0)
	out = append(out, 0xFF, 0xC4, 0, 20, 0x00, 1) // a table whose only code is one bit long and means: as before
	out = append(out, make([]byte, 16)...)
	blocks := (int(w) + 7) / 8 * ((int(h) + 7) / 8)
	for range scans {
		out = append(out, 0xFF, markScan, 0, 8, 1, 1, 0, 0, 0, 0)
		out = append(out, make([]byte, blocks/8+1)...)
	}
	return append(out, 0xFF, markEnd)
}
