package privacy

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"io"
	"time"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
)

// Section is what one domain keeps of a person, ready to be read. Titles and names are Chinese; codes are for programs.
type Section struct {
	Code    string
	Title   string
	Records []Record
	Files   []Attachment
}

// Attachment is something of it that is no text: a photograph. Its name is its path in the archive.
type Attachment struct {
	Name string
	Body seal.Text
}

// Record is one thing: a petition, a payment.
type Record []Value

// Value is one property of it.
type Value struct {
	Code string
	Name string
	Text seal.Text
}

// Add adds a property, unless it is empty.
func (r *Record) Add(code, name string, text seal.Text) {
	if text != "" {
		*r = append(*r, Value{code, name, text})
	}
}

//go:embed copy.html
var page string

// Whose says whom a copy is for, and who made it.
type Whose struct {
	Bureau string
	Phone  string
	Made   time.Time
}

// Names of the files in a copy.
const (
	pageName = "我的资料.html"
	dataName = "data.json"
)

// Archive packs the sections as a page that anybody can read and the same for programs. Its text is somebody's: the page has no scripts, and whatever he once typed is shown as text.
func Archive(sections []Section, w Whose) ([]byte, error) {
	t, err := template.New("copy").Funcs(template.FuncMap{"reveal": seal.Text.Reveal}).Parse(page)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	into := func(name string, method uint16, write func(io.Writer) error) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: w.Made.In(clock.Shanghai)})
		if err != nil {
			return err
		}
		return write(f)
	}
	err = into(pageName, zip.Deflate, func(f io.Writer) error {
		day := clock.DateOf(w.Made)
		return t.Execute(f, map[string]any{"Sections": sections, "Bureau": w.Bureau, "Phone": w.Phone, "Made": day.ChineseWithYear()})
	})
	if err != nil {
		return nil, err
	}
	err = into(dataName, zip.Deflate, func(f io.Writer) error {
		e := json.NewEncoder(f)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(map[string]any{"made_at": w.Made.In(clock.Shanghai).Format(time.RFC3339), "bureau": w.Bureau, "data": plain(sections)})
	})
	if err != nil {
		return nil, err
	}
	for _, s := range sections {
		for _, file := range s.Files { // photographs do not get smaller
			if err := into(file.Name, zip.Store, func(f io.Writer) error { _, err := io.WriteString(f, file.Body.Reveal()); return err }); err != nil {
				return nil, err
			}
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// plain is the sections by code, with what they hold revealed: the copy is its owner's.
func plain(sections []Section) map[string][]map[string]string {
	data := map[string][]map[string]string{}
	for _, s := range sections {
		records := make([]map[string]string, 0, len(s.Records))
		for _, r := range s.Records {
			one := map[string]string{}
			for _, v := range r {
				one[v.Code] = v.Text.Reveal()
			}
			records = append(records, one)
		}
		data[s.Code] = records
	}
	return data
}
