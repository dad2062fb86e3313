package roster

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// maxTexts bounds how many texts cells can share.
const maxTexts = 8_000_000

// readTexts reads the texts that cells share.
func (w *workbook) readTexts() error {
	part := w.parts["xl/sharedStrings.xml"]
	if part == nil {
		return nil
	}
	in, err := open(part, maxStrings)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	decoder := xml.NewDecoder(in)
	var text strings.Builder
	inside, phonetic := false, 0
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return sheetFault(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			inside = t.Name.Local == "t"
			if t.Name.Local == "rPh" {
				phonetic++
			}
		case xml.CharData:
			if inside && phonetic == 0 {
				text.Write(t)
			}
		case xml.EndElement:
			inside = false
			switch t.Name.Local {
			case "rPh":
				phonetic--
			case "si":
				if len(w.texts) >= maxTexts {
					return errBomb
				}
				w.texts = append(w.texts, text.String())
				text.Reset()
			}
		}
	}
}
