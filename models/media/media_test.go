package media

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/fault"
)

func TestOnlyThePixelsSurvive(t *testing.T) {
	const canary = "CANARY"
	photo := with(asJPEG(t, page(300, 200)), exif(upright), []byte("\xFF\xFE\x00\x10comment CANARY"), []byte("\xFF\xE2\x00\x10profile CANARY"))
	paper := asPNG(t, page(300, 200))
	for name, raw := range map[string][]byte{
		"where and when a photo was taken": photo,
		"an archive behind a photo":        append(bytes.Clone(photo), "PK\x03\x04 an archive of CANARY PK\x05\x06"...),
		"a page behind a photo":            append(bytes.Clone(photo), "<script>CANARY()</script>"...),
		"a text in a PNG":                  append(append(bytes.Clone(paper[:33]), chunk("tEXt", []byte("Comment\x00CANARY"))...), paper[33:]...),
		"a script behind a PNG":            append(bytes.Clone(paper), "#!/bin/sh CANARY"...),
	} {
		t.Run(name, func(t *testing.T) {
			require.True(t, bytes.Contains(raw, []byte(canary)) || bytes.Contains(raw, []byte("Canary")))
			clean, err := NewCleaner().Clean(t.Context(), raw)
			require.NoError(t, err)
			require.Equal(t, []int{300, 200}, []int{clean.Width, clean.Height})
			requireBare(t, clean.JPEG)
			require.NotContains(t, strings.ToLower(string(clean.JPEG)), "canary")
		})
	}
}

// requireBare checks that a JPEG has the segments it needs to be drawn and nothing else, and ends where the picture does.
func requireBare(t testing.TB, file []byte) {
	t.Helper()
	require.True(t, bytes.HasSuffix(file, []byte{0xFF, markEnd}))
	at := 2
	for {
		require.Equal(t, byte(0xFF), file[at])
		mark := file[at+1]
		require.Contains(t, []byte{0xDB, 0xC0, 0xC4, markScan}, mark, "a segment %#x", mark)
		if mark == markScan {
			break
		}
		at += 2 + int(file[at+2])<<8 + int(file[at+3])
	}
	require.Equal(t, len(file)-2, bytes.Index(file, []byte{0xFF, markEnd}), "the first end is the last")
}

func TestPeopleSeeItTheRightWayUp(t *testing.T) {
	// Where the red corner of the stored pixels comes to lie, and whether width and height change places.
	for o, want := range map[orientation]struct {
		x, y   int
		turned bool
	}{
		1: {0, 0, false}, 2: {1, 0, false}, 3: {1, 1, false}, 4: {0, 1, false},
		5: {0, 0, true}, 6: {1, 0, true}, 7: {1, 1, true}, 8: {0, 1, true},
	} {
		clean, err := NewCleaner().Clean(t.Context(), with(asJPEG(t, page(320, 160)), exif(o)))
		require.NoError(t, err)
		w, h := 320, 160
		if want.turned {
			w, h = h, w
		}
		require.Equal(t, []int{w, h}, []int{clean.Width, clean.Height}, "orientation %d", o)
		m, err := jpeg.Decode(bytes.NewReader(clean.JPEG))
		require.NoError(t, err)
		require.Equal(t, image.Pt(w, h), m.Bounds().Size())
		for x := range 2 {
			for y := range 2 {
				r, g, _, _ := m.At(w/4+x*w/2, h/4+y*h/2).RGBA()
				require.Equal(t, x == want.x && y == want.y, r > 0xB000 && g < 0x3000, "orientation %d, quarter %d,%d", o, x, y)
			}
		}
	}
}

