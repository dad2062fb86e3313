package config

import (
	"regexp"
	"slices"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/rawbytes"
	"github.com/knadh/koanf/v2"
)

const (
	prefix = "SY_"
	// fileVariable names the file; it is no setting itself.
	fileVariable = "SY_CONFIG"
	// testPrefix is left to the tests, which find their servers by such variables.
	testPrefix = "SY_TEST_"
	// delimiter keeps koanf from reading a structure into a key: ours are flat.
	delimiter = "\x00"
	maxFile   = 1 << 20 // bytes
)

// Env is the environment's name of a key: http_addr is SY_HTTP_ADDR.
func Env(key string) string { return prefix + strings.ToUpper(key) }

// Load reads the file (none when path and SY_CONFIG are empty), lets the environment override it, and checks everything. environ is as from
// os.Environ; a secret may stand in a file of its own that SY_…_FILE names. The error is Problems whenever the settings are at fault.
func Load(path string, environ []string) (Config, error) {
	if path == "" {
		path = lookup(environ, fileVariable)
	}
	var file []byte
	if path != "" {
		var err error
		if file, err = read(path, maxFile); err != nil {
			return Config{}, Problems{{What: "it cannot be read", Cure: "Check the path given with --config or " + fileVariable +
				", that it is a file under 1 MB and that this user may read it"}}
		}
	}
	return Parse(file, environ)
}

// Parse is Load on the file's content.
func Parse(file []byte, environ []string) (Config, error) {
	var problems Problems
	raw := merge(file, fromFiles(environ, &problems), &problems)
	var c Config
	known := fill(&c, raw, &problems)
	for key := range raw {
		if !slices.Contains(known, key) {
			problems.add(printable(key), "there is no such key", "Remove it or correct its spelling; all keys are in config.example.yaml")
		}
	}
	c.check(&problems)
	if err := problems.orNil(); err != nil {
		return Config{}, err
	}
	return c, nil
}

// merge lays the environment over the file. Neither's mistakes stop the other from being read.
func merge(file []byte, environ []string, problems *Problems) map[string]any {
	k := koanf.New(delimiter)
	if err := k.Load(rawbytes.Provider(file), yaml.Parser()); err != nil {
		problems.add("", "it is not the YAML of keys and values that it should be"+atLine(err),
			"Compare it with config.example.yaml; values with : or # go in quotes, and no key may stand twice")
	}
	fromEnv := env.Provider(delimiter, env.Opt{
		Prefix:      prefix,
		EnvironFunc: func() []string { return environ },
		TransformFunc: func(name, value string) (string, any) {
			if name == fileVariable || strings.HasPrefix(name, testPrefix) {
				return "", nil
			}
			if !utf8Name(name) {
				return "?", value
			}
			return strings.ToLower(strings.TrimPrefix(name, prefix)), value
		},
	})
	if err := k.Load(fromEnv, nil); err != nil {
		problems.add("", "the environment could not be laid over it", "Use plain SY_ variables")
	}
	return k.Raw()
}

var line = regexp.MustCompile(`line \d+`)

// atLine keeps only the line number of the parser's message, which may quote a value.
func atLine(err error) string {
	if at := line.FindString(err.Error()); at != "" {
		return " (" + at + ")"
	}
	return ""
}

func lookup(environ []string, name string) string {
	for _, pair := range environ {
		if value, ok := strings.CutPrefix(pair, name+"="); ok {
			return value
		}
	}
	return ""
}

func utf8Name(name string) bool { return printable(name) == name && name != prefix }

// printable keeps a key that was mistyped from writing control characters, or a page of text, to a terminal.
func printable(key string) string {
	var b strings.Builder
	for _, r := range key {
		if b.Len() >= 64 {
			break
		}
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_', r == '-', r == '.':
			b.WriteRune(r)
		default:
			b.WriteByte('?')
		}
	}
	return b.String()
}
