package staff_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

func TestTwoFactorsLetIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		li := h.enlist("dongjie-li", "990101", staff.TownClerk)
		require.Equal(t, staff.Member{ID: li.ID, Login: "dongjie-li", Name: "李同志", Station: li.Station, Path: east, Roles: []staff.Role{staff.TownClerk}}, li)
		passed, err := h.s.EnterCode(t.Context(), h.ticket("DongJie-Li"), h.code(li.ID), "")
		require.NoError(t, err)
		require.Equal(t, li, passed.Who.Member)
		require.Equal(t, 10, passed.Left)
		require.False(t, passed.Change)
		require.Equal(t, []string{"staff.invite", "staff.roles", "staff.accept", "staff.login", "staff.login"}, h.actions(li.ID.String()))

		_, err = h.s.EnterCode(t.Context(), "nonsense", h.code(li.ID), "")
		h.refused(err, fault.Unauthenticated, "staff.ticket")
		late := h.ticket("dongjie-li")
		h.clk.Advance(5 * time.Minute)
		_, err = h.s.EnterCode(t.Context(), late, h.code(li.ID), "")
		h.refused(err, fault.Unauthenticated, "staff.ticket")
		_, err = h.s.ConfirmInvitation(t.Context(), h.ticket("dongjie-li"), h.code(li.ID))
		h.refused(err, fault.Unauthenticated, "staff.ticket")
	})
}

// Who does not get in learns nothing: neither whether there is such a login, nor that it is locked, disabled or not taken up yet.
func TestAllRefusalsAreAlike(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enlist("locked", "990101")
		disabled := h.enlist("disabled", "990101")
		h.invite("invited", "990101")
		h.enlist("works", "990101")
		require.NoError(t, h.tx(func(tx db.Tx) error { return h.s.Disable(tx, system, whole, disabled.ID) }))
		for range 5 {
			_, err := h.s.EnterPassword(t.Context(), here, "locked", "wrong")
			h.refused(err, fault.Unauthenticated, "staff.wrong")
		}
		for login, password := range map[string]seal.Text{"locked": good, "disabled": good, "invited": "", "works": "wrong", "nobody": good, "' OR 1=1 --": good} {
			_, err := h.s.EnterPassword(t.Context(), here, login, password)
			require.ErrorIs(t, err, staff.ErrWrong, login)
			require.Equal(t, staff.ErrWrong.Detail, fault.Of(err).Detail, login)
		}
	})
}

// Five wrong ones lock for half an hour, whichever replica was asked; what stands in Redis plays no part.
func TestFiveWrongPasswordsLock(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enlist("li1", "990101")
		wang := h.enlist("wang", "990101")
		replica := staff.NewStore(h.d, cheap(t), 0)
		for i := range 5 {
			s := []*staff.Store{h.s, replica}[i%2]
			_, err := s.EnterPassword(t.Context(), here, "wang", "wrong")
			require.ErrorIs(t, err, staff.ErrWrong)
		}
		_, err := replica.EnterPassword(t.Context(), here, "wang", good)
		require.ErrorIs(t, err, staff.ErrWrong)
		h.ticket("li1") // others are not locked
		h.clk.Advance(30*time.Minute - time.Second)
		_, err = h.s.EnterPassword(t.Context(), here, "wang", good)
		require.ErrorIs(t, err, staff.ErrWrong)
		h.clk.Advance(time.Second)
		h.ticket("wang")

		for range 5 {
			_, _ = h.s.EnterPassword(t.Context(), here, "wang", "wrong")
		}
		require.NoError(t, h.tx(func(tx db.Tx) error { return h.s.Unlock(tx, system, whole, wang.ID) }))
		h.ticket("wang")
		require.Contains(t, h.actions(wang.ID.String()), "staff.refuse")
	})
}