func TestLargePicturesBecomeReadableSmallOnes(t *testing.T) {
	for name, c := range map[string]struct {
		in   image.Image
		w, h int
	}{
		"wide":     {page(4000, 3000), 2400, 1800},
		"tall":     {page(1000, 5000), 480, 2400},
		"a thread": {page(4800, 1), 2400, 1},
		"small":    {page(40, 30), 40, 30},
	} {
		clean, err := NewCleaner().Clean(t.Context(), asJPEG(t, c.in))
		require.NoError(t, err, name)
		require.Equal(t, []int{c.w, c.h}, []int{clean.Width, clean.Height}, name)
		config, err := jpeg.DecodeConfig(bytes.NewReader(clean.JPEG))
		require.NoError(t, err)
		require.Equal(t, []int{c.w, c.h}, []int{config.Width, config.Height}, name)
	}
}

func TestNoiseIsMadeToFit(t *testing.T) {
	noise := image.NewRGBA(image.Rect(0, 0, 1900, 1400))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = byte(random.Uint32())
	}
	raw := asJPEG(t, noise)
	require.Less(t, len(raw), MaxBytes)
	clean, err := NewCleaner().Clean(t.Context(), raw)
	require.NoError(t, err)
	require.LessOrEqual(t, len(clean.JPEG), MaxClean)
}

func TestWhatCanBeSeenThroughIsWhite(t *testing.T) {
	clean, err := NewCleaner().Clean(t.Context(), asPNG(t, image.NewNRGBA(image.Rect(0, 0, 16, 16))))
	require.NoError(t, err)
	m, err := jpeg.Decode(bytes.NewReader(clean.JPEG))
	require.NoError(t, err)
	require.GreaterOrEqual(t, color.GrayModel.Convert(m.At(8, 8)).(color.Gray).Y, uint8(250))
}

func TestWhatIsNoPictureForUsIsRefusedWithAWayOut(t *testing.T) {
	good := asJPEG(t, page(64, 64))
	for name, c := range map[string]struct {
		raw    []byte
		reason string
		says   string
	}{
		"nothing":                {nil, "media.empty", "重新拍"},
		"too heavy":              {append(bytes.Clone(good), make([]byte, MaxBytes)...), "media.too_heavy", "8兆"},
		"HEIC":                   {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "media.use_photo", "截个屏"},
		"AVIF":                   {[]byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00"), "media.use_photo", "截个屏"},
		"WebP":                   {[]byte("RIFF\x24\x00\x00\x00WEBPVP8 "), "media.use_photo", "拍照"},
		"GIF":                    {[]byte("GIF89a\x01\x00\x01\x00"), "media.use_photo", "拍照"},
		"a PDF":                  {[]byte("%PDF-1.7 and so on"), "media.not_a_picture", "截屏"},
		"an archive":             {[]byte("PK\x03\x04 and so on"), "media.not_a_picture", "压缩包"},
		"a page":                 {[]byte("<svg onload=alert(1)>"), "media.not_a_picture", "JPEG"},
		"half a photo":           {good[:len(good)/2], "media.damaged", "服务站"},
		"a beginning":            {[]byte("\xff\xd8\xff"), "media.damaged", "重新拍"},
		"no pixels":              {pngOf(0, 10, 8, 2, 0), "media.damaged", "重新拍"},
		"a PNG without pixels":   {pngOf(10, 10, 8, 2, 0), "media.damaged", "重新拍"},
		"a bomb of 30,000²":      {pngOf(30_000, 30_000, 8, 2, 0), "media.too_large", "手机拍照"},
		"a bomb of 2³¹":          {pngOf(1<<31-1, 1<<31-1, 8, 0, 0), "media.damaged", "重新拍"},
		"a strip of 12,001":      {pngOf(12_001, 1, 8, 0, 0), "media.too_large", "手机拍照"},
		"41 million pixels":      {pngOf(8200, 5000, 1, 0, 0), "media.too_large", "手机拍照"},
		"16 bits a colour":       {pngOf(6000, 6000, 16, 6, 0), "media.too_large", "手机拍照"},
		"interlaced":             {pngOf(6000, 6000, 8, 6, 1), "media.too_large", "手机拍照"},
		"a JPEG of 60,000²":      {jpegOf(60_000, 60_000, 0xC0, 1), "media.too_large", "手机拍照"},
		"coefficients of 6,000²": {jpegOf(6000, 6000, markProgressive, 1), "media.too_large", "手机拍照"},
		"a thousand scans":       {jpegOf(3000, 3000, markProgressive, 1000), "media.too_large", "手机拍照"},
		"ten scans of nothing":   {jpegOf(300, 300, markProgressive, 10), "media.damaged", "重新拍"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := NewCleaner().Clean(t.Context(), c.raw)
			f := fault.Of(err)
			require.Equal(t, c.reason, f.Reason)
			require.Contains(t, f.Detail, c.says)
		})
	}
}

