package simulator

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// value is what the program puts on a line of a notice.
type value struct {
	Value loose `json:"value"`
}

// loose is a text that may come as a number.
type loose string

// UnmarshalJSON implements json.Unmarshaler.
func (l *loose) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] != '"' {
		var n json.Number
		err := json.Unmarshal(data, &n)
		*l = loose(n.String())
		return err
	}
	return json.Unmarshal(data, (*string)(l))
}

const (
	dayForm    = `(?:[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}月[0-9]{1,2}日)`
	hourForm   = `(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?`
	momentForm = `(?:` + dayForm + `(?: ?` + hourForm + `)?|` + hourForm + `)`
)

// fieldKind is a kind of line: what it takes, and an example.
type fieldKind struct {
	form    *regexp.Regexp
	example string
}

// fieldKinds are Tencent's kinds. Those that cannot be told by a pattern alone are looked at again by fits.
var fieldKinds = map[string]fieldKind{
	"thing":            {regexp.MustCompile(`^[^\r\n]{1,20}$`), "优待证申领"},
	"number":           {regexp.MustCompile(`^-?[0-9]{1,32}(?:\.[0-9]{1,31})?$`), "3"},
	"letter":           {regexp.MustCompile(`^[A-Za-z]{1,32}$`), "A"},
	"symbol":           {regexp.MustCompile(`^[^\pL\pN\s]{1,5}$`), "#"},
	"character_string": {regexp.MustCompile(`^[!-~]{1,32}$`), "A12"},
	"time":             {regexp.MustCompile(`^` + momentForm + `(?: ?[~～] ?` + momentForm + `)?$`), "2026年11月26日 09:30"},
	"date":             {regexp.MustCompile(`^` + dayForm + `(?: ?` + hourForm + `)?(?: ?[~～] ?` + dayForm + `(?: ?` + hourForm + `)?)?$`), "2026年11月26日"},
	"amount":           {regexp.MustCompile(`^[¥￥$€]?[0-9]{1,10}(?:\.[0-9]{1,2})?元?$`), "450元"},
	"phone_number":     {regexp.MustCompile(`^[0-9+() -]{1,17}$`), "15400000000"},
	"car_number":       {regexp.MustCompile(`^[\p{Han}A-Z0-9][A-Z0-9]{3,6}[\p{Han}A-Z0-9]$`), "粤A8Z888"},
	"name":             {regexp.MustCompile(`^[\p{Han}\p{Latin} .·'-]{1,20}$`), "张三"},
	"phrase":           {regexp.MustCompile(`^\p{Han}{1,5}$`), "已受理"},
	"const":            {nil, ""},
	"enum":             {nil, ""},
}

// kind is the key without its number.
func (f TemplateField) kind() string { return strings.TrimRight(f.Key, "0123456789") }

// fits tells whether a value keeps the rule of its kind. None takes an empty one.
func (f TemplateField) fits(given string) bool {
	kind, known := fieldKinds[f.kind()]
	switch {
	case !known: // first, keyword1, remark: the old templates, without rules
		return given != "" && utf8.RuneCountInString(given) <= 200
	case kind.form == nil:
		return slices.Contains(f.Values, given)
	case !kind.form.MatchString(given):
		return false
	}
	switch f.kind() {
	case "thing":
		return strings.TrimSpace(given) != ""
	case "name": // one 汉字 makes it a Chinese name, which is shorter
		return !strings.ContainsFunc(given, isHan) || utf8.RuneCountInString(given) <= 10
	case "number":
		return len(given) <= 32
	case "car_number":
		return utf8.RuneCountInString(given) <= 8
	}
	return true
}

func (f TemplateField) example() string {
	if len(f.Values) > 0 {
		return f.Values[0]
	}
	return fieldKinds[f.kind()].example
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }
