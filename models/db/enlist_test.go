package db_test

import (
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// enlist gives the bureau of settle a member of staff with everything that an account can have, and a deputy.
func enlist(t *testing.T, d *db.DB) {
	t.Helper()
	hasher, err := staff.NewHasher(&argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}, 1)
	require.NoError(t, err)
	s, by, scope := staff.NewStore(d, hasher, 0), audit.Actor{Kind: audit.System, ID: "test"}, audit.Scope{Prefix: "990100/"}
	ids := map[string]staff.Present{}
	for _, login := range []string{"zheng", "wang"} {
		var token seal.Text
		require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
			a, made, err := s.Invite(tx, by, scope, staff.Invitation{Login: login, Name: "郑同志", FullName: "郑文", Station: "990101"})
			if err != nil {
				return err
			}
			token = made
			return s.Assign(tx, by, scope, staff.Grant{Member: a.ID, Roles: []staff.Role{staff.TownClerk}})
		}))
		phone, err := s.Accept(t.Context(), "192.0.2.1", token, "Long-enough-4-everybody")
		require.NoError(t, err)
		code, err := totp.GenerateCode(phone.Secret.Reveal(), dbtest.Start())
		require.NoError(t, err)
		in, err := s.ConfirmInvitation(t.Context(), phone.Ticket, seal.Text(code))
		require.NoError(t, err)
		ids[login] = in.Who
	}
	today := clock.DateOf(dbtest.Start().Add(time.Hour))
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error {
		_, err := s.AddAbsence(tx, by, scope, staff.Absence{MemberID: ids["zheng"].ID, DeputyID: ids["wang"].ID, FromOn: today, UntilOn: today})
		return err
	}))
}
