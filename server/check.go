package main

import (
	"errors"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"shuangyong/config"
	"shuangyong/server/app"
)

// errUnwell ends `check` with status 1 after everything was said.
var errUnwell = errors.New("not everything is well")

// check is the doctor.
func (c *command) check() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "The doctor: settings, database, Redis, WeChat, calendar, keys, audit log; exit 1 with what to do",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := cmd.OutOrStdout()
			settings, err := c.settings()
			var problems config.Problems
			if errors.As(err, &problems) {
				for _, p := range problems {
					_, _ = fmt.Fprintf(out, "✗ settings   %s\n", p)
				}
				return errUnwell
			}
			if err != nil {
				return err
			}
			well := true
			for _, f := range app.Examine(cmd.Context(), settings, slog.New(slog.DiscardHandler)) {
				_, _ = fmt.Fprintf(out, "%s %-10s %s\n", f.Mark(), f.About, f.What)
				if f.Cure != "" {
					_, _ = fmt.Fprintf(out, "             → %s\n", f.Cure)
				}
				well = well && !f.Bad
			}
			if !well {
				return errUnwell
			}
			return nil
		},
	}
}
