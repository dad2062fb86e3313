package seal

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"log/slog"
)

// SecretSize is the length of the program's secret, in bytes.
const SecretSize = 32

// keySize is the length of every key, in bytes.
const keySize = 32

// Material is a key's bytes. They leave this package only wrapped.
type Material struct{ bytes []byte }

// NewMaterial is a new random key for the cipher.
func NewMaterial() Material {
	b := make([]byte, keySize)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return Material{b}
}

// Derive makes the first data key and the index key from the secret. They are the same for ever for a secret: what was sealed before keys were stored opens with them.
func Derive(secret []byte) (data, index Material, err error) {
	if data, err = derive(secret, "shuangyong/seal/data/1"); err != nil {
		return Material{}, Material{}, err
	}
	index, err = derive(secret, "shuangyong/seal/index/1")
	return data, index, err
}

func derive(secret []byte, use string) (Material, error) {
	if len(secret) != SecretSize {
		return Material{}, fmt.Errorf("seal: the secret has %d bytes, want %d", len(secret), SecretSize)
	}
	key, err := hkdf.Key(sha256.New, secret, nil, use, keySize)
	if err != nil {
		return Material{}, fmt.Errorf("seal: derive a key: %w", err)
	}
	return Material{key}, nil
}

// Format implements fmt.Formatter, so that no verb prints the key.
func (m Material) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(mask)) }

// LogValue implements slog.LogValuer.
func (m Material) LogValue() slog.Value { return slog.StringValue(mask) }

// wrapVersion stands where a value has its key's version: what wraps keys has no version among them.
const wrapVersion byte = 0

// Wrapper seals keys for storing with a key made from the secret.
type Wrapper struct{ key dataKey }

// NewWrapper makes the wrapper of a secret of SecretSize random bytes.
func NewWrapper(secret []byte) (*Wrapper, error) {
	key, err := derive(secret, "shuangyong/seal/wrap/1")
	if err != nil {
		return nil, err
	}
	c, err := NewCipher(AES256GCM, key)
	if err != nil {
		return nil, err
	}
	return &Wrapper{dataKey{cipher: c, version: wrapVersion}}, nil
}

// Wrap seals a key for the place that label names.
func (w *Wrapper) Wrap(m Material, label string) ([]byte, error) { return w.key.seal(m.bytes, label) }

// Unwrap opens what Wrap made with the same secret for the same label. Anything else is ErrOpen.
func (w *Wrapper) Unwrap(wrapped []byte, label string) (Material, error) {
	b, err := w.key.open(wrapped, label)
	if err != nil {
		return Material{}, err
	}
	if len(b) != keySize {
		return Material{}, ErrOpen
	}
	return Material{b}, nil
}

// Format implements fmt.Formatter, so that no verb prints the key.
func (w *Wrapper) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(mask)) }

// LogValue implements slog.LogValuer.
func (w *Wrapper) LogValue() slog.Value { return slog.StringValue(mask) }
