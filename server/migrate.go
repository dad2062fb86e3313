package main

import (
	"errors"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"shuangyong/models/clock"
	"shuangyong/server/app"
)

// stores opens what the operator's commands work on; they speak through their output, not through a log.
func (c *command) stores(cmd *cobra.Command) (*app.Stores, error) {
	settings, err := c.settings()
	if err != nil {
		return nil, err
	}
	return app.OpenStores(cmd.Context(), settings, slog.New(slog.DiscardHandler))
}

// with runs work on the stores and closes them.
func (c *command) with(cmd *cobra.Command, work func(*app.Stores) error) error {
	s, err := c.stores(cmd)
	if err != nil {
		return err
	}
	return errors.Join(work(s), s.Close())
}

// migrate brings the schema up to date, takes the newest step back, or says where it stands.
func (c *command) migrate() *cobra.Command {
	parent := &cobra.Command{Use: "migrate", Short: "Bring the database's schema up to date, or one step back"}
	parent.AddCommand(
		&cobra.Command{Use: "up", Short: "Apply all pending migrations, under a lock", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
			return c.with(cmd, func(s *app.Stores) error {
				names, err := s.DB.Migrate(cmd.Context())
				say(cmd, names, "applied", "nothing is pending")
				return err
			})
		}},
		&cobra.Command{Use: "down", Short: "Take the newest migration back, with the data that only it had room for", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
			return c.with(cmd, func(s *app.Stores) error {
				names, err := s.DB.MigrateDown(cmd.Context())
				say(cmd, names, "taken back", "there is nothing to take back")
				return err
			})
		}},
		&cobra.Command{Use: "status", Short: "List the migrations", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
			return c.with(cmd, func(s *app.Stores) error { return status(cmd, s) })
		}},
	)
	return parent
}

func say(cmd *cobra.Command, names []string, done, nothing string) {
	for _, name := range names {
		_, _ = fmt.Fprintln(cmd.OutOrStdout(), done+":", name)
	}
	if len(names) == 0 {
		_, _ = fmt.Fprintln(cmd.OutOrStdout(), nothing)
	}
}

func status(cmd *cobra.Command, s *app.Stores) error {
	list, err := s.DB.Migrations(cmd.Context())
	for _, m := range list {
		at := "pending"
		if !m.At.IsZero() {
			at = m.At.In(clock.Shanghai).Format("2006-01-02 15:04")
		}
		_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%-16s  %s\n", at, m.Name)
	}
	return err
}
