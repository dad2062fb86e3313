package seal

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
)

// SecretSize is the length of the program's secret, in bytes.
const SecretSize = 32

// A sealed value starts with two bytes, which are authenticated: which cipher sealed it and with which key. Others (SM4, a rotated key) can be added
// beside them without touching what is stored.
const (
	cipherAES256GCM byte = 1
	keyVersion      byte = 1
	headerSize           = 2
)

// ErrOpen is returned for a sealed value that is damaged, cut, moved to another place or sealed with another secret. It says no more on purpose.
var ErrOpen = errors.New("seal: the value cannot be opened")

// Keyring seals values and computes indexes with keys derived from the program's one secret. It is safe for concurrent use.
type Keyring struct {
	data  *subtle.AESGCM
	index []byte
}

// NewKeyring derives the keys from a secret of SecretSize random bytes.
func NewKeyring(secret []byte) (*Keyring, error) {
	if len(secret) != SecretSize {
		return nil, fmt.Errorf("seal: the secret has %d bytes, want %d", len(secret), SecretSize)
	}
	dataKey, err := hkdf.Key(sha256.New, secret, nil, "shuangyong/seal/data/1", 32)
	if err != nil {
		return nil, fmt.Errorf("seal: derive the data key: %w", err)
	}
	indexKey, err := hkdf.Key(sha256.New, secret, nil, "shuangyong/seal/index/1", 32)
	if err != nil {
		return nil, fmt.Errorf("seal: derive the index key: %w", err)
	}
	data, err := subtle.NewAESGCM(dataKey)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return &Keyring{data: data, index: indexKey}, nil
}

// Seal encrypts plain for the place that label names ("petitions.body:<id>"): opened under another label it fails, so that a value cannot be
// moved from one row to another.
func (k *Keyring) Seal(plain []byte, label string) ([]byte, error) {
	header := []byte{cipherAES256GCM, keyVersion}
	body, err := k.data.Encrypt(plain, associated(header, label))
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return append(header, body...), nil
}

// Open decrypts what Seal made for the same label. Anything else is ErrOpen.
func (k *Keyring) Open(sealed []byte, label string) ([]byte, error) {
	if len(sealed) < headerSize || sealed[0] != cipherAES256GCM || sealed[1] != keyVersion {
		return nil, ErrOpen
	}
	plain, err := k.data.Decrypt(sealed[headerSize:], associated(sealed[:headerSize], label))
	if err != nil {
		return nil, ErrOpen
	}
	return plain, nil
}

func associated(header []byte, label string) []byte {
	return append(append(make([]byte, 0, len(header)+len(label)), header...), label...)
}

// Index is the keyed hash (HMAC-SHA256, hex) by which a private value is found again. The label ("people.phone") keeps the same value in two
// columns from having the same index. The empty value has the empty index, so that rows without one do not match each other by accident.
func (k *Keyring) Index(label, value string) Index {
	if value == "" {
		return ""
	}
	mac := hmac.New(sha256.New, k.index)
	mac.Write(binary.BigEndian.AppendUint32(nil, uint32(len(label)))) // where the label ends
	mac.Write([]byte(label))
	mac.Write([]byte(value))
	return Index(hex.EncodeToString(mac.Sum(nil)))
}

// Format implements fmt.Formatter, so that no verb prints the keys.
func (k *Keyring) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(mask)) }

// LogValue implements slog.LogValuer.
func (k *Keyring) LogValue() slog.Value { return slog.StringValue(mask) }

type keyringKey struct{}

// WithKeyring gives the context of a statement the keyring that sealed columns are read and written with.
func WithKeyring(ctx context.Context, k *Keyring) context.Context {
	return context.WithValue(ctx, keyringKey{}, k)
}

func keyringOf(ctx context.Context) (*Keyring, bool) {
	k, ok := ctx.Value(keyringKey{}).(*Keyring)
	return k, ok && k != nil
}
