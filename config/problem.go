package config

import (
	"sort"
	"strings"
)

// Problem is one thing wrong with the settings. It never repeats a value: a secret in the wrong line must not reach a terminal or a log.
type Problem struct {
	Key  string // as in the file; "" when the file as a whole is meant
	What string
	Cure string
}

// Problems is everything that is wrong, so that one start is enough to learn it all.
type Problems []Problem

// Error implements error, a line a problem.
func (p Problems) Error() string {
	lines := make([]string, 0, len(p)+1)
	lines = append(lines, "the settings are not right:")
	for _, one := range p {
		lines = append(lines, "  "+one.String())
	}
	return strings.Join(lines, "\n")
}

// String names the key in both spellings, what is wrong and what to do.
func (p Problem) String() string {
	name := p.Key
	if name != "" {
		name += " (" + Env(p.Key) + ")"
	} else {
		name = "the file"
	}
	return name + ": " + p.What + ". " + p.Cure + "."
}

func (p *Problems) add(key, what, cure string) {
	*p = append(*p, Problem{Key: key, What: what, Cure: cure})
}

func (p Problems) has(key string) bool {
	for _, one := range p {
		if one.Key == key {
			return true
		}
	}
	return false
}

// orNil sorts by key and gives nil when nothing is wrong.
func (p Problems) orNil() error {
	if len(p) == 0 {
		return nil
	}
	sort.SliceStable(p, func(i, j int) bool { return p[i].Key < p[j].Key })
	return p
}
