package seed_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"shuangyong/models/person"
	"shuangyong/models/station"
	"shuangyong/seed"
)

var (
	mobileForm   = regexp.MustCompile(`^1[3-9]\d{9}$`)
	landlineForm = regexp.MustCompile(`^0640-\d{7}$`)
	provinces    = strings.Fields("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83")
)

// identity checks a number as GB 11643 has it, independently of the generator.
func identity(t testing.TB, p person.Person) {
	t.Helper()
	id := p.IDNumber.Reveal()
	require.Len(t, id, 18)
	require.NotContains(t, provinces, id[:2], "an assigned region")
	sum, weight := 0, 1
	for i := 17; i >= 0; i-- { // the standard's own form: Σ aᵢ·2^(i−1) ≡ 1 (mod 11)
		digit := int(id[i] - '0')
		if id[i] == 'X' {
			digit = 10
		}
		sum, weight = sum+digit*weight, weight*2%11
	}
	require.Equal(t, 1, sum%11, "check digit")
	require.Equal(t, strings.ReplaceAll(string(p.BornOn), "-", ""), id[6:14])
	require.Equal(t, p.Sex == "m", (id[16]-'0')%2 == 1)
}

func byID(b *seed.Batch) map[uuid.UUID]person.Person {
	ids := map[uuid.UUID]person.Person{}
	for _, p := range b.People {
		ids[p.ID] = p
	}
	return ids
}

func TestPeople(t *testing.T) {
	_, b := whole(t, seed.Options{Start: today})
	paths, ids, numbers, phones := map[uuid.UUID]station.Path{}, map[uuid.UUID]person.Person{}, map[string]bool{}, map[string]bool{}
	for _, s := range b.Stations {
		paths[s.ID] = s.Path
		require.True(t, strings.HasPrefix(s.Code, seed.RegionCode))
		require.Regexp(t, landlineForm, s.Phone)
		if s.ParentID != nil {
			require.True(t, s.Path.Within(paths[*s.ParentID]))
		}
	}
	dead, silent := 0, 0
	for _, p := range b.People {
		identity(t, p)
		require.Equal(t, paths[p.StationID], p.StationPath)
		require.False(t, numbers[p.IDNumber.Reveal()] || ids[p.ID].ID == p.ID)
		numbers[p.IDNumber.Reveal()], ids[p.ID] = true, p
		require.LessOrEqual(t, p.BornOn, today)
		require.True(t, p.CreatedAt.Before(today.At(23, 59)))
		if p.DiedOn != "" {
			dead++
			require.Less(t, p.DiedOn, today)
		}
		if phone := p.Phone.Reveal(); phone == "" {
			silent++
		} else {
			require.Regexp(t, mobileForm, phone)
			require.True(t, strings.HasPrefix(phone, "1540"))
			require.False(t, phones[phone])
			phones[phone] = true
		}
	}
	require.Positive(t, dead)
	require.Positive(t, silent)
}

func TestStatuses(t *testing.T) {
	_, b := whole(t, seed.Options{Start: today})
	ids := byID(b)
	statuses, unseen := map[person.Status]int{}, 0
	for _, h := range b.Held {
		p := ids[h.PersonID]
		require.Equal(t, h.PersonID, p.ID)
		statuses[h.Status]++
		require.LessOrEqual(t, h.From, today)
		require.True(t, h.Until == "" || h.From <= h.Until)
		require.GreaterOrEqual(t, h.From, p.BornOn, "%s of %s", h.Status, p.Name.Reveal())
		require.True(t, h.Cause != "illness" || h.Level <= 6, "by illness there are levels 1 to 6")
		if h.Status != person.Other && h.SeenOn == "" {
			unseen++
		}
	}
	require.Len(t, statuses, len(person.Statuses()), "serving soldiers are never stored")
	for _, s := range person.Statuses() {
		require.Greater(t, statuses[s], 100, s)
	}
	require.Positive(t, unseen, "some proofs were never seen")
}

func TestFamilies(t *testing.T) {
	_, b := whole(t, seed.Options{Start: today})
	ids := byID(b)
	pairs := map[string]bool{}
	for _, r := range b.Relations {
		pairs[r.PersonID.String()+r.RelativeID.String()+r.Kind] = true
		a, z := ids[r.PersonID], ids[r.RelativeID]
		require.True(t, a.ID == r.PersonID && z.ID == r.RelativeID && a.ID != z.ID)
		if r.Kind == "child" {
			require.GreaterOrEqual(t, z.BornOn.Year()-a.BornOn.Year(), 16, "%s and %s", a.Name.Reveal(), z.Name.Reveal())
		}
	}
	other := map[string]string{"spouse": "spouse", "parent": "child", "child": "parent", "sibling": "sibling"}
	for _, r := range b.Relations {
		require.True(t, pairs[r.RelativeID.String()+r.PersonID.String()+other[r.Kind]], "every link is there both ways")
	}
}
