package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"shuangyong/config"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
	"shuangyong/models/vault"
	"shuangyong/server/jobs"
)

const (
	// loadKeysEvery is how soon every replica knows of a new key, or seals with it.
	loadKeysEvery = 5 * time.Second
	// KeysGrace is how long a rotation gives the replicas for it: several times that, for one that is busy.
	KeysGrace = 6 * loadKeysEvery
)

// keysActor is who changes keys: whoever may start the program with the secret.
var keysActor = audit.Actor{Kind: audit.System, ID: "keys"}

// openVault reads the stored keys, before anything is sealed or opened.
func (s *Stores) openVault(ctx context.Context, secret []byte) error {
	places, err := SealedPlaces()
	if err != nil {
		return err
	}
	previous, err := previousSecret(s.Config)
	if err != nil {
		return err
	}
	if s.Vault, err = vault.New(vault.Options{DB: s.DB, Places: places, Secret: secret, Previous: previous}); err != nil {
		return err
	}
	return aboutSecret(s.Vault.Load(ctx))
}

// previousSecret is nil when none is given.
func previousSecret(c config.Config) ([]byte, error) {
	if c.SecretKeyPrevious == "" {
		return nil, nil
	}
	return decodeSecret(c.SecretKeyPrevious.Reveal())
}

// aboutSecret says what to do about a secret that does not fit.
func aboutSecret(err error) error {
	switch {
	case errors.Is(err, vault.ErrSecret):
		return fmt.Errorf("secret_key (%s) is not the secret of this database: nothing was changed. Set the one that it was started with, and if that is being changed, "+
			"the one before as secret_key_previous: %w", config.Env("secret_key"), err)
	case errors.Is(err, vault.ErrTwoSecrets):
		return fmt.Errorf("secret_key_previous (%s) comes too early: start once with the secret so far as secret_key and no previous one, then change it: %w",
			config.Env("secret_key_previous"), err)
	}
	return err
}

// adopt stores the keys at the first start, and refuses a wrong secret.
func (s *Stores) adopt(ctx context.Context) error { return aboutSecret(s.Vault.Adopt(ctx, keysActor)) }

// loadKeys is the job by which every replica follows changes of the keys.
func (s *Stores) loadKeys() jobs.Job {
	return jobs.Job{Name: "keys", Every: loadKeysEvery, Each: true, Run: func(ctx context.Context) (int, error) { return 0, s.Vault.Load(ctx) }}
}

// Rotation is how this program changes its data key, which keeps its cipher.
func (s *Stores) Rotation(grace time.Duration, tell func(stage string, done int)) vault.Rotation {
	return vault.Rotation{By: keysActor, Holder: newHolder(), Grace: grace, Tell: tell}
}

// RewrapKeys keeps the stored keys under the present secret, and tells how many were under the previous one.
func (s *Stores) RewrapKeys(ctx context.Context) (int, error) { return s.Vault.Rewrap(ctx, keysActor) }

// secretFinding is the doctor's word on a start that failed for the secret's sake.
func secretFinding(err error) (Finding, bool) {
	if errors.Is(err, vault.ErrSecret) || errors.Is(err, vault.ErrTwoSecrets) {
		return bad("keys", err.Error(), "Take the secret from the safe; without it what it sealed cannot be read"), true
	}
	return Finding{}, false
}

// examineKeys tells which keys there are and what is left to do about them.
func (s *Stores) examineKeys(ctx context.Context) Finding {
	stored, err := s.Vault.Stored(ctx)
	if err != nil {
		return bad("keys", "they cannot be read: "+fault.Of(err).Reason, "Look at the database's own log")
	}
	if len(stored) == 0 {
		return well("keys", "version 1, which follows from the secret; the next start stores it")
	}
	under, err := s.Vault.UnderPrevious(stored)
	if err != nil {
		return bad("keys", err.Error(), "Set the secret that this database was started with")
	}
	what := fmt.Sprintf("version %d of the data key, which is %s", s.Keys.Current(), cipherOf(stored, s.Keys.Current()))
	switch {
	case under > 0:
		return warn("keys", fmt.Sprintf("%s; %d keys are kept under secret_key_previous", what, under),
			"Once every replica has both secrets: shuangyong keys rotate --secret --apply. Then remove secret_key_previous")
	case s.Config.SecretKeyPrevious != "":
		return warn("keys", what+"; secret_key_previous is not needed any more", "Remove it, and keep it as long as backups from its time")
	case vault.Unfinished(stored):
		return warn("keys", what+"; a rotation was not brought to its end", "Go on with it: shuangyong keys rotate --apply")
	case len(vault.Due(stored, s.Clock.Now())) > 0:
		return warn("keys", what+"; a retired one is not needed any more", "Destroy it: shuangyong keys retire --apply")
	}
	return well("keys", what)
}

// cipherOf names the cipher of a version, and since when it is there.
func cipherOf(stored []vault.Key, version byte) string {
	for _, k := range stored {
		if k.Kind == vault.Data && k.Version == version {
			return seal.CipherName(k.Cipher) + " since " + string(clock.DateOf(k.CreatedAt))
		}
	}
	return "unknown"
}
