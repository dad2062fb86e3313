package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"shuangyong/models/clock"
	"shuangyong/models/seal"
	"shuangyong/models/vault"
	"shuangyong/server/app"
)

// keys shows and changes the keys that personal data is sealed with.
func (c *command) keys() *cobra.Command {
	parent := &cobra.Command{Use: "keys", Short: "The keys that personal data is sealed with"}
	parent.AddCommand(c.keysStatus(), c.keysRotate(), c.keysRetire())
	return parent
}

func (c *command) keysStatus() *cobra.Command {
	return &cobra.Command{
		Use: "status", Short: "List the keys, and how many values each has sealed in which table", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.with(cmd, func(s *app.Stores) error {
				stored, counts, err := keysAndCounts(cmd, s)
				if err != nil {
					return err
				}
				showKeys(cmd.OutOrStdout(), stored)
				showCounts(cmd.OutOrStdout(), stored, counts)
				return nil
			})
		},
	}
}

func keysAndCounts(cmd *cobra.Command, s *app.Stores) ([]vault.Key, []vault.Count, error) {
	stored, err := s.Vault.Stored(cmd.Context())
	if err != nil {
		return nil, nil, err
	}
	counts, err := s.Vault.Counts(cmd.Context())
	return stored, counts, err
}

func day(t time.Time) string { return t.In(clock.Shanghai).Format("2006-01-02 15:04") }

func showKeys(out io.Writer, stored []vault.Key) {
	if len(stored) == 0 {
		_, _ = fmt.Fprintln(out, "No keys are stored yet: there is version 1, which follows from the secret. The next start stores it.")
	}
	for _, k := range stored {
		if k.Kind == vault.Index {
			_, _ = fmt.Fprintf(out, "index key   %-10s since %s\n", k.State, day(k.CreatedAt))
			continue
		}
		_, _ = fmt.Fprintf(out, "data key %-3d%-10s since %s  %s", k.Version, k.State, day(k.CreatedAt), seal.CipherName(k.Cipher))
		switch {
		case k.DestroyedAt != nil:
			_, _ = fmt.Fprintf(out, ", destroyed %s", day(*k.DestroyedAt))
		case k.RetiredAt != nil:
			_, _ = fmt.Fprintf(out, ", retired %s, may be destroyed from %s", day(*k.RetiredAt), day(k.RetiredAt.Add(vault.KeepRetired)))
		}
		_, _ = fmt.Fprintln(out)
	}
}

func showCounts(out io.Writer, stored []vault.Key, counts []vault.Count) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	versions := []byte{}
	_, _ = fmt.Fprint(w, "\nvalues")
	for _, k := range stored {
		if k.Kind == vault.Data && k.State != vault.Destroyed {
			versions = append(versions, k.Version)
			_, _ = fmt.Fprintf(w, "\tversion %d", k.Version)
		}
	}
	if len(stored) == 0 {
		versions = append(versions, 1)
		_, _ = fmt.Fprint(w, "\tversion 1")
	}
	_, _ = fmt.Fprintln(w)
	for _, c := range counts {
		_, _ = fmt.Fprintf(w, "%s.%s", c.Table, c.Column)
		for _, v := range versions {
			_, _ = fmt.Fprintf(w, "\t%d", c.Versions[v])
		}
		if !c.Known {
			_, _ = fmt.Fprint(w, "\t← this program does not know it and cannot seal it anew")
		}
		_, _ = fmt.Fprintln(w)
	}
	_ = w.Flush()
}
