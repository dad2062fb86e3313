package db_test

import (
	"bytes"
	"encoding/base64"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/config"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/seal"
	"shuangyong/models/vault"
	"shuangyong/server/app"
)

// Whatever the domains seal is found by a change of the key, and sealed anew with the label that it really has.
func TestEverySealedColumnIsSealedAnew(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		settle(t, dbtest.Open(t, o))
		s, err := app.OpenStores(t.Context(), config.Config{
			DataDir: o.DataDir, DatabaseURL: config.Secret(o.URL), DatabaseMaxOpen: o.MaxOpen, Demo: "1",
			SecretKey: config.Secret(base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, seal.SecretSize))), // that of dbtest.Keys
		}, slog.New(slog.DiscardHandler))
		require.NoError(t, err)
		defer func() { require.NoError(t, s.Close()) }()
		counts, err := s.Vault.Counts(t.Context())
		require.NoError(t, err)
		require.Greater(t, vault.Total(counts), 10)
		pass, err := s.Vault.Rotate(t.Context(), s.Rotation(time.Nanosecond, nil))
		require.NoError(t, err)
		require.Equal(t, vault.Pass{Resealed: vault.Total(counts)}, pass)
	})
}
