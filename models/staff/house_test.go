package staff_test

import (
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
	"shuangyong/models/station"
)

const (
	city, east, west = "990100/", "990100/990101/", "990100/990102/"
	good             = "东街的桂花开了3回-Ok"
	better           = "西街的梧桐黄了4回-Ok"
	here             = "192.0.2.1"
)

var (
	system = audit.Actor{Kind: audit.System, ID: "test"}
	whole  = audit.Scope{Prefix: city}
)

// house is a bureau with one city, two towns, and nobody yet.
type house struct {
	t      testing.TB
	d      *db.DB
	clk    *clock.Movable
	s      *staff.Store
	phones map[uuid.UUID]seal.Text
}

// cheap hashes cost next to nothing.
func cheap(t testing.TB) *staff.Hasher {
	t.Helper()
	h, err := staff.NewHasher(&argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}, 4)
	require.NoError(t, err)
	return h
}

func build(t testing.TB, d *db.DB, age time.Duration) *house {
	t.Helper()
	rows := []station.Station{{Code: "990100", Level: station.City, Path: city}, {Code: "990101", Level: station.Town, Path: east}, {Code: "990102", Level: station.Town, Path: west}}
	require.NoError(t, d.InTx(t.Context(), func(tx db.Tx) error { return station.InsertStations(tx, rows) }))
	clk, _ := d.Clock().(*clock.Movable)
	return &house{t: t, d: d, clk: clk, s: staff.NewStore(d, cheap(t), age), phones: map[uuid.UUID]seal.Text{}}
}

// each runs fn on every database, each with a clock of its own.
func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		o.Clock = clock.Stopped(dbtest.Start())
		fn(t, build(t, dbtest.Open(t, o), 0))
	})
}

func (h *house) tx(fn func(tx db.Tx) error) error { return h.d.InTx(h.t.Context(), fn) }

func (h *house) invite(login, at string) (staff.Account, seal.Text) {
	h.t.Helper()
	var a staff.Account
	var token seal.Text
	require.NoError(h.t, h.tx(func(tx db.Tx) (err error) {
		a, token, err = h.s.Invite(tx, system, whole, staff.Invitation{Login: login, Name: "李同志", FullName: "李文", Station: at})
		return err
	}))
	return a, token
}

// enlist makes an active member with roles.
func (h *house) enlist(login, at string, roles ...staff.Role) staff.Member {
	h.t.Helper()
	a, token := h.invite(login, at)
	h.assign(a.ID, roles...)
	return h.accept(token).Who.Member
}

func (h *house) assign(id uuid.UUID, roles ...staff.Role) {
	h.t.Helper()
	require.NoError(h.t, h.tx(func(tx db.Tx) error { return h.s.Assign(tx, system, whole, staff.Grant{Member: id, Roles: roles}) }))
}

func (h *house) accept(token seal.Text) staff.Passed {
	h.t.Helper()
	phone, err := h.s.Accept(h.t.Context(), here, token, good)
	require.NoError(h.t, err)
	passed, err := h.s.ConfirmInvitation(h.t.Context(), phone.Ticket, h.codeOf(phone.Secret))
	require.NoError(h.t, err)
	h.phones[passed.Who.ID] = phone.Secret
	return passed
}

func (h *house) codeOf(secret seal.Text) seal.Text {
	h.t.Helper()
	code, err := totp.GenerateCode(secret.Reveal(), h.clk.Now())
	require.NoError(h.t, err)
	return seal.Text(code)
}

// code is what his phone shows, later than any code that was used.
func (h *house) code(id uuid.UUID) seal.Text {
	h.clk.Advance(time.Minute)
	return h.codeOf(h.phones[id])
}

func (h *house) ticket(login string) seal.Text {
	h.t.Helper()
	t, err := h.s.EnterPassword(h.t.Context(), here, login, good)
	require.NoError(h.t, err)
	return t
}

func (h *house) present(id uuid.UUID) staff.Present {
	h.t.Helper()
	who, ok, err := h.s.Present(h.t.Context(), id)
	require.NoError(h.t, err)
	require.True(h.t, ok)
	return who
}

func (h *house) refused(err error, code fault.Code, reason string) {
	h.t.Helper()
	require.Error(h.t, err)
	require.Equal(h.t, []any{code, reason}, []any{fault.CodeOf(err), fault.Of(err).Reason}, "%v", err)
}

func (h *house) actions(subject string) []string {
	h.t.Helper()
	var list []string
	require.NoError(h.t, orm.Of(h.d.View(h.t.Context())).Raw("SELECT action FROM audit_entries WHERE subject = 'staff' AND subject_id = ? ORDER BY id", subject).Scan(&list).Error)
	return list
}
