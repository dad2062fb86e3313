package main

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// operatorOf gives the commands of somebody with these settings in a data directory of his own, at a time that he can change.
func operatorOf(t *testing.T, now *string) func(secret, previous byte, args ...string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	return func(secret, previous byte, args ...string) (string, error) {
		environ := []string{"SY_DATA_DIR=" + dir, "SY_NOW=" + *now, "SY_SECRET_KEY=" + secretOf(secret)}
		if previous != 0 {
			environ = append(environ, "SY_SECRET_KEY_PREVIOUS="+secretOf(previous))
		}
		root := newRoot(environ)
		var out bytes.Buffer
		root.SetOut(&out)
		root.SetArgs(args)
		err := root.ExecuteContext(t.Context())
		return out.String(), err
	}
}

func secretOf(b byte) string {
	secret := make([]byte, 32)
	for i := range secret {
		secret[i] = b + byte(i)*5
	}
	return base64.StdEncoding.EncodeToString(secret)
}

// Nothing is changed without --apply; then the key is, later the secret, and at last the old key is destroyed. Each says what follows.
func TestKeysFromBirthToEnd(t *testing.T) {
	now := "2026-11-23T10:00:00+08:00"
	run := operatorOf(t, &now)
	says := func(secret, previous byte, args string, parts ...string) {
		t.Helper()
		out, err := run(secret, previous, strings.Fields(args)...)
		require.NoError(t, err)
		for _, part := range parts {
			require.Contains(t, out, part, args)
		}
	}
	says(1, 0, "keys status", "No keys are stored yet")
	says(1, 0, "migrate up", "applied: 00020_seal_keys.sql")
	says(1, 0, "keys rotate", "A new data key would be added, and 0 values", "Nothing was changed")
	says(1, 0, "keys status", "No keys are stored yet")
	says(1, 0, "keys rotate --apply --grace 1ns", "waiting until every replica learns of the key", "Done: version 2 is current")
	says(1, 0, "keys status", "data key 1  retired", "may be destroyed from 2026-12-24 10:00", "data key 2  current    since 2026-11-23 10:00  AES-256-GCM", "index key   current", "people.name")
	says(1, 0, "keys retire", "No key is due")
	says(1, 0, "keys retire --apply", "No key is due")

	_, err := run(2, 0, "keys", "status")
	require.ErrorContains(t, err, "SY_SECRET_KEY")
	says(2, 1, "keys rotate --secret", "3 keys are kept under secret_key_previous", "Nothing was changed")
	_, err = run(2, 1, "keys", "rotate", "--apply", "--grace", "1ns")
	require.ErrorContains(t, err, "first run `shuangyong keys rotate --secret --apply`")
	says(2, 1, "keys rotate --secret --apply", "3 keys are kept under secret_key now")
	says(2, 1, "keys rotate --secret", "secret_key_previous is not needed")
	says(2, 0, "keys status", "data key 2  current")
	_, err = run(1, 0, "keys", "status")
	require.Error(t, err)

	now = "2026-12-24T10:01:00+08:00"
	says(2, 0, "keys retire", "version 1, retired 2026-11-23 10:00, has sealed 0 values", "Nothing was changed")
	says(2, 0, "keys status", "data key 1  retired")
	says(2, 0, "keys retire --apply", "Destroyed: [1]")
	_, err = run(2, 0, "keys", "rotate", "--apply", "--cipher", "ROT13")
	require.ErrorContains(t, err, "SM4-GCM")
	says(2, 0, "keys rotate --apply --cipher SM4-GCM --grace 1ns", "version 3 is current")
	says(2, 0, "keys status", "data key 3  current    since 2026-12-24 10:01  SM4-GCM")
	says(2, 0, "keys status", "data key 1  destroyed", "destroyed 2026-12-24 10:01")
}
