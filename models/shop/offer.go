package shop

import (
	"slices"
	"strings"

	"shuangyong/models/clock"
)

// ValidOn tells whether the offer holds that day.
func (o Offer) ValidOn(day clock.Date) bool {
	return o.From <= day && (o.Until == "" || day <= o.Until)
}

// For tells whether the offer is meant for people of that status (a person.Status word).
func (o Offer) For(status string) bool {
	return o.Statuses == "" || slices.Contains(strings.Fields(o.Statuses), status)
}

// validOn tells whether some offer of the shop holds that day; the empty day asks for none.
func (s Shop) validOn(day clock.Date) bool {
	return day == "" || slices.ContainsFunc(s.Offers, func(o Offer) bool { return o.ValidOn(day) })
}

// on is the shop with only the offers that hold that day.
func (s Shop) on(day clock.Date) Shop {
	if day != "" && slices.ContainsFunc(s.Offers, func(o Offer) bool { return !o.ValidOn(day) }) {
		s.Offers = slices.DeleteFunc(slices.Clone(s.Offers), func(o Offer) bool { return !o.ValidOn(day) })
	}
	return s
}
