package seal

import (
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
)

// Cipher seals bytes with one key. Associated is authenticated with them and not stored. It is safe for concurrent use.
type Cipher interface {
	// ID is the first byte of everything that this kind of cipher sealed; 0 is none.
	ID() byte
	Seal(plain, associated []byte) ([]byte, error)
	Open(sealed, associated []byte) ([]byte, error)
}

// AES256GCM is the ID of AES-256 in Galois/counter mode with random nonces of 12 bytes. Another cipher (SM4) takes another ID and lives beside it.
const AES256GCM byte = 1

// NewCipher makes the cipher of an ID with a key that was made for it.
func NewCipher(id byte, key Material) (Cipher, error) {
	if id != AES256GCM {
		return nil, fmt.Errorf("seal: this program knows no cipher %d", id)
	}
	aead, err := subtle.NewAESGCM(key.bytes)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return aes256{aead}, nil
}

// CipherName is how people call a cipher.
func CipherName(id byte) string {
	if id == AES256GCM {
		return "AES-256-GCM"
	}
	return fmt.Sprintf("cipher %d", id)
}

type aes256 struct{ aead *subtle.AESGCM }

// ID implements Cipher.
func (aes256) ID() byte { return AES256GCM }

// Seal implements Cipher.
func (a aes256) Seal(plain, associated []byte) ([]byte, error) {
	return a.aead.Encrypt(plain, associated)
}

// Open implements Cipher.
func (a aes256) Open(sealed, associated []byte) ([]byte, error) {
	return a.aead.Decrypt(sealed, associated)
}
