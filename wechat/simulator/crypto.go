package simulator

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1" // #nosec G505 -- WeChat's signature is defined with it
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
	"strings"
)

func decodeKey(text string) ([]byte, error) {
	key, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil || len(key) != 32 {
		return nil, errors.New("simulator: AESKey must be 43 characters of base64")
	}
	return key, nil
}

// signature is WeChat's: SHA-1 over the sorted strings.
func signature(parts ...string) string {
	sorted := append([]string(nil), parts...)
	sort.Strings(sorted)
	return fmt.Sprintf("%x", sha1.Sum([]byte(strings.Join(sorted, "")))) // #nosec G401 -- see above
}

// seal makes the Encrypt text: 16 random bytes, length, message and app id, padded to 32 and encrypted.
func seal(key, message []byte, appID string) (string, error) {
	framed := frame(message, appID)
	n := 32 - len(framed)%32
	return encrypt(key, append(framed, bytes.Repeat([]byte{byte(n)}, n)...))
}

// frame is what is encrypted, without its padding.
func frame(message []byte, appID string) []byte {
	framed := make([]byte, 16, 20+len(message)+len(appID)+32)
	_, _ = rand.Read(framed)                                             // never fails
	framed = binary.BigEndian.AppendUint32(framed, uint32(len(message))) // #nosec G115 -- a message is no gigabyte
	return append(append(framed, message...), appID...)
}

// encrypt takes whole blocks.
func encrypt(key, padded []byte) (string, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return "", err
	}
	out := make([]byte, len(padded))
	cipher.NewCBCEncrypter(block, key[:16]).CryptBlocks(out, padded)
	return base64.StdEncoding.EncodeToString(out), nil
}

// unseal opens an Encrypt text and checks that it is for appID.
func unseal(key []byte, text, appID string) ([]byte, error) {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	if len(data) == 0 || len(data)%32 != 0 {
		return nil, fmt.Errorf("simulator: %d bytes are no whole blocks", len(data))
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	plain := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, key[:16]).CryptBlocks(plain, data)
	n := int(plain[len(plain)-1])
	if n < 1 || n > 32 || !bytes.HasSuffix(plain, bytes.Repeat([]byte{byte(n)}, n)) {
		return nil, errors.New("simulator: the padding is wrong")
	}
	plain = plain[:len(plain)-n]
	if len(plain) < 20 {
		return nil, errors.New("simulator: the frame is too short")
	}
	end := 20 + int(binary.BigEndian.Uint32(plain[16:20]))
	if end > len(plain) || string(plain[end:]) != appID {
		return nil, errors.New("simulator: the frame is for another app")
	}
	return plain[20:end], nil
}
