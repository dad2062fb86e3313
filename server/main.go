// Command shuangyong is 双拥通: the WeChat service of a Veterans Affairs Bureau. Run without arguments it serves; without settings that is the demo.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"shuangyong/config"
	"shuangyong/models/fault"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := newRoot(os.Environ()).ExecuteContext(ctx); err != nil {
		complain(os.Stderr, err)
		stop()
		os.Exit(1) //nolint:gocritic // stop was called
	}
}

// complain says what went wrong, once, in words for whoever started the program.
func complain(out io.Writer, err error) {
	if errors.Is(err, errUnwell) {
		return // the doctor has said it all
	}
	_, _ = fmt.Fprintln(out, "shuangyong:", err)
	if fault.CodeOf(err) == fault.Unavailable {
		_, _ = fmt.Fprintln(out, "Something the program needs does not answer. `shuangyong check` says what.")
	}
}

// command is what all commands share.
type command struct {
	environ []string
	file    string
}

// settings reads them anew for each command.
func (c *command) settings() (config.Config, error) { return config.Load(c.file, c.environ) }

// newRoot builds the commands. Without one, the program serves.
func newRoot(environ []string) *cobra.Command {
	c := &command{environ: environ}
	serve := c.serve()
	root := &cobra.Command{
		Use:           "shuangyong",
		Short:         "双拥通: a WeChat service for those who serve or served, and their families",
		Args:          cobra.NoArgs,
		RunE:          serve.RunE,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.PersistentFlags().StringVar(&c.file, "config", "", "settings file (YAML); see config.example.yaml")
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(serve, c.migrate(), c.seed(), c.check(), c.health(), c.talk(), c.menu(), c.keys(), c.staff(), c.imports(), c.simulator())
	return root
}
