package wechat

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"errors"

	"github.com/silenceper/wechat/v2/util"
)

// The platform's frame: 16 random bytes, the length of the message (4 bytes, big endian), the message, the app id, padded PKCS#7 to 32.
const (
	padTo  = 32
	header = 16 + 4
)

// aesKey is one EncodingAESKey, ready to use.
type aesKey struct {
	raw   []byte
	block cipher.Block
}

func newAESKey(text string) (*aesKey, error) {
	if len(text) != 43 {
		return nil, errors.New("must be 43 characters")
	}
	raw, err := base64.StdEncoding.DecodeString(text + "=") // not strict: Tencent's 43rd character has spare bits
	if err != nil || len(raw) != 32 {
		return nil, errors.New("must be letters and digits, as WeChat's page generates them")
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, errors.New("is not an AES key")
	}
	return &aesKey{raw: raw, block: block}, nil
}

// decrypt opens the base64 text of a message for appID. Whatever is wrong is the same error: length, padding, frame and app id are no oracle. The
// SDK checks the last byte of the padding only; here all of it counts.
func (k *aesKey) decrypt(text, appID string) ([]byte, error) {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(data) < padTo || len(data)%padTo != 0 {
		return nil, errDecrypt
	}
	cipher.NewCBCDecrypter(k.block, k.raw[:aes.BlockSize]).CryptBlocks(data, data)

	pad := int(data[len(data)-1])
	good := subtle.ConstantTimeLessOrEq(1, pad) & subtle.ConstantTimeLessOrEq(pad, padTo)
	for i := 1; i <= padTo; i++ {
		inside := subtle.ConstantTimeLessOrEq(i, pad)
		same := subtle.ConstantTimeByteEq(data[len(data)-i], byte(pad)) // pad was one byte
		good &= subtle.ConstantTimeSelect(inside, same, 1)
	}
	if good != 1 || len(data)-pad < header+len(appID) {
		return nil, errDecrypt
	}
	data = data[:len(data)-pad]
	length := int64(binary.BigEndian.Uint32(data[16:header]))
	if header+length+int64(len(appID)) != int64(len(data)) {
		return nil, errDecrypt
	}
	message, app := data[header:header+length], data[header+length:]
	if subtle.ConstantTimeCompare(app, []byte(appID)) != 1 {
		return nil, errDecrypt
	}
	return message, nil
}

// encrypt frames and seals a message for appID, in base64.
func (k *aesKey) encrypt(message []byte, appID string) string {
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails since Go 1.24
	return k.encryptWith(random, message, appID)
}

// encryptWith is encrypt with the random bytes given; the frame and the cipher are the SDK's, which are sound in this direction.
func (k *aesKey) encryptWith(random, message []byte, appID string) string {
	return base64.StdEncoding.EncodeToString(util.AESEncryptMsg(random, message, appID, k.raw))
}
