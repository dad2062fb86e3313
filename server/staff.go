package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
	"shuangyong/models/station"
	"shuangyong/server/app"
)

// atServer is who runs a command on the server: not one of the staff, and written down as what it is.
func atServer() audit.Actor { return audit.Actor{Kind: audit.System, ID: "command"} }

// staff makes the accounts that nobody at the desk can make: the first administrators, and those whom no administrator may reset.
func (c *command) staff() *cobra.Command {
	parent := &cobra.Command{Use: "staff", Short: "Accounts of the desk: the first administrators, and those who watch them"}
	parent.AddCommand(c.staffAdd(), c.staffReset())
	return parent
}

func (c *command) staffAdd() *cobra.Command {
	var i staff.Invitation
	var full, role string
	var apply bool
	sub := &cobra.Command{
		Use: "add", Short: "Invite somebody with a role (dry-run unless --apply)", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			i.FullName = seal.Text(full)
			return c.invite(cmd, apply, func(tx db.Tx, s *staff.Store) (staff.Account, seal.Text, error) {
				whole, err := everywhere(tx)
				if err != nil {
					return staff.Account{}, "", err
				}
				a, token, err := s.Invite(tx, atServer(), whole, i)
				if err != nil {
					return staff.Account{}, "", err
				}
				return a, token, s.Assign(tx, atServer(), whole, staff.Grant{Member: a.ID, Roles: []staff.Role{staff.Role(role)}})
			})
		},
	}
	flags := sub.Flags()
	flags.StringVar(&i.Login, "login", "", "small letters, digits and -, 3 to 32")
	flags.StringVar(&i.Name, "name", "", "as colleagues and citizens are told: 李同志")
	flags.StringVar(&full, "full-name", "", "for the bureau's files")
	flags.StringVar(&i.Station, "station", "", "code of the station; he sees what is below it")
	flags.StringVar(&role, "role", "", "one of the roles of docs/desk.md, such as security_admin")
	flags.BoolVar(&apply, "apply", false, "do it")
	for _, name := range []string{"login", "name", "full-name", "station", "role"} {
		_ = sub.MarkFlagRequired(name) // they are all there
	}
	return sub
}

func (c *command) staffReset() *cobra.Command {
	var login string
	var apply bool
	sub := &cobra.Command{
		Use: "reset", Short: "Invite somebody anew who forgot his password or lost phone and codes, administrators too (dry-run unless --apply)", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.invite(cmd, apply, func(tx db.Tx, s *staff.Store) (staff.Account, seal.Text, error) {
				who, err := s.ByLogin(tx, login)
				if err != nil {
					return staff.Account{}, "", err
				}
				whole, err := everywhere(tx)
				if err != nil {
					return staff.Account{}, "", err
				}
				return s.Reset(tx, atServer(), whole, who.ID, true)
			})
		},
	}
	sub.Flags().StringVar(&login, "login", "", "whose")
	sub.Flags().BoolVar(&apply, "apply", false, "do it")
	_ = sub.MarkFlagRequired("login") // it is there
	return sub
}

// everywhere is the whole tree of stations.
func everywhere(tx db.Tx) (audit.Scope, error) {
	root, err := station.Root(tx)
	if fault.CodeOf(err) == fault.NotFound {
		return audit.Scope{}, errors.New("there are no stations yet: load them first")
	}
	return audit.Scope{Prefix: string(root.Path)}, err
}

// errDry undoes what a dry run did.
var errDry = errors.New("dry run")

// invite runs what makes an invitation, shows its token once, and undoes everything unless it is to be applied.
func (c *command) invite(cmd *cobra.Command, apply bool, what func(db.Tx, *staff.Store) (staff.Account, seal.Text, error)) error {
	return c.with(cmd, func(s *app.Stores) error {
		members, err := s.StaffStore()
		if err != nil {
			return err
		}
		var made staff.Account
		var token seal.Text
		err = s.DB.InTx(cmd.Context(), func(tx db.Tx) (err error) {
			if made, token, err = what(tx, members); err == nil && !apply {
				err = errDry
			}
			return err
		})
		out := cmd.OutOrStdout()
		if errors.Is(err, errDry) {
			_, _ = fmt.Fprintf(out, "Would invite %s at %s. Nothing was written; add --apply to do it.\n", made.Login, made.StationPath)
			return nil
		}
		if f, ok := errors.AsType[*fault.Fault](err); ok {
			for _, wrong := range f.Fields {
				err = fmt.Errorf("%w\n  %s: %s", err, wrong.Name, wrong.Detail)
			}
			return fmt.Errorf("%w\n  %s", err, f.Detail)
		}
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(out, "Invited %s at %s.\nToken, shown this once, good until %s: %s\nGive it to its owner by hand; he takes it up at /api/desk/v1/invitation (docs/desk.md).\n",
			made.Login, made.StationPath, s.Clock.Now().Add(staff.InvitationLife).In(clock.Shanghai).Format("2006-01-02 15:04"), token.Reveal())
		return nil
	})
}
