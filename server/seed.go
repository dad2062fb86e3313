package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"shuangyong/models/clock"
	"shuangyong/seed"
	"shuangyong/server/app"
)

// seed fills an empty database with the synthetic city.
func (c *command) seed() *cobra.Command {
	var o seed.Options
	var start string
	sub := &cobra.Command{
		Use:   "seed",
		Short: "Fill an empty database with the synthetic city (演示数据: nobody and nothing in it exists)",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.with(cmd, func(s *app.Stores) error {
				if err := s.Prepare(cmd.Context()); err != nil {
					return err
				}
				o.Start = clock.DateOf(s.Clock.Now())
				if start != "" {
					day, err := clock.ParseDate(start)
					if err != nil {
						return fmt.Errorf("--start: %w", err)
					}
					o.Start = day
				}
				o.Progress = progress(cmd.OutOrStdout(), s.Clock)
				sum, err := seed.Load(cmd.Context(), s.DB, o)
				if err != nil {
					return err
				}
				if sum.Already {
					_, _ = fmt.Fprintln(cmd.OutOrStdout(), "The same city is there already; nothing was written.")
					return nil
				}
				_, _ = fmt.Fprintf(cmd.OutOrStdout(), "\rDone: %d rows.%40s\n", sum.Rows, "")
				return nil
			})
		},
	}
	flags := sub.Flags()
	flags.Uint64Var(&o.Seed, "seed", 1, "the same number and start give the same city")
	flags.StringVar(&start, "start", "", "today in the city, YYYY-MM-DD (default: the clock's day)")
	flags.IntVar(&o.Shops, "shops", 400, "partner shops, up to 1,000,000")
	flags.IntVar(&o.People, "people", 5000, "people, up to 300,000")
	return sub
}

// progress writes one line over and over, a few times a second.
func progress(out io.Writer, clk clock.Clock) func(stage string, done, total int) {
	var last time.Time
	return func(stage string, done, total int) {
		now := clk.Now()
		if done < total && now.Sub(last) < 200*time.Millisecond {
			return
		}
		last = now
		_, _ = fmt.Fprintf(out, "\r%-14s %d of %d%20s", stage, done, total, "")
	}
}
