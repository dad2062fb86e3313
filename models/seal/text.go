// Package seal keeps personal data unreadable: types that never print, values encrypted at rest, and keyed hashes to look them up by.
package seal

import (
	"fmt"
	"log/slog"
)

const mask = "•••"

// Text is personal or private text: a name, phone, address, identity number, openid, petition body. Printed, logged or marshalled to JSON it is •••;
// only Reveal gives it away; but fmt cannot ask it in a field that is not exported, so structs are not printed. In a GORM model it is stored sealed with the tag `gorm:"serializer:sealed"`.
type Text string

// Reveal gives the text itself, for showing it to someone who may see it.
func (t Text) Reveal() string { return string(t) }

// Format implements fmt.Formatter, so that no verb prints the text.
func (t Text) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(mask)) }

// String implements fmt.Stringer.
func (t Text) String() string { return mask }

// LogValue implements slog.LogValuer.
func (t Text) LogValue() slog.Value { return slog.StringValue(mask) }

// MarshalJSON implements json.Marshaler: a DTO that may show the text reveals it itself.
func (t Text) MarshalJSON() ([]byte, error) { return []byte(`"` + mask + `"`), nil }

// Index is the keyed hash of a private value: equal values have equal indexes, and nobody without the key can compute one.
type Index string
