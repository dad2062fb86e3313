package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"shuangyong/models/vault"
	"shuangyong/server/app"
)

func (c *command) keysRetire() *cobra.Command {
	var apply bool
	sub := &cobra.Command{
		Use:   "retire",
		Short: "Show which retired keys are not needed any more; with --apply, destroy them",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.with(cmd, func(s *app.Stores) error { return destroy(cmd, s, apply) })
		},
	}
	sub.Flags().BoolVar(&apply, "apply", false, "really do it")
	return sub
}

func destroy(cmd *cobra.Command, s *app.Stores, apply bool) error {
	out := cmd.OutOrStdout()
	stored, counts, err := keysAndCounts(cmd, s)
	if err != nil {
		return err
	}
	due := vault.Due(stored, s.Clock.Now())
	if len(due) == 0 {
		_, _ = fmt.Fprintf(out, "No key is due: one may be destroyed %d days after it was retired, for sessions in Redis live that long. See: shuangyong keys status\n",
			int(vault.KeepRetired.Hours()/24))
		return nil
	}
	for _, k := range due {
		_, _ = fmt.Fprintf(out, "version %d, retired %s, has sealed %d values that are there\n", k.Version, day(*k.RetiredAt), vault.Of(counts, k.Version))
	}
	if !apply {
		_, _ = fmt.Fprintln(out, "Nothing was changed. To seal anew what is left and destroy it: shuangyong keys retire --apply")
		return nil
	}
	gone, err := s.Vault.Destroy(cmd.Context(), s.Rotation(0, nil))
	var used vault.InUse
	if errors.As(err, &used) {
		return fmt.Errorf("version %d is kept: %d values in %s.%s are sealed with it, and they do not open, or this program does not know the column. (%w)",
			used.Version, used.Where.Versions[used.Version], used.Where.Table, used.Where.Column, err)
	}
	if err != nil {
		return inWords(err)
	}
	_, _ = fmt.Fprintf(out, "Destroyed: %v. Backups from before still hold them, under the secret.\n", gone)
	return nil
}
