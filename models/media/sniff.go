package media

import (
	"bytes"
	"fmt"
	"image"
	"image/color"

	"shuangyong/models/fault"
)

// kind is the format of a picture, by its content: what the sender calls it does not count.
type kind string

const (
	jpegFile kind = "jpeg"
	pngFile  kind = "png"
)

// What a file is refused with that is no picture of ours.
var (
	errEmpty   = fault.New(fault.Invalid, "media.empty", "没有收到图片。请重新拍一张再传。")
	errHeavy   = fault.New(fault.TooLarge, "media.too_heavy", "图片超过8兆，没有收下。请在微信里选图片时不勾“原图”，或拍近一点再传。")
	errLarge   = fault.New(fault.TooLarge, "media.too_large", "图片的尺寸太大，没有收下。请直接用手机拍照上传，不要用扫描的大图。")
	errPhoto   = fault.New(fault.Invalid, "media.use_photo", "这种图片格式我们打不开。请用手机“拍照”直接拍，或者先截个屏，再把截图传上来。")
	errNotOne  = fault.New(fault.Invalid, "media.not_a_picture", "这里只收照片（JPEG 或 PNG）。文档、压缩包请打开后拍照或截屏，再传上来。")
	signatures = []struct {
		begins string
		is     kind
	}{{"\xff\xd8\xff", jpegFile}, {"\x89PNG\r\n\x1a\n", pngFile}}
)

// kindOf looks at the first bytes.
func kindOf(raw []byte) (kind, error) {
	switch {
	case len(raw) == 0:
		return "", errEmpty
	case len(raw) > MaxBytes:
		return "", errHeavy
	}
	for _, s := range signatures {
		if bytes.HasPrefix(raw, []byte(s.begins)) {
			return s.is, nil
		}
	}
	if otherPicture(raw) {
		return "", errPhoto
	}
	return "", errNotOne
}

// otherPicture knows what phones and browsers keep pictures in besides: HEIC and AVIF (a box ftyp), WebP, GIF, BMP, TIFF.
func otherPicture(raw []byte) bool {
	if len(raw) >= 12 && string(raw[4:8]) == "ftyp" {
		return true
	}
	if len(raw) >= 12 && string(raw[:4]) == "RIFF" && string(raw[8:12]) == "WEBP" {
		return true
	}
	for _, begins := range []string{"GIF8", "BM", "II*\x00", "MM\x00*"} {
		if bytes.HasPrefix(raw, []byte(begins)) {
			return true
		}
	}
	return false
}

// affordable reads the header alone and refuses what would take too much memory or time to decode.
func affordable(k kind, raw []byte) error {
	config, format, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || format != string(k) {
		return damaged(err)
	}
	if config.Width <= 0 || config.Height <= 0 {
		return damaged(fmt.Errorf("media: %d × %d", config.Width, config.Height))
	}
	if config.Width > maxSide || config.Height > maxSide || config.Width > maxPixels/config.Height {
		return errLarge
	}
	perPixel := bytesOf(config.ColorModel)
	if k == pngFile && interlaced(raw) {
		perPixel *= 2 // its passes are decoded apart
	}
	if k == jpegFile {
		progressive, scans := survey(raw)
		if scans > maxScans {
			return errLarge
		}
		if progressive {
			perPixel += 4 * perPixel // the decoder keeps every coefficient as an int32
		}
	}
	if config.Width*config.Height > maxDecoded/perPixel {
		return errLarge
	}
	return nil
}

// bytesOf is how many bytes a decoder keeps for each pixel, at most.
func bytesOf(m color.Model) int {
	switch m {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.YCbCrModel:
		return 3
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, palette := m.(color.Palette); palette {
		return 1
	}
	return 4
}

// interlaced reads the byte of a PNG's first chunk that says so.
func interlaced(raw []byte) bool { return len(raw) > 28 && raw[28] != 0 }
