package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"shuangyong/server/app"
)

// healthPatience is how long the running program may take to say that it lives.
const healthPatience = 2 * time.Second

// health asks the running program how it is: for containers, whose image holds nothing else that could.
func (c *command) health() *cobra.Command {
	var ready bool
	sub := &cobra.Command{
		Use:   "health",
		Short: "Ask the running program whether it takes messages (exit 1: no); with --ready, whether all it needs is there",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			settings, err := c.settings()
			if err != nil {
				return err
			}
			path := "/healthz"
			if ready {
				path = "/readyz"
			}
			return wellAt(cmd.Context(), app.Reach(settings.AdminAddr)+path)
		},
	}
	sub.Flags().BoolVar(&ready, "ready", false, "ask for the database and Redis too")
	return sub
}

// wellAt says what is wrong when the answer is not 200.
func wellAt(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, healthPatience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return fmt.Errorf("nobody answers at %s", url)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %d", url, response.StatusCode)
	}
	return nil
}
