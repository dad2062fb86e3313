package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The first administrator is made on the server: nothing without --apply, a token shown once with it, and again by a reset.
func TestTheFirstAdministratorIsMadeOnTheServer(t *testing.T) {
	now := "2026-11-23T10:00:00+08:00"
	run := operatorOf(t, &now)
	says := func(args string, parts ...string) string {
		t.Helper()
		out, err := run(1, 0, strings.Fields(args)...)
		require.NoError(t, err, args)
		for _, part := range parts {
			require.Contains(t, out, part, args)
		}
		return out
	}
	fails := func(args, part string) {
		t.Helper()
		_, err := run(1, 0, strings.Fields(args)...)
		require.ErrorContains(t, err, part, args)
	}
	const add = "staff add --login meng-li --name 孟同志 --full-name 孟丽 --station 990181 --role security_admin"
	says("migrate up")
	fails(add, "there are no stations yet")
	says("seed --people 100 --shops 20")
	says(add, "Would invite meng-li at 990181/. Nothing was written")
	fails("staff reset --login meng-li", "staff.not_found")
	says(add, "Would invite")
	token := regexp.MustCompile(`good until 2026-11-26 10:00: [A-Za-z0-9_-]{43}\n`)
	out := says(add+" --apply", "Invited meng-li at 990181/")
	require.Regexp(t, token, out)
	fails(add+" --apply", "staff.login_taken")
	other := strings.Replace(add, "meng-li", "zou-yan", 1)
	fails(strings.Replace(other, "security_admin", "emperor", 1), "岗位写得不对")
	fails(strings.Replace(other, "990181", "110101", 1), "staff.no_station")
	fails(strings.Replace(other, "zou-yan", "Zou", 1), "login: 3 到 32 个小写字母")
	fails("staff add --login x", "required flag")
	says("staff reset --login meng-li", "Would invite meng-li")
	again := says("staff reset --login meng-li --apply", "Invited meng-li")
	require.Regexp(t, token, again)
	require.NotEqual(t, token.FindString(out), token.FindString(again))
}
