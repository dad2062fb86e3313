package app

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/handlers/openapi"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
	"shuangyong/models/station"
)

// sweep is the running demo and who calls it.
type sweep struct {
	lived
	operations []openapi.Operation
	tokens     map[staff.Role]string // a member of each role who sees the whole city
	far        map[staff.Role]string // and one of each role in another town than where things are made
	citizen    string                // somebody who owns nothing that is made
}

func sweeps(t *testing.T) sweep {
	t.Helper()
	described, err := document()
	require.NoError(t, err)
	s := sweep{lived: live(t), tokens: map[staff.Role]string{}, far: map[staff.Role]string{}}
	for _, o := range described.Operations() {
		if o.Guarded {
			s.operations = append(s.operations, o)
		}
	}
	require.Greater(t, len(s.operations), 40)
	s.citizen = s.known("sweep-nobody", "吴名")
	for _, r := range staff.Roles() {
		s.tokens[r] = s.enlisted(r, station.City, 0)
		s.far[r] = s.enlisted(r, station.Town, 1)
	}
	return s
}

// enlisted is a new member of that role at the nth station of the level, logged in.
func (s sweep) enlisted(r staff.Role, level station.Level, nth int) (token string) {
	s.t.Helper()
	at, err := station.NewStore(s.app.stores.DB).Nth(s.t.Context(), level, nth)
	require.NoError(s.t, err)
	members, err := s.app.stores.StaffStore()
	require.NoError(s.t, err)
	login := "sweep-" + uuid.NewString()[:8]
	require.NoError(s.t, s.app.stores.DB.InTx(s.t.Context(), func(tx db.Tx) error {
		return members.InsertInvented(tx, audit.Actor{Kind: audit.System, ID: "test"}, []staff.Invented{
			{Login: login, Name: "甲同志", FullName: seal.Text("甲演示"), Station: at, Roles: []staff.Role{r}},
		})
	}))
	return s.member(login)
}

// as calls an operation as it is described, with other values in place of some of its examples, and gives what came.
func (s sweep) as(o openapi.Operation, token string, params map[string]string, swap ...string) (int, string) {
	s.t.Helper()
	path := o.Path
	for name, value := range params {
		path = strings.Replace(path, ":"+name, value, 1)
	}
	if o.Query != "" {
		path += "?" + o.Query
	}
	swapped := strings.NewReplacer(swap...)
	body, media := swapped.Replace(string(o.Body)), o.Media
	if strings.HasPrefix(media, "image/") {
		body, media = string(photograph(s.t)), "image/jpeg"
	}
	r := httptest.NewRequest(o.Method, swapped.Replace(path), strings.NewReader(body))
	r.Header.Set("Idempotency-Key", uuid.NewString())
	if body != "" {
		r.Header.Set("Content-Type", media)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	s.app.handler.ServeHTTP(w, r)
	if w.Code >= http.StatusBadRequest && strings.HasPrefix(o.Path, "/api/desk/") {
		require.NotRegexp(s.t, "回“人工”|到就近的|您的登记|到服务站，|服务站电话|请节哀|这是您自己|重新关注", w.Body.String(), "%s %s: staff read what is said to citizens", o.Method, o.Path)
	}
	return w.Code, w.Body.String()
}

// nowhere fills the parameters of a path with what never was.
func nowhere(o openapi.Operation) map[string]string {
	params := map[string]string{}
	for _, part := range strings.Split(o.Path, "/") {
		if name, ok := strings.CutPrefix(part, ":"); ok {
			params[name] = uuid.NewString()
		}
	}
	return params
}

// Whoever is not logged in passes nowhere, nor with what is no token, nor with one of the other door, nor with one in a place where it could be read by others.
func TestNobodyPassesWithoutHisOwnToken(t *testing.T) {
	s := sweeps(t)
	other := map[string]string{"desk": s.citizen, "mini": s.tokens[staff.Director]}
	for _, o := range s.operations {
		for name, token := range map[string]string{"nobody": "", "garbage": "garbage", "64 letters": strings.Repeat("A", 64), "the other door": other[o.Tag]} {
			status, body := s.as(o, token, nowhere(o))
			require.Equal(t, http.StatusUnauthorized, status, "%s %s as %s: %s", o.Method, o.Path, name, body)
		}
		o.Query = "access_token=" + s.tokens[staff.Director] + "&token=" + s.citizen
		status, body := s.as(o, "", nowhere(o))
		require.Equal(t, http.StatusUnauthorized, status, "%s %s with a token in the address: %s", o.Method, o.Path, body)
	}
}

// Every operation of the desk names an act that there is, and no role passes that the table does not name. Whoever may passes the guard.
func TestNoRolePassesThatMayNot(t *testing.T) {
	s := sweeps(t)
	for _, o := range s.operations {
		if o.Tag != "desk" {
			continue
		}
		allowed := staff.AllowedTo(staff.Act(o.Act))
		require.NotEmpty(t, allowed, "%s %s: x-act %q is no act", o.Method, o.Path, o.Act)
		for _, r := range staff.Roles() {
			if slices.Contains(allowed, r) {
				continue
			}
			status, body := s.as(o, s.tokens[r], nowhere(o))
			require.Equal(t, http.StatusForbidden, status, "%s %s as %s: %s", o.Method, o.Path, r, body)
			require.Contains(t, body, "urn:shuangyong:staff.role", "%s %s as %s", o.Method, o.Path, r)
		}
	}
}

// What is another town's, or another citizen's, is answered like what never was, to the last letter; and it was there, for its owner or somebody who sees the
// whole city finds it.
func TestWhatIsOthersIsAsIfItNeverWas(t *testing.T) {
	s := sweeps(t)
	for _, o := range s.operations {
		if !strings.Contains(o.Path, ":") {
			continue
		}
		made := s.make(o)
		t.Run(o.Method+" "+o.Path, func(t *testing.T) {
			s := s
			s.t = t
			callers := map[string]string{"another citizen": s.citizen}
			if o.Tag == "desk" {
				callers = map[string]string{}
				for _, r := range staff.AllowedTo(staff.Act(o.Act)) {
					callers[string(r)] = s.far[r]
				}
			}
			for who, token := range callers {
				status, body := s.as(o, token, made.params, made.swap...)
				never := made.never(o)
				wantStatus, want := s.as(o, token, never, made.swap...)
				require.Equal(t, wantStatus, status, "as %s: %s", who, body)
				require.Equal(t, want, body, "as %s", who)
				require.Contains(t, []int{http.StatusNotFound, http.StatusNoContent}, status, "as %s: %s", who, body)
			}
			require.True(t, s.finds(o, made), "nobody finds it: the sweep looked for nothing")
		})
	}
}

// finds tells whether whoever owns the thing, or sees the whole city, finds it.
func (s sweep) finds(o openapi.Operation, made object) bool {
	callers := []string{made.owner}
	if made.owner == "" {
		callers = nil
		for _, r := range staff.AllowedTo(staff.Act(o.Act)) {
			callers = append(callers, s.tokens[r])
		}
	}
	for _, token := range callers {
		if status, _ := s.as(o, token, made.params, made.swap...); status != http.StatusNotFound && status != http.StatusUnauthorized {
			return true
		}
	}
	return false
}
