package app

import (
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/approval"
	"shuangyong/models/db"
	"shuangyong/models/staff"
	"shuangyong/models/station"
)

// A bureau whose desk nobody can open is told which command opens it, until there is a security and a system administrator.
func TestTheDoctorMissesAdministrators(t *testing.T) {
	a, err := New(t.Context(), settings(t, production...), quiet, io.Discard)
	require.NoError(t, err)
	defer a.release()
	at := station.Station{ID: db.NewID(), Code: "990100", Level: station.City, Path: "990100/"}
	require.NoError(t, a.stores.DB.InTx(t.Context(), func(tx db.Tx) error { return station.InsertStations(tx, []station.Station{at}) }))
	members, err := a.stores.StaffStore()
	require.NoError(t, err)
	for _, role := range []staff.Role{staff.SecurityAdmin, staff.SystemAdmin} {
		found := a.stores.examineStaff(t.Context())
		require.Equal(t, "!", found.Mark())
		require.Contains(t, found.Cure, "shuangyong staff add --role "+string(role))
		require.NoError(t, a.stores.DB.InTx(t.Context(), func(tx db.Tx) error {
			return members.InsertInvented(tx, atTest, []staff.Invented{{Login: string(role[:3]), Name: "甲同志", FullName: "甲", Station: at, Roles: []staff.Role{role}}})
		}))
	}
	require.Equal(t, "✓", a.stores.examineStaff(t.Context()).Mark())
}

// What can be approved is done: each kind that anything asks for has an effect, and somebody who may decide.
func TestWhatIsApprovedHasAnEffect(t *testing.T) {
	a, err := New(t.Context(), settings(t, production...), quiet, io.Discard)
	require.NoError(t, err)
	defer a.release()
	desks, err := a.stores.reception()
	require.NoError(t, err)
	sources, err := newAnswers(a.stores.DB)
	require.NoError(t, err)
	effects := desks.effects(sources)
	for _, kind := range approval.Kinds() {
		require.NotNil(t, effects[kind], kind)
	}
	for kind := range effects {
		require.Contains(t, approval.Kinds(), kind)
		require.NotEmpty(t, staff.Decides(string(kind)), kind)
	}
}

// Who has a whole IPv6 network has no more tries at the desk than who has one address.
func TestANetworkIsOneAddressAtTheDesk(t *testing.T) {
	a, err := New(t.Context(), settings(t, production...), quiet, io.Discard)
	require.NoError(t, err)
	defer a.release()
	try := func(from string) int {
		r := httptest.NewRequest("POST", "/api/desk/v1/invitation", strings.NewReader(`{"token":"`+strings.Repeat("a", 43)+`","password":"东街的桂花开了3回-Ok"}`))
		r.RemoteAddr = from
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		a.handler.ServeHTTP(w, r)
		return w.Code
	}
	for i := range 50 {
		require.Equal(t, 401, try(fmt.Sprintf("[2001:db8:1:2::%x]:1", i+1)))
	}
	require.Equal(t, 429, try("[2001:db8:1:2::ffff]:1"))
	require.Equal(t, 401, try("[2001:db8:1:3::1]:1"), "a neighbour's network")
}
