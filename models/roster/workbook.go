package roster

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"shuangyong/models/fault"
)

// The bounds of a workbook. Whatever its directory says, no more is ever unpacked; 300,000 people with all columns need about a fifth.
const (
	maxEntries = 2_000
	maxSheet   = 1 << 30   // bytes of the sheet's XML
	maxStrings = 256 << 20 // bytes of the shared texts' XML
	maxParts   = 4 << 20   // bytes of the small parts
	maxRun     = 1 << 20   // bytes without a tag: no cell holds more than 32,767 characters
	maxRatio   = 500       // unpacked to packed, of parts that are large
)

var (
	errBomb   = fault.New(fault.TooLarge, "roster.bomb", "文件解开后大得不正常，没有读。请用WPS或Excel打开，另存为新的 .xlsx 再导入。")
	errBroken = fault.New(fault.Invalid, "roster.broken_workbook", "文件坏了，或者不是表格，读不了。请用WPS或Excel打开，另存为新的 .xlsx 再导入。")
)

// workbook is an xlsx file: a zip of XML parts.
type workbook struct {
	parts map[string]*zip.File
	sheet *zip.File
	texts []string // shared by cells
	merge []span
}

// span is a block of cells that are merged into its first one.
type span struct{ top, left, bottom, right int }

// openWorkbook looks through the whole file once, without keeping it: is it bounded, where are cells merged, which texts are shared.
func (f *File) openWorkbook() error {
	archive, err := zip.NewReader(f.disk, f.size)
	if err != nil {
		return errBroken
	}
	if len(archive.File) > maxEntries {
		return errBomb
	}
	w := &workbook{parts: map[string]*zip.File{}}
	for _, part := range archive.File {
		w.parts[strings.TrimPrefix(part.Name, "/")] = part
		if part.UncompressedSize64 > maxParts && part.UncompressedSize64 > maxRatio*max(part.CompressedSize64, 1) {
			return errBomb
		}
	}
	if err := w.find(f); err != nil {
		return err
	}
	if err := w.survey(); err != nil {
		return err
	}
	if err := w.readTexts(); err != nil {
		return err
	}
	f.each = w.eachRow
	return nil
}

// find reads the workbook's list of sheets and takes the first.
func (w *workbook) find(f *File) error {
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			State string `xml:"state,attr"`
			Rel   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			// strict files have the same attribute in another namespace
			StrictRel string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := w.decode("xl/workbook.xml", &book); err != nil {
		return err
	}
	f.base1904 = book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true"
	first := ""
	for _, s := range book.Sheets {
		if s.State == "hidden" || s.State == "veryHidden" {
			continue
		}
		if f.sheets++; f.sheets == 1 {
			first = s.Rel + s.StrictRel
		}
	}
	var rels struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := w.decode("xl/_rels/workbook.xml.rels", &rels); err != nil {
		return err
	}
	for _, r := range rels.All {
		if r.ID == first {
			w.sheet = w.parts[partName(r.Target)]
		}
	}
	if w.sheet == nil {
		return errBroken
	}
	return nil
}

// partName is where a target that is relative to xl/ lies in the archive.
func partName(target string) string {
	if rooted, ok := strings.CutPrefix(target, "/"); ok {
		return path.Clean(rooted)
	}
	return path.Clean("xl/" + target)
}

// decode reads one of the small parts.
func (w *workbook) decode(name string, into any) error {
	part := w.parts[name]
	if part == nil {
		return errBroken
	}
	in, err := open(part, maxParts)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	if err := xml.NewDecoder(in).Decode(into); err != nil {
		return sheetFault(err)
	}
	return nil
}

// open unpacks a part, no more than limit bytes of it.
func open(part *zip.File, limit int64) (io.ReadCloser, error) {
	if part.UncompressedSize64 > uint64(limit) { // #nosec G115 -- a constant
		return nil, errBomb
	}
	in, err := part.Open()
	if err != nil {
		return nil, errBroken
	}
	return &bounded{in: in, left: limit}, nil
}

// bounded fails where a part goes on after its limit, whatever the archive's directory said of its size.
type bounded struct {
	in   io.ReadCloser
	left int64
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errBomb
	}
	return n, err
}

// Close implements io.Closer.
func (b *bounded) Close() error { return b.in.Close() }

// sheetFault tells what is wrong with a part that cannot be read.
func sheetFault(err error) error {
	if _, ok := errors.AsType[*fault.Fault](err); ok {
		return err
	}
	return errBroken
}
