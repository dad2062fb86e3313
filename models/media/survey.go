package media

import (
	"bytes"
	"encoding/binary"
)

// The markers of a JPEG that matter here (ITU-T T.81, table B.1).
const (
	markProgressive = 0xC2
	markEnd         = 0xD9
	markScan        = 0xDA
	firstAlone      = 0xD0 // markers from here to lastAlone have no length behind them
	lastAlone       = 0xD9
)

// survey walks over the segments of a JPEG without decoding them, and tells whether it is progressive and in how many scans it comes. It stops at the end of
// the picture, or where the file makes no sense any more, which the decoder finds too.
func survey(raw []byte) (progressive bool, scans int) {
	at := 2
	for scans <= maxScans {
		next := bytes.IndexByte(raw[min(at, len(raw)):], 0xFF)
		if next < 0 || at+next+1 >= len(raw) {
			return progressive, scans
		}
		at += next + 1
		mark := raw[at]
		at++
		switch {
		case mark == markEnd:
			return progressive, scans
		case mark == 0xFF:
			at-- // fill bytes before a marker
			continue
		case mark <= 0x01 || mark >= firstAlone && mark <= lastAlone: // a byte of the scan's data, or a marker alone
			continue
		case mark == markProgressive:
			progressive = true
		case mark == markScan:
			scans++
		}
		if at+2 > len(raw) {
			return progressive, scans
		}
		at += int(binary.BigEndian.Uint16(raw[at:]))
	}
	return progressive, scans
}
