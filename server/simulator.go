package main

import (
	"os"
	"slices"

	"github.com/spf13/cobra"

	"shuangyong/config"
	"shuangyong/server/app"
	"shuangyong/server/middleware"
)

// simulator plays WeChat for a program that runs in production mode, with the same settings for the accounts.
func (c *command) simulator() *cobra.Command {
	var o app.StandInOptions
	sub := &cobra.Command{
		Use:   "simulator",
		Short: "Play WeChat as a program of its own: its API, its callbacks' other end and the phone in the browser",
		Long: "Play WeChat as a program of its own, to test a program that runs in production mode: its API, its callbacks' other end, and the phone in the\n" +
			"browser. The accounts are those of the settings (SY_WECHAT_…, SY_MINI_…); without them it invents some, keeps them in the data directory and\n" +
			"says with which settings the program must be started. It is no part of production: nobody but this machine should reach it.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			settings, err := config.Load(c.file, append(slices.Clone(c.environ), "SY_DEMO=1")) // the rest of production's settings is not ours
			if err != nil {
				return err
			}
			s, err := app.NewStandIn(cmd.Context(), settings, o, middleware.Logger(os.Stderr, settings.LogLevel))
			if err != nil {
				return err
			}
			return s.Run(cmd.Context(), cmd.OutOrStdout())
		},
	}
	sub.Flags().StringVar(&o.Callback, "callback", "http://127.0.0.1:8080", "where the program answers; /wechat and /wechat/mini are added")
	sub.Flags().StringVar(&o.Listen, "listen", "127.0.0.1:8090", "where to play WeChat")
	sub.Flags().BoolVar(&o.MiniJSON, "mini-json", false, "send the mini-program's messages as JSON")
	return sub
}
