// Package seed invents a city of county size, its stations, shops, buses and people, for the demo, the tests and the benchmarks. Nobody in it exists.
package seed

import (
	"fmt"

	"shuangyong/models/clock"
)

// Version numbers the generator: it goes up whenever the same options begin to give other rows, so that a half-loaded city is not
// finished by a newer program.
const Version = 2

// The bounds of a city. They are what was tried; the invented number ranges hold more.
const (
	MaxShops  = 1_000_000
	MaxPeople = 300_000
	MinPeople = 60 // the people of the stories, their families, and somebody else
)

// Months is how far the city's past reaches back from its today.
const Months = 24

// Options say which city. The same options give the same rows, to the last byte.
type Options struct {
	Seed     uint64
	Start    clock.Date                          // today in the city
	Shops    int                                 // 0 = 400
	People   int                                 // 0 = 5,000
	Progress func(stage string, done, total int) `json:"-"` // may be nil; called after every batch
}

// Filled is o with the defaults in place of zeros.
func (o Options) Filled() Options {
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Shops == 0 {
		o.Shops = 400
	}
	if o.People == 0 {
		o.People = 5000
	}
	return o
}

// Validate says what is wrong with the options, nil when nothing is.
func (o Options) Validate() error {
	if _, err := clock.ParseDate(string(o.Start)); err != nil {
		return fmt.Errorf("seed: start: %w", err)
	}
	if y := o.Start.Year(); y < 2020 || y > 2090 {
		return fmt.Errorf("seed: start %s: want a year from 2020 to 2090", o.Start)
	}
	if o.Shops < 20 || o.Shops > MaxShops {
		return fmt.Errorf("seed: %d shops: want 20 to %d", o.Shops, MaxShops)
	}
	if o.People < MinPeople || o.People > MaxPeople {
		return fmt.Errorf("seed: %d people: want %d to %d", o.People, MinPeople, MaxPeople)
	}
	return nil
}
