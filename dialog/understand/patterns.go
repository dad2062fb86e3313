package understand

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed patterns.tsv
var patternFile string

// perPattern is how many sentences each pattern teaches.
const perPattern = 10

// patterns turns the lines of patterns.tsv into examples.
func patterns(content string) ([]example, error) {
	lists := make(map[string]string)
	var list []example
	line := 0
	for text := range strings.Lines(content) {
		line++
		text = strings.TrimRight(text, "\r\n")
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		name, body, ok := strings.Cut(text, "\t")
		if !ok {
			return nil, fmt.Errorf("patterns.tsv:%d: want a name, a tab and a pattern", line)
		}
		if strings.HasPrefix(name, "$") {
			lists[name] = body
			continue
		}
		parts, err := partsOf(body, lists)
		if err != nil {
			return nil, fmt.Errorf("patterns.tsv:%d: %w", line, err)
		}
		list = append(list, spell(name, parts, uint32(line))...)
	}
	return list, nil
}

// partsOf cuts a pattern into its parts, each a list of what may stand there.
func partsOf(body string, lists map[string]string) ([][]string, error) {
	var parts [][]string
	for body != "" {
		switch body[0] {
		case '[':
			inner, rest, ok := strings.Cut(body[1:], "]")
			if !ok {
				return nil, fmt.Errorf("no ] after [%s", inner)
			}
			var choices []string
			for choice := range strings.SplitSeq(inner, "|") {
				choices = append(choices, named(choice, lists)...)
			}
			parts, body = append(parts, choices), rest
		case '$':
			n := 1
			for n < len(body) && isLetter(rune(body[n])) {
				n++
			}
			if lists[body[:n]] == "" {
				return nil, fmt.Errorf("no list %s", body[:n])
			}
			parts, body = append(parts, strings.Split(lists[body[:n]], "|")), body[n:]
		default:
			n := strings.IndexAny(body, "[$")
			if n < 0 {
				n = len(body)
			}
			parts, body = append(parts, []string{body[:n]}), body[n:]
		}
	}
	return parts, nil
}

// named puts one entry of a list wherever a choice names it: $kin的 becomes 我爸的, 我妈的, ….
func named(choice string, lists map[string]string) []string {
	i := strings.IndexByte(choice, '$')
	if i < 0 {
		return []string{choice}
	}
	n := i + 1
	for n < len(choice) && isLetter(rune(choice[n])) {
		n++
	}
	var all []string
	for word := range strings.SplitSeq(lists[choice[i:n]], "|") {
		all = append(all, named(choice[:i]+word+choice[n:], lists)...)
	}
	return all
}

// spell picks perPattern sentences by a fixed sequence that starts at the pattern's line.
func spell(class string, parts [][]string, seed uint32) []example {
	state := seed*2654435761 + 12345
	seen := make(map[string]bool, perPattern)
	var list []example
	for range perPattern {
		var b strings.Builder
		for _, choices := range parts {
			state = state*1664525 + 1013904223
			b.WriteString(choices[int((uint64(state>>8)*uint64(len(choices)))>>24)])
		}
		if said := b.String(); said != "" && !seen[said] {
			seen[said] = true
			list = append(list, example{class: class, text: said, file: "patterns.tsv"})
		}
	}
	return list
}
