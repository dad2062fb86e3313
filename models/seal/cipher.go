package seal

import (
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/emmansun/gmsm/sm4"
	"github.com/tink-crypto/tink-go/v2/aead/subtle"
)

// Cipher seals bytes with one key. Associated is authenticated with them and not stored. It is safe for concurrent use.
type Cipher interface {
	// ID is the first byte of everything that this kind of cipher sealed; 0 is none.
	ID() byte
	Seal(plain, associated []byte) ([]byte, error)
	Open(sealed, associated []byte) ([]byte, error)
}

// The ciphers there are, each in Galois/counter mode with random nonces of 12 bytes. Values of several lie beside each other; a new one takes a new ID.
const (
	AES256GCM byte = 1
	SM4GCM    byte = 2 // 国密: SM4 of GB/T 32907, whose keys have 128 bits
)

var cipherNames = map[byte]string{AES256GCM: "AES-256-GCM", SM4GCM: "SM4-GCM"}

// NewCipher makes the cipher of an ID with a key.
func NewCipher(id byte, key Material) (Cipher, error) {
	if len(key.bytes) != keySize {
		return nil, errors.New("seal: a cipher without a key")
	}
	switch id {
	case AES256GCM:
		aead, err := subtle.NewAESGCM(key.bytes)
		if err != nil {
			return nil, fmt.Errorf("seal: %w", err)
		}
		return aes256{aead}, nil
	case SM4GCM:
		return newSM4(key.bytes[:sm4.BlockSize]) // the key is random throughout
	}
	return nil, fmt.Errorf("seal: this program knows no cipher %d", id)
}

// CipherName is how people call a cipher.
func CipherName(id byte) string {
	if name, ok := cipherNames[id]; ok {
		return name
	}
	return fmt.Sprintf("cipher %d", id)
}

// CipherNamed is the ID behind a name.
func CipherNamed(name string) (id byte, ok bool) {
	for id, known := range cipherNames {
		if known == name {
			return id, true
		}
	}
	return 0, false
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

type sm4GCM struct{ aead cipher.AEAD }

func newSM4(key []byte) (Cipher, error) {
	block, err := sm4.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return sm4GCM{aead}, nil
}

// ID implements Cipher.
func (sm4GCM) ID() byte { return SM4GCM }

// Seal implements Cipher.
func (s sm4GCM) Seal(plain, associated []byte) ([]byte, error) {
	size := s.aead.NonceSize()
	nonce := make([]byte, size, size+len(plain)+s.aead.Overhead())
	_, _ = rand.Read(nonce) // never fails since Go 1.24
	return s.aead.Seal(nonce, nonce, plain, associated), nil
}

// Open implements Cipher.
func (s sm4GCM) Open(sealed, associated []byte) ([]byte, error) {
	size := s.aead.NonceSize()
	if len(sealed) < size {
		return nil, ErrOpen
	}
	return s.aead.Open(nil, sealed[:size], sealed[size:], associated)
}
