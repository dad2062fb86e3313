package main

import (
	"os"

	"github.com/spf13/cobra"

	"shuangyong/server/app"
	"shuangyong/server/middleware"
)

// serve runs the program until it is told to stop. The log goes to stderr as JSON, words for people to stdout.
func (c *command) serve() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Run the program (the default); without a WeChat account it is the demo",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			settings, err := c.settings()
			if err != nil {
				return err
			}
			a, err := app.New(cmd.Context(), settings, middleware.Logger(os.Stderr, settings.LogLevel), cmd.OutOrStdout())
			if err != nil {
				return err
			}
			return a.Run(cmd.Context(), cmd.OutOrStdout())
		},
	}
}
