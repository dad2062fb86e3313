package staff_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/staff"
)

var three = []staff.Role{staff.SystemAdmin, staff.SecurityAdmin, staff.Auditor}

// Whatever roles somebody has: if one of them is of the three, it is the only one.
func TestTheThreeAreSeparatePeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		roles := rapid.SliceOfN(rapid.SampledFrom(append(staff.Roles(), "made_up")), 0, 5).Draw(t, "roles")
		unique := map[staff.Role]bool{}
		watcher := false
		for _, r := range roles {
			unique[r] = true
			watcher = watcher || slices.Contains(three, r)
		}
		fine := len(unique) == len(roles) && !unique["made_up"] && (!watcher || len(roles) == 1)
		require.Equal(t, fine, staff.Compatible(roles) == nil, roles)
	})
}

// No act is allowed to two of the three at once, but looking at accounts, unlocking them and one's own.
func TestTheThreeShareNoPower(t *testing.T) {
	for _, act := range staff.Acts() {
		n := 0
		for _, r := range three {
			if slices.Contains(staff.AllowedTo(act), r) {
				n++
			}
		}
		if n > 1 {
			require.Contains(t, []staff.Act{staff.Self, staff.StaffRead, staff.StaffLock}, act)
		}
		require.NotEmpty(t, staff.AllowedTo(act), act)
	}
	for _, r := range staff.AllowedTo(staff.ApprovalDecide) {
		m, decides := staff.Member{Roles: []staff.Role{r}}, false
		for _, kind := range []string{"merge_people", "export_people", "staff_roles", "legal_hold_lift"} {
			require.NotEmpty(t, staff.Decides(kind))
			decides = decides || m.MayDecide(kind)
		}
		require.True(t, decides, "%s may open a list in which nothing is", r)
	}
}

func TestRolesAreGivenByOthers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		admin, li := h.enlist("admin", "990100", staff.SecurityAdmin), h.enlist("li1", "990101", staff.TownClerk)
		assign := func(by audit.Actor, scope string, g staff.Grant) error {
			return h.tx(func(tx db.Tx) error { return h.s.Assign(tx, by, audit.Scope{Prefix: scope}, g) })
		}
		h.refused(assign(admin.Actor(), city, staff.Grant{Member: admin.ID, Roles: []staff.Role{staff.Director}}), fault.Forbidden, "staff.own_roles")
		h.refused(assign(admin.Actor(), city, staff.Grant{Member: li.ID, Roles: []staff.Role{staff.TownClerk, staff.Auditor}}), fault.Invalid, "staff.roles_separate")
		h.refused(assign(admin.Actor(), west, staff.Grant{Member: li.ID}), fault.NotFound, "staff.not_found")
		h.refused(assign(admin.Actor(), east, staff.Grant{Member: li.ID, Station: "990102"}), fault.Invalid, "staff.no_station")
		for _, whole := range []staff.Role{staff.Auditor, staff.ContentEditor} { // what they see and write is everybody's
			g := staff.Grant{Member: li.ID, Roles: []staff.Role{whole}}
			h.refused(assign(admin.Actor(), city, g), fault.Invalid, "staff.whole_bureau")
			h.refused(h.tx(func(tx db.Tx) error {
				_, err := h.s.CanAssign(tx, admin.Actor(), audit.Scope{Prefix: city}, g)
				return err
			}), fault.Invalid, "staff.whole_bureau")
			g.Station = "990100"
			require.NoError(t, h.tx(func(tx db.Tx) error {
				_, err := h.s.CanAssign(tx, admin.Actor(), audit.Scope{Prefix: city}, g)
				return err
			}))
		}
		request := db.NewID()
		require.NoError(t, assign(admin.Actor(), city, staff.Grant{Member: li.ID, Roles: []staff.Role{staff.ShopInspector, staff.VillageClerk}, Station: "990102", Approval: &request}))
		now := h.present(li.ID)
		require.Equal(t, []staff.Role{staff.ShopInspector, staff.VillageClerk}, now.Roles)
		require.EqualValues(t, west, now.Path)
		require.True(t, now.May(staff.PeopleRead))
		require.False(t, now.May(staff.PeopleReview))

		var history []struct {
			Role       string
			GrantedBy  string
			ApprovalID *string
			Ended      bool
		}
		require.NoError(t, orm.Of(h.d.View(t.Context())).Raw("SELECT role, granted_by, approval_id, until_at IS NOT NULL AS ended FROM staff_roles WHERE member_id = ? ORDER BY role", li.ID).Scan(&history).Error)
		require.Len(t, history, 3)
		require.Equal(t, []any{"shop_inspector", admin.ID.String(), request.String(), false}, []any{history[0].Role, history[0].GrantedBy, *history[0].ApprovalID, history[0].Ended})
		require.True(t, history[1].Ended, "what he was stays on record")
		require.Equal(t, "test", history[1].GrantedBy)
	})
}

// Two who take each other's role away, or disable each other, at the same moment: one of the two stays.
func TestTheLastAdministratorStays(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, role := range []staff.Role{staff.SystemAdmin, staff.SecurityAdmin} {
			a, b := h.enlist("a-"+string(role[:3]), "990100", role), h.enlist("b-"+string(role[:3]), "990100", role)
			errs := make([]error, 4)
			var wg sync.WaitGroup
			for i, pair := range [][2]staff.Member{{a, b}, {b, a}} {
				by, of := pair[0], pair[1]
				wg.Go(func() {
					errs[i] = h.tx(func(tx db.Tx) error { return h.s.Assign(tx, by.Actor(), whole, staff.Grant{Member: of.ID}) })
				})
				wg.Go(func() {
					errs[2+i] = h.tx(func(tx db.Tx) error { return h.s.Disable(tx, by.Actor(), whole, of.ID) })
				})
			}
			wg.Wait()
			n, err := h.s.Holding(t.Context(), role)
			require.NoError(t, err)
			require.Equal(t, 1, n, role)
			refused := 0
			for _, err := range errs {
				if fault.Of(err).Reason == "staff.last" {
					refused++
				}
			}
			require.GreaterOrEqual(t, refused, 1)
		}
	})
}
