package staff_test

import (
	"encoding/hex"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// rawRow is what the database holds of a member, unopened.
func rawRow(t *testing.T, d *db.DB, id uuid.UUID) string {
	t.Helper()
	row := map[string]any{}
	require.NoError(t, orm.Of(d.View(t.Context())).Table("staff_members").Where("id = ?", id).Take(&row).Error)
	all := ""
	for _, v := range row {
		switch v := v.(type) {
		case []byte:
			all += string(v) + hex.EncodeToString(v)
		case string:
			all += v
		}
	}
	return all
}

func TestAnInvitationIsGoodOnceAndForThreeDays(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, token := h.invite("li1", "990101")
		require.Equal(t, staff.Invited, a.State)
		_, err := h.s.Accept(t.Context(), here, token, "li1-is-my-Login-1")
		h.refused(err, fault.Invalid, "staff.weak_password")
		for _, wrong := range []seal.Text{"", "x", token + "A", token[1:]} {
			_, err := h.s.Accept(t.Context(), here, wrong, good)
			h.refused(err, fault.Unauthenticated, "staff.invitation")
		}
		first, err := h.s.Accept(t.Context(), here, token, good)
		require.NoError(t, err)
		_, err = h.s.ConfirmInvitation(t.Context(), first.Ticket, "000000")
		h.refused(err, fault.Unauthenticated, "staff.wrong_code")
		second, err := h.s.Accept(t.Context(), here, token, good)
		require.NoError(t, err, "whoever breaks off begins again")
		require.NotEqual(t, first.Secret, second.Secret)
		require.Equal(t, 1, atOnce([]staff.Phone{second, second, first}, func(p staff.Phone) error {
			_, err := h.s.ConfirmInvitation(t.Context(), p.Ticket, h.codeOf(p.Secret))
			return err
		}))
		_, err = h.s.Accept(t.Context(), here, token, good)
		h.refused(err, fault.Unauthenticated, "staff.invitation")

		_, late := h.invite("late", "990101")
		h.clk.Advance(staff.InvitationLife - time.Second)
		_, err = h.s.Accept(t.Context(), here, late, good)
		require.NoError(t, err)
		h.clk.Advance(time.Second)
		_, err = h.s.Accept(t.Context(), here, late, good)
		h.refused(err, fault.Unauthenticated, "staff.invitation")
	})
}

func TestWhoMayBeInvited(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		invite := func(scope string, i staff.Invitation) error {
			return h.tx(func(tx db.Tx) error { _, _, err := h.s.Invite(tx, system, audit.Scope{Prefix: scope}, i); return err })
		}
		fine := staff.Invitation{Login: "li1", Name: "李同志", FullName: "李文", Station: "990101"}
		h.refused(invite(west, fine), fault.Invalid, "staff.no_station")
		h.refused(invite("", fine), fault.Invalid, "staff.no_station")
		require.NoError(t, invite(east, fine))
		h.refused(invite(east, fine), fault.Conflict, "staff.login_taken")
		for name, spoil := range map[string]func(*staff.Invitation){
			"capitals":          func(i *staff.Invitation) { i.Login = "Li2" },
			"a phone as login":  func(i *staff.Invitation) { i.Login = "13800000000" },
			"a number as name":  func(i *staff.Invitation) { i.Login, i.Name = "li2", "李13800000000" },
			"no full name":      func(i *staff.Invitation) { i.Login, i.FullName = "li2", "" },
			"a login with SQL":  func(i *staff.Invitation) { i.Login = "a'--" },
			"a login too short": func(i *staff.Invitation) { i.Login = "li" },
		} {
			bad := fine
			spoil(&bad)
			require.Equal(t, fault.Invalid, fault.CodeOf(invite(city, bad)), name)
		}
	})
}

// A reset takes away everything that proved who somebody is; who does it learns no password.
func TestAResetBeginsAnew(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		li := h.enlist("li1", "990101", staff.TownClerk)
		before := h.present(li.ID)
		for range 5 {
			_, _ = h.s.EnterPassword(t.Context(), here, "li1", "wrong")
		}
		reset := func(id uuid.UUID, watchers bool) (token seal.Text, err error) {
			err = h.tx(func(tx db.Tx) (err error) { _, token, err = h.s.Reset(tx, system, whole, id, watchers); return err })
			return token, err
		}
		token, err := reset(li.ID, false)
		require.NoError(t, err)
		_, err = h.s.EnterPassword(t.Context(), here, "li1", good)
		require.ErrorIs(t, err, staff.ErrWrong)
		require.Equal(t, staff.Invited, h.present(li.ID).State)
		require.Greater(t, h.present(li.ID).Epoch, before.Epoch)
		h.clk.Advance(time.Minute)
		in := h.accept(token)
		require.Equal(t, []staff.Role{staff.TownClerk}, in.Who.Roles, "what he may do is no secret of his")
		h.ticket("li1")

		for _, role := range []staff.Role{staff.SecurityAdmin, staff.Auditor, staff.Director} {
			id := h.enlist("w-"+string(role[:3]), "990100", role).ID
			_, err = reset(id, false)
			h.refused(err, fault.Forbidden, "staff.watcher")
			_, err = reset(id, true)
			require.NoError(t, err)
		}
	})
}
