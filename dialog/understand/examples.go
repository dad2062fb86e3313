package understand

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// Examples are files of lines "class<TAB>text". A class is an intent, crisis.<kind>, an answer (yes, no, more) or context: a statement about
// oneself that is no wish yet. A line that starts with # is a remark. A mistake in a file is found by the tests, not by citizens.
//
//go:embed examples/*.tsv
var exampleFiles embed.FS

const classContext = "context"

type example struct {
	class, text string
	file        string
}

func examples() []example {
	names, err := fs.Glob(exampleFiles, "examples/*.tsv")
	if err != nil {
		panic(err) // a bad pattern in this file
	}
	slices.Sort(names)
	list := make([]example, 0, 4096)
	for _, name := range names {
		content, err := exampleFiles.ReadFile(name)
		if err != nil {
			panic(err) // an embedded file cannot vanish
		}
		more, err := parseExamples(name, string(content))
		if err != nil {
			panic(err) // the tests parse every file
		}
		list = append(list, more...)
	}
	more, err := patterns(patternFile)
	if err != nil {
		panic(err) // the tests spell every pattern
	}
	return append(list, more...)
}

func parseExamples(file, content string) ([]example, error) {
	var list []example
	known := make(map[string]bool, 64)
	for _, class := range classes() {
		known[class] = true
	}
	line := 0
	for text := range strings.Lines(content) {
		line++
		text = strings.TrimRight(text, "\r\n")
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		class, said, ok := strings.Cut(text, "\t")
		if !ok || said == "" || !known[class] {
			return nil, fmt.Errorf("%s:%d: want class<TAB>text with a known class", file, line)
		}
		list = append(list, example{class: class, text: said, file: file})
	}
	return list, nil
}

// classes is what the classifier tells apart.
func classes() []string {
	list := []string{classContext, "yes", "no", "more"}
	for _, kind := range alarmKinds {
		list = append(list, Crisis+"."+kind)
	}
	for _, intent := range Intents() {
		if intent != Crisis {
			list = append(list, intent)
		}
	}
	return list
}

// teach learns the model. Every third example is also learnt by its sound alone, as homophones and typed pinyin will come.
func (r *Reader) teach(taught []example) *model {
	// The day on which the examples are read does not matter: all their dates become the same mark.
	taughtAt := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	names := classes()
	number := make(map[string]int, len(names))
	for i, name := range names {
		number[name] = i
	}
	samples := make([]sample, 0, len(taught)*4/3+1)
	for i, e := range taught {
		m := r.prepare(r.normalise(e.text), taughtAt)
		samples = append(samples, sample{number[e.class], r.features(m.seen, false, nil)})
		if i%3 == 0 {
			samples = append(samples, sample{number[e.class], r.features(m.seen, true, nil)})
		}
	}
	return learn(names, samples)
}
