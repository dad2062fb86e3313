package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"shuangyong/models/seal"
	"shuangyong/models/vault"
	"shuangyong/server/app"
)

func (c *command) keysRotate() *cobra.Command {
	var apply, secret bool
	var grace time.Duration
	var cipher string
	sub := &cobra.Command{
		Use:   "rotate",
		Short: "Show what changing the data key would do; with --apply, do it while everything serves",
		Long: `Adds a data key, waits until every replica knows it, makes it current, seals all values anew with it, and retires the key before.
It can be stopped at any moment and started again. --cipher SM4-GCM changes to 国密 with the key, --cipher AES-256-GCM back. With --secret it changes what the keys themselves are kept under instead.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.with(cmd, func(s *app.Stores) error {
				switch {
				case secret && !apply:
					return showRewrap(cmd, s)
				case secret:
					return rewrap(cmd, s)
				case !apply:
					return showRotation(cmd, s)
				}
				return rotate(cmd, s, grace, cipher)
			})
		},
	}
	flags := sub.Flags()
	flags.BoolVar(&apply, "apply", false, "really do it")
	flags.BoolVar(&secret, "secret", false, "keep the keys under secret_key, which they are not yet; replicas have both secrets meanwhile")
	flags.StringVar(&cipher, "cipher", "", "of the new key: AES-256-GCM or SM4-GCM (default: as before)")
	flags.DurationVar(&grace, "grace", app.KeysGrace, "how long replicas get to learn of a change; less only while none serves")
	return sub
}

func showRotation(cmd *cobra.Command, s *app.Stores) error {
	out := cmd.OutOrStdout()
	stored, counts, err := keysAndCounts(cmd, s)
	if err != nil {
		return err
	}
	current := s.Keys.Current()
	switch {
	case !vault.Unfinished(stored):
		_, _ = fmt.Fprintf(out, "A new data key would be added, and %d values sealed anew with it. Now the current one is version %d.\n", vault.Total(counts), current)
	case vault.Has(stored, vault.Arriving):
		_, _ = fmt.Fprintf(out, "A rotation was begun, its key is there and not current yet. It would go on, and seal %d values anew.\n", vault.Total(counts))
	default:
		_, _ = fmt.Fprintf(out, "A rotation was begun. It would go on, and seal %d values anew with version %d.\n", vault.Behind(counts, current), current)
	}
	showCounts(out, stored, counts)
	_, _ = fmt.Fprintln(out, "\nNothing was changed. To do it, while everything goes on serving: shuangyong keys rotate --apply")
	return nil
}

func rotate(cmd *cobra.Command, s *app.Stores, grace time.Duration, cipher string) error {
	out := cmd.OutOrStdout()
	rotation := s.Rotation(grace, telling(out))
	if cipher != "" {
		id, ok := seal.CipherNamed(cipher)
		if !ok {
			return errors.New("--cipher: there are AES-256-GCM and SM4-GCM")
		}
		rotation.Cipher = id
	}
	if err := s.Prepare(cmd.Context()); err != nil {
		return err
	}
	pass, err := s.Vault.Rotate(cmd.Context(), rotation)
	if err != nil {
		return inWords(err)
	}
	_, _ = fmt.Fprintf(out, "Done: version %d is current, %d values were sealed anew. Keys before it still open what lies in Redis; see `shuangyong keys status`.\n",
		s.Keys.Current(), pass.Resealed)
	if pass.Damaged == 0 {
		return nil
	}
	_, _ = fmt.Fprintf(out, "%d values do not open with any key and stay as they are, among them:\n", pass.Damaged)
	for _, name := range pass.Named {
		_, _ = fmt.Fprintln(out, "  "+name)
	}
	return errUnwell
}

// telling writes a line a stage, and more while values are sealed.
func telling(out io.Writer) func(stage string, done int) {
	last, lastDone := "", 0
	return func(stage string, done int) {
		if stage == last && done-lastDone < 10_000 {
			return
		}
		last, lastDone = stage, done
		if done > 0 {
			_, _ = fmt.Fprintf(out, "%s: %d values\n", stage, done)
			return
		}
		_, _ = fmt.Fprintln(out, stage)
	}
}

// inWords says what to do about an error of the vault.
func inWords(err error) error {
	switch {
	case errors.Is(err, vault.ErrBusy):
		return fmt.Errorf("another command works on the keys, or was killed in the last 15 seconds: look again then. (%w)", err)
	case errors.Is(err, vault.ErrPrevious):
		return fmt.Errorf("the secret is being changed: first run `shuangyong keys rotate --secret --apply`. (%w)", err)
	case errors.Is(err, vault.ErrStragglers):
		return fmt.Errorf("the new key is current, but a replica goes on sealing with the old one: find the one that runs an older version or logs job \"keys\" as failed, "+
			"restart it, and run this again. (%w)", err)
	}
	return err
}
