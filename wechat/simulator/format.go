package simulator

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"time"
)

// format is what a file is, told by its first bytes and never by its name.
type format struct{ mime, extension string }

var (
	formatJPEG = format{"image/jpeg", ".jpg"}
	formatPNG  = format{"image/png", ".png"}
	formatGIF  = format{"image/gif", ".gif"}
	formatAMR  = format{"audio/amr", ".amr"}
	formatMP3  = format{"audio/mpeg", ".mp3"}
	formatMP4  = format{"video/mp4", ".mp4"}
)

// mediaRules are Tencent's: formats, the largest size, and the codes for another format and a larger size.
var mediaRules = map[string]struct {
	formats           []format
	most              int
	wrongForm, tooBig int
}{
	"image": {[]format{formatJPEG, formatPNG, formatGIF}, mediaMost, 40137, 40009},
	"voice": {[]format{formatAMR, formatMP3}, 2 << 20, 40005, 40010},
	"video": {[]format{formatMP4}, mediaMost, 40005, 40011},
	"thumb": {[]format{formatJPEG}, 64 << 10, 40137, 40012},
}

// formatOf checks a file of that kind.
func formatOf(kind string, content []byte) (format, int) {
	rule, known := mediaRules[kind]
	switch {
	case !known:
		return format{}, 40004
	case len(content) == 0:
		return format{}, 44001
	case len(content) > rule.most:
		return format{}, rule.tooBig
	}
	f := sniff(content)
	for _, good := range rule.formats {
		if f == good {
			return f, codeOK
		}
	}
	return format{}, rule.wrongForm
}

func sniff(content []byte) format {
	begins := func(text string) bool { return bytes.HasPrefix(content, []byte(text)) }
	switch {
	case begins("\xff\xd8\xff"):
		return formatJPEG
	case begins("\x89PNG\r\n\x1a\n"):
		return formatPNG
	case begins("GIF87a"), begins("GIF89a"):
		return formatGIF
	case begins("#!AMR\n"):
		return formatAMR
	case begins("ID3"), begins("\xff\xfb"), begins("\xff\xf3"):
		return formatMP3
	case len(content) > 12 && string(content[4:8]) == "ftyp":
		return formatMP4
	}
	return format{}
}

// formFile is the file in the call's form.
func (a *ask) formFile(name string) ([]byte, int) {
	kind, parameters, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	if err != nil || kind != formType || parameters["boundary"] == "" {
		return nil, 41005
	}
	parts := multipart.NewReader(bytes.NewReader(a.body), parameters["boundary"])
	for {
		part, err := parts.NextPart()
		if err != nil {
			return nil, 41005
		}
		if part.FormName() != name {
			continue
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, 41005
		}
		return content, codeOK
	}
}

// silence is a voice in which nobody speaks: AMR frames without data, fifty a second.
func silence(d time.Duration) []byte {
	const noData = "\x7c"
	return []byte("#!AMR\n" + strings.Repeat(noData, int(d/(20*time.Millisecond))))
}
