package seal

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The example of RFC 8998, appendix A.1: what others seal with SM4-GCM opens here.
func TestSM4IsTheOneOfTheStandard(t *testing.T) {
	b := func(s string) []byte {
		raw, err := hex.DecodeString(s)
		require.NoError(t, err)
		return raw
	}
	c, err := NewCipher(SM4GCM, Material{append(b("0123456789abcdeffedcba9876543210"), make([]byte, 16)...)})
	require.NoError(t, err)
	sealed := b("00001234567800000000abcd" + // the nonce
		"17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d" +
		"83de3541e4c2b58177e065a9bf7b62ec")
	plain, err := c.Open(sealed, b("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
	require.NoError(t, err)
	want := ""
	for _, digit := range "abcdefea" {
		want += strings.Repeat(string(digit), 16)
	}
	require.Equal(t, want, hex.EncodeToString(plain))
}

func TestCiphersHaveNames(t *testing.T) {
	for id, name := range cipherNames {
		require.Equal(t, name, CipherName(id))
		again, ok := CipherNamed(name)
		require.True(t, ok)
		require.Equal(t, id, again)
		c, err := NewCipher(id, NewMaterial())
		require.NoError(t, err)
		require.Equal(t, id, c.ID())
		for _, short := range [][]byte{nil, make([]byte, 5), make([]byte, 12), make([]byte, 27)} {
			_, err := c.Open(short, nil)
			require.Error(t, err, "%s %d", name, len(short))
		}
	}
	_, ok := CipherNamed("ROT13")
	require.False(t, ok)
}
