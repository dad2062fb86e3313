package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"shuangyong/server/app"
	"shuangyong/wechat"
)

// menu shows the Official Account's menu, and with --apply puts it in place.
func (c *command) menu() *cobra.Command {
	parent := &cobra.Command{Use: "menu", Short: "The Official Account's menu"}
	var apply bool
	push := &cobra.Command{
		Use:   "push",
		Short: "Show the menu that would be put in place; with --apply, do it",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			m, out := wechat.DefaultMenu(), cmd.OutOrStdout()
			if err := m.Validate(); err != nil {
				return err
			}
			show(out, m)
			if !apply {
				_, _ = fmt.Fprintln(out, "\nNothing was changed. To put it in place: shuangyong menu push --apply")
				return nil
			}
			return c.with(cmd, func(s *app.Stores) error {
				gateway, err := s.Gateway()
				if err != nil {
					return err
				}
				defer gateway.Close()
				if err := gateway.PushMenu(cmd.Context(), m); err != nil {
					return err
				}
				_, _ = fmt.Fprintln(out, "\nIt is in place. Phones show it within 24 hours, or at once after following anew.")
				return nil
			})
		},
	}
	push.Flags().BoolVar(&apply, "apply", false, "really do it")
	parent.AddCommand(push)
	return parent
}

func show(out io.Writer, m wechat.Menu) {
	for _, column := range m {
		_, _ = fmt.Fprintln(out, column.Name)
		for _, row := range column.Rows {
			_, _ = fmt.Fprintf(out, "  %-24s %s\n", row.Key+row.URL, row.Name)
		}
	}
}
