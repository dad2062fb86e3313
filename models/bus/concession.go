package bus

import (
	"cmp"
	"slices"
)

// sortRules puts a rule for one line before one for a company, and that before one for all; then the kindest first.
func (n *network) sortRules() {
	slices.SortStableFunc(n.rules, func(a, b Concession) int {
		return cmp.Or(
			cmp.Compare(a.reach(), b.reach()),
			cmp.Compare(a.Pays(), b.Pays()),
			cmp.Compare(a.RouteID, b.RouteID), cmp.Compare(a.AgencyID, b.AgencyID), cmp.Compare(a.ID.String(), b.ID.String()))
	})
}

func (c Concession) reach() int {
	switch {
	case c.RouteID != "":
		return 0
	case c.AgencyID != "":
		return 1
	default:
		return 2
	}
}

// Covers tells whether the rule concerns a line.
func (c Concession) Covers(r Route) bool {
	return (c.RouteID == "" || c.RouteID == r.ID) && (c.AgencyID == "" || c.AgencyID == r.AgencyID)
}

// Pays is what the rider pays in percent of the fare.
func (c Concession) Pays() int {
	switch c.Fare {
	case Free:
		return 0
	case Half:
		return 50
	case Percentage:
		return c.Percent
	default:
		return 100
	}
}