func TestFiveWrongCodesLock(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		li := h.enlist("li1", "990101")
		for range 5 {
			_, err := h.s.EnterCode(t.Context(), h.ticket("li1"), "000000", "")
			h.refused(err, fault.Unauthenticated, "staff.wrong_code")
		}
		_, err := h.s.EnterCode(t.Context(), h.ticket("li1"), h.code(li.ID), "")
		h.refused(err, fault.Unauthenticated, "staff.wrong_code")
		h.clk.Advance(30 * time.Minute)
		_, err = h.s.EnterCode(t.Context(), h.ticket("li1"), h.code(li.ID), "")
		require.NoError(t, err)
	})
}

func TestANetworkThatTriesTooMuchWaits(t *testing.T) {
	h := build(t, dbtest.SQLite(t), 0)
	h.enlist("li1", "990101")
	var err error
	for range 60 {
		_, err = h.s.EnterPassword(t.Context(), "203.0.113.9", "nobody", "x")
	}
	h.refused(err, fault.TooMany, "staff.address")
	h.ticket("li1") // another network
	require.NoError(t, h.s.Welcome(t.Context(), "203.0.113.9"))
	_, err = h.s.EnterPassword(t.Context(), "203.0.113.9", "nobody", "x")
	require.ErrorIs(t, err, staff.ErrWrong)
}

// The same code at the same moment, many times: one gets in.
func TestACodeLetsInOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		li := h.enlist("li1", "990101")
		tickets := []seal.Text{h.ticket("li1"), h.ticket("li1"), h.ticket("li1"), h.ticket("li1")}
		code := h.code(li.ID)
		require.Equal(t, 1, atOnce(tickets, func(ticket seal.Text) error {
			_, err := h.s.EnterCode(t.Context(), ticket, code, "")
			return err
		}))
		_, err := h.s.EnterCode(t.Context(), h.ticket("li1"), code, "")
		h.refused(err, fault.Unauthenticated, "staff.wrong_code")
	})
}

func TestARecoveryCodeLetsInOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a, token := h.invite("li1", "990101")
		codes := h.accept(token).Codes
		require.Len(t, codes, 10)
		tickets := []seal.Text{h.ticket("li1"), h.ticket("li1"), h.ticket("li1"), h.ticket("li1")}
		require.Equal(t, 1, atOnce(tickets, func(ticket seal.Text) error {
			_, err := h.s.EnterCode(t.Context(), ticket, "", codes[0])
			return err
		}))
		passed, err := h.s.EnterCode(t.Context(), h.ticket("li1"), "", seal.Text(" "+codes[1].Reveal()[:5]+codes[1].Reveal()[6:]))
		require.NoError(t, err, "however it is typed")
		require.Equal(t, 8, passed.Left)
		fresh, err := h.s.NewCodes(t.Context(), a.ID, h.code(a.ID))
		require.NoError(t, err)
		require.Len(t, fresh, 10)
		_, err = h.s.EnterCode(t.Context(), h.ticket("li1"), "", codes[2])
		h.refused(err, fault.Unauthenticated, "staff.wrong_code")
		other := h.enlist("other", "990101")
		_, err = h.s.EnterCode(t.Context(), h.ticket("other"), "", fresh[0])
		h.refused(err, fault.Unauthenticated, "staff.wrong_code")
		_, err = h.s.NewCodes(t.Context(), other.ID, "123456")
		h.refused(err, fault.Unauthenticated, "staff.wrong_code")
	})
}

// atOnce runs fn for all at the same time and tells how often it went well.
func atOnce[T any](all []T, fn func(T) error) int {
	errs := make([]error, len(all))
	var wg sync.WaitGroup
	for i, one := range all {
		wg.Go(func() { errs[i] = fn(one) })
	}
	wg.Wait()
	n := 0
	for _, err := range errs {
		if err == nil {
			n++
		}
	}
	return n
}

