package config

import (
	"fmt"
	"log/slog"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"
)

// fill sets every field of c from raw or its default and returns the keys there are.
func fill(c *Config, raw map[string]any, problems *Problems) []string {
	var keys []string
	each(reflect.ValueOf(c).Elem(), func(key, fallback string, field reflect.Value) {
		keys = append(keys, key)
		value, given := raw[key]
		if !given || value == nil {
			value = fallback
		}
		if what, cure := set(field, value); what != "" {
			problems.add(key, what, cure)
		}
	})
	return keys
}

// each visits the fields that have a key, also those of embedded groups.
func each(v reflect.Value, visit func(key, fallback string, field reflect.Value)) {
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag
		if key := tag.Get("key"); key != "" {
			visit(key, tag.Get("default"), v.Field(i))
		} else if v.Field(i).Kind() == reflect.Struct {
			each(v.Field(i), visit)
		}
	}
}

// set puts a value of the file (whatever YAML made of it) or of the environment (a string) into a field. It answers what is wrong and the cure.
func set(field reflect.Value, value any) (what, cure string) {
	switch field.Interface().(type) {
	case []string:
		return setList(field, value)
	case time.Time:
		return setTime(field, value)
	}
	text, ok := scalar(value)
	if !ok {
		return "it is not a single value", "Write one value behind the colon"
	}
	switch field.Interface().(type) {
	case Secret, string:
		if _, isText := value.(string); !isText && field.Type() == reflect.TypeFor[Secret]() {
			return "YAML reads it as a number or a date and would change it", "Put it in quotes"
		}
		field.SetString(text)
	case slog.Level:
		var level slog.Level
		if level.UnmarshalText([]byte(text)) != nil {
			return "it is no log level", "Use debug, info, warn or error"
		}
		field.Set(reflect.ValueOf(level))
	case time.Duration:
		d, err := time.ParseDuration(text)
		if err != nil || d <= 0 {
			return "it is no length of time", "Write for example 15s, 5m or 1h30m"
		}
		field.Set(reflect.ValueOf(d))
	case bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return "it is neither true nor false", "Write true or false"
		}
		field.SetBool(b)
	case int:
		n, err := strconv.Atoi(text)
		if err != nil || n <= 0 {
			return "it is no whole number above 0", "Write digits only, for example 20"
		}
		field.SetInt(int64(n))
	}
	return "", ""
}

func setList(field reflect.Value, value any) (what, cure string) {
	var items []string
	switch v := value.(type) {
	case string:
		items = strings.Split(v, ",")
	case []any:
		for _, item := range v {
			text, ok := scalar(item)
			if !ok {
				return "it is not a list of single values", "Write [a, b]"
			}
			items = append(items, text)
		}
	default:
		return "it is not a list", "Write [a, b], or a,b in the environment"
	}
	var clean []string
	for _, item := range items {
		if item = strings.TrimSpace(item); item != "" {
			clean = append(clean, item)
		}
	}
	field.Set(reflect.ValueOf(clean))
	return "", ""
}

func setTime(field reflect.Value, value any) (what, cure string) {
	switch v := value.(type) {
	case time.Time: // YAML knows timestamps
		field.Set(reflect.ValueOf(v.UTC()))
		return "", ""
	case string:
		if v == "" {
			return "", ""
		}
		if t, err := time.Parse(time.RFC3339, v); err == nil {
			field.Set(reflect.ValueOf(t.UTC()))
			return "", ""
		}
	}
	return "it is no instant", "Write RFC 3339 with the zone, for example 2026-11-23T10:00:00+08:00"
}

// scalar is a single value as text.
func scalar(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v), true
	case bool, int, int64, uint64, float64:
		return fmt.Sprint(v), true
	default:
		return "", false
	}
}

// Keys are all there are, sorted.
func Keys() []string {
	keys := fill(&Config{}, nil, &Problems{})
	sort.Strings(keys)
	return keys
}
