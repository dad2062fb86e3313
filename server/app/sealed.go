package app

import (
	"slices"

	"shuangyong/models/application"
	"shuangyong/models/approval"
	"shuangyong/models/benefit"
	"shuangyong/models/handoff"
	"shuangyong/models/once"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/privacy"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// SealedPlaces are all columns of sealed values, which `keys rotate` seals anew. Whoever adds a model with such a column adds it here; a package that seals bytes by
// itself has a function Sealed. A test fails on a column of bytes that is neither here nor known to hold something else.
func SealedPlaces() ([]seal.Place, error) {
	places, err := seal.PlacesOf(
		application.Application{},
		application.Document{},
		application.Step{},
		approval.Request{},
		benefit.Card{},
		handoff.Request{},
		person.Account{},
		person.Person{},
		petition.Petition{},
		privacy.Request{},
		staff.Account{},
	)
	return slices.Concat(places, once.Sealed(), privacy.Sealed()), err
}