func TestAnOldPasswordIsChangedBeforeAnythingElse(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, o db.Options) {
		o.Clock = clock.Stopped(dbtest.Start())
		h := build(t, dbtest.Open(t, o), 90*24*time.Hour)
		li := h.enlist("li1", "990101")
		h.clk.Advance(90*24*time.Hour - 2*time.Minute)
		passed, err := h.s.EnterCode(t.Context(), h.ticket("li1"), h.code(li.ID), "")
		require.NoError(t, err)
		require.False(t, passed.Change)
		h.clk.Advance(time.Minute)
		passed, err = h.s.EnterCode(t.Context(), h.ticket("li1"), h.code(li.ID), "")
		require.NoError(t, err)
		require.True(t, passed.Change)
		require.Empty(t, passed.Who)
		_, err = h.s.ChangeOld(t.Context(), passed.Ticket, good)
		h.refused(err, fault.Invalid, "staff.same_password")
		_, err = h.s.ChangeOld(t.Context(), passed.Ticket, "short")
		h.refused(err, fault.Invalid, "staff.weak_password")
		in, err := h.s.ChangeOld(t.Context(), passed.Ticket, better)
		require.NoError(t, err)
		require.Equal(t, li.ID, in.Who.ID)
		_, err = h.s.ChangeOld(t.Context(), passed.Ticket, good)
		h.refused(err, fault.Unauthenticated, "staff.ticket")
		_, err = h.s.EnterPassword(t.Context(), here, "li1", good)
		require.ErrorIs(t, err, staff.ErrWrong)
	})
}

// Changing password or phone asks for the password once more, and makes every login of before worthless.
func TestChangingWhatProvesWhoOneIs(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		li := h.enlist("li1", "990101")
		before := h.present(li.ID).Epoch
		waiting := h.ticket("li1")
		_, err := h.s.ChangePassword(t.Context(), li.ID, "wrong", better)
		h.refused(err, fault.Forbidden, "staff.not_yours")
		passed, err := h.s.ChangePassword(t.Context(), li.ID, good, better)
		require.NoError(t, err)
		require.Greater(t, passed.Who.Epoch, before)
		_, err = h.s.EnterCode(t.Context(), waiting, h.code(li.ID), "")
		h.refused(err, fault.Unauthenticated, "staff.ticket")

		_, err = h.s.NewPhone(t.Context(), li.ID, good)
		h.refused(err, fault.Forbidden, "staff.not_yours")
		phone, err := h.s.NewPhone(t.Context(), li.ID, better)
		require.NoError(t, err)
		require.Contains(t, phone.Address.Reveal(), "otpauth://totp/")
		require.NotEqual(t, h.phones[li.ID], phone.Secret)
		_, err = h.s.ConfirmPhone(t.Context(), h.enlist("other", "990101").ID, phone.Ticket, h.codeOf(phone.Secret))
		h.refused(err, fault.Unauthenticated, "staff.ticket")
		_, err = h.s.ConfirmPhone(t.Context(), li.ID, phone.Ticket, h.code(li.ID))
		h.refused(err, fault.Unauthenticated, "staff.wrong_code")
		moved, err := h.s.ConfirmPhone(t.Context(), li.ID, phone.Ticket, h.codeOf(phone.Secret))
		require.NoError(t, err)
		require.Len(t, moved.Codes, 10)
		require.Greater(t, moved.Who.Epoch, passed.Who.Epoch)
		_, err = h.s.ConfirmPhone(t.Context(), li.ID, phone.Ticket, h.codeOf(phone.Secret))
		h.refused(err, fault.Unauthenticated, "staff.ticket")
		for range 5 {
			_, err = h.s.ChangePassword(t.Context(), li.ID, "wrong", good)
			require.Error(t, err)
		}
		_, err = h.s.ChangePassword(t.Context(), li.ID, better, good)
		h.refused(err, fault.Forbidden, "staff.not_yours")
	})
}

func TestWhatIsSecretIsSealed(t *testing.T) {
	h := build(t, dbtest.SQLite(t), 0)
	li := h.enlist("li1", "990101")
	raw := rawRow(t, h.d, li.ID)
	for _, secret := range []string{"argon2id", h.phones[li.ID].Reveal(), "李文"} {
		require.NotContains(t, raw, secret)
	}
}
