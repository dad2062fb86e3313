package config

import (
	"bytes"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
)

const (
	// fileSuffix marks a variable that names a file with a secret in it, as containers are given theirs: neither a list of processes nor of
	// variables shows it then.
	fileSuffix = "_FILE"
	maxSecret  = 16 << 10 // bytes
)

// fromFiles puts what the files hold in place of the variables that name them. An empty variable counts as not given, for a container's
// settings cannot leave one out.
func fromFiles(environ []string, problems *Problems) []string {
	files := map[string]string{} // variable of the secret → its file
	for _, key := range secretKeys() {
		if path := lookup(environ, Env(key)+fileSuffix); path != "" {
			files[Env(key)] = path
		}
	}
	var rest []string
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		secret, named := strings.CutSuffix(name, fileSuffix)
		if named && isSecret(secret) || files[name] != "" && pair == name+"=" {
			continue
		}
		rest = append(rest, pair)
	}
	for name, path := range files {
		key := strings.ToLower(strings.TrimPrefix(name, prefix))
		if lookup(rest, name) != "" {
			problems.add(key, "it is given twice: in "+name+" and in a file that "+name+fileSuffix+" names", "Remove one of the two")
			continue
		}
		text, wrong := secretIn(path)
		if wrong != "" {
			problems.add(key, "the file that "+name+fileSuffix+" names "+wrong, "Put the secret alone into it, on one line, and let this user read it")
			continue
		}
		rest = append(rest, name+"="+text)
	}
	return rest
}

// secretIn is what the file holds without the newline at its end, or what is wrong with the file.
func secretIn(path string) (text, wrong string) {
	content, err := read(path, maxSecret)
	if errors.Is(err, errTooLarge) {
		return "", "is too large for a secret"
	}
	if err != nil {
		return "", "cannot be read"
	}
	content = bytes.TrimSuffix(bytes.TrimSuffix(content, []byte("\n")), []byte("\r"))
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return "", "is empty"
	case bytes.ContainsAny(content, "\n\r\x00"):
		return "", "holds more than one line"
	}
	return string(content), ""
}

var (
	errTooLarge = errors.New("larger than it should be")
	errNotAFile = errors.New("not a regular file")
)

// read is the content of a regular file of at most limit bytes. What is no file could keep the program waiting.
func read(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotAFile
	}
	f, err := os.Open(path) // #nosec G304 -- the operator names the file
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	content, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(content)) > limit {
		return nil, errTooLarge
	}
	return content, err
}

// secretKeys are the keys whose values are secret.
func secretKeys() []string {
	var keys []string
	each(reflect.ValueOf(&Config{}).Elem(), func(key, _ string, field reflect.Value) {
		if field.Type() == reflect.TypeFor[Secret]() {
			keys = append(keys, key)
		}
	})
	return keys
}

// isSecret tells whether a variable is one of a secret key.
func isSecret(name string) bool {
	for _, key := range secretKeys() {
		if Env(key) == name {
			return true
		}
	}
	return false
}