// A progressive picture may come in the dozen scans of a camera, and not in a thousand that only cost time.
func TestScansAreCounted(t *testing.T) {
	clean, err := NewCleaner().Clean(t.Context(), scansOf(80, 40, maxScans))
	require.NoError(t, err)
	require.Equal(t, []int{80, 40}, []int{clean.Width, clean.Height})
	_, err = NewCleaner().Clean(t.Context(), scansOf(80, 40, maxScans+1))
	require.Equal(t, "media.too_large", fault.Of(err).Reason)
	_, scans := survey(with(scansOf(80, 40, 3), []byte("\xff\xe1\x00\x08\xff\xda\xff\xda\xff\xda"))) // a thumbnail's scans are none of the picture's
	require.Equal(t, 3, scans)
}

func TestABombCostsNothing(t *testing.T) {
	bomb := pngOf(20_000, 20_000, 16, 6, 0)
	took := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = NewCleaner().Clean(t.Context(), bomb)
		}
	})
	require.Less(t, took.AllocedBytesPerOp(), int64(1<<20), "a picture of 3.2 GB was not decoded")
}

// Whoever waits for his turn longer than his request lives is told to come again, and nothing is stuck afterwards.
func TestTurnsAreFewAndWaitedForInVain(t *testing.T) {
	c := NewCleaner()
	for range atOnce {
		c.turns <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.Clean(ctx, asPNG(t, page(8, 8)))
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
	for range atOnce {
		<-c.turns
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			_, err := c.Clean(t.Context(), asPNG(t, page(8, 8)))
			require.NoError(t, err)
		})
	}
	all.Wait()
	require.Empty(t, c.turns)
}

func FuzzClean(f *testing.F) {
	f.Add(with(asJPEG(f, page(24, 16)), exif(6)))
	f.Add(append(asJPEG(f, page(16, 24)), "PK\x03\x04"...))
	f.Add(asPNG(f, page(16, 16)))
	f.Add(pngOf(100, 100, 16, 6, 1))
	f.Add(jpegOf(64, 64, markProgressive, 3))
	f.Add(jpegOf(64, 64, 0xC0, 1))
	f.Add(scansOf(24, 24, 2))
	f.Add([]byte("\x00\x00\x00\x18ftypheic"))
	c := NewCleaner()
	f.Fuzz(func(t *testing.T, raw []byte) {
		clean, err := c.Clean(t.Context(), raw)
		if err != nil {
			require.NotEqual(t, fault.Internal, fault.CodeOf(err), "every refusal is one of ours: %v", err)
			return
		}
		requireBare(t, clean.JPEG)
		require.LessOrEqual(t, len(clean.JPEG), MaxClean)
		require.LessOrEqual(t, max(clean.Width, clean.Height), longest)
		_, err = jpeg.Decode(bytes.NewReader(clean.JPEG))
		require.NoError(t, err)
	})
}

// A photo of 12 million pixels, as phones take them. Its memory is what `go test -bench . -benchmem` says per operation.
func BenchmarkCleanAPhotoOf12MP(b *testing.B) {
	raw := with(asJPEG(b, page(4000, 3000)), exif(6))
	c := NewCleaner()
	b.ReportAllocs()
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := c.Clean(b.Context(), raw); err != nil {
			b.Fatal(err)
		}
	}
}
