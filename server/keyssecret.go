package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"shuangyong/server/app"
)

func showRewrap(cmd *cobra.Command, s *app.Stores) error {
	stored, err := s.Vault.Stored(cmd.Context())
	if err != nil {
		return err
	}
	under, err := s.Vault.UnderPrevious(stored)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	if under == 0 {
		_, _ = fmt.Fprintln(out, "All keys are kept under secret_key already; secret_key_previous is not needed.")
		return nil
	}
	_, _ = fmt.Fprintf(out, "%d keys are kept under secret_key_previous and would be kept under secret_key from then on; values stay as they are.\n"+
		"Every replica needs both secrets before. Nothing was changed. To do it: shuangyong keys rotate --secret --apply\n", under)
	return nil
}

func rewrap(cmd *cobra.Command, s *app.Stores) error {
	n, err := s.RewrapKeys(cmd.Context())
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%d keys are kept under secret_key now. Remove secret_key_previous at the next restart, and keep it as long as backups from its time.\n", n)
	return nil
}
