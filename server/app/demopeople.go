package app

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"shuangyong/handlers/demo"
	"shuangyong/models/clock"
	city "shuangyong/models/demo"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/seed"
)

// demoPeople are those whose phone the page lends: the people of the tour, as their rows are now, and somebody who has just come.
func (s *Stores) demoPeople(people *person.Store) func(context.Context) ([]demo.Person, error) {
	var told kept
	return func(ctx context.Context) ([]demo.Person, error) {
		stories, err := told.stories(func() ([]seed.Story, error) { return s.stories(ctx) })
		if err != nil {
			return nil, err
		}
		list := []demo.Person{{OpenID: "demo-visitor", Name: "新来的人", About: "刚看到公众号，还没有关注。", Statuses: []string{}, New: true, Say: []string{}}}
		for _, t := range stories {
			p := demo.Person{
				OpenID: t.OpenID, Name: t.Name, About: fmt.Sprintf("%s。%s", t.Place, t.Tale), Statuses: []string{},
				Say: append([]string{}, t.Say...), Petition: t.Petition, Tail: t.Tail,
			}
			if t.OpenID != "" { // else she has no phone, and is only told about
				if err := s.know(ctx, people, &p); err != nil {
					return nil, err
				}
			}
			list = append(list, p)
		}
		return list, nil
	}
}

// kept are the stories once they were read: the city stays as it was made.
type kept struct {
	mu   sync.Mutex
	list []seed.Story
}

func (k *kept) stories(read func() ([]seed.Story, error)) (list []seed.Story, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.list == nil {
		k.list, err = read()
	}
	return k.list, err
}

// stories are those of the city that is loaded; none when it is real.
func (s *Stores) stories(ctx context.Context) ([]seed.Story, error) {
	have, found, err := city.Find(ctx, s.DB)
	if err != nil || !found {
		return nil, err
	}
	number, err := strconv.ParseUint(have.Seed, 10, 64)
	if err != nil {
		return nil, err
	}
	made, err := seed.New(seed.Options{Seed: number, Start: have.StartOn, Shops: have.Shops, People: have.People})
	if err != nil {
		return nil, err
	}
	return made.Stories(), nil
}

// know fills in what the rows say of somebody: what he is, and whether that was proved.
func (s *Stores) know(ctx context.Context, people *person.Store, p *demo.Person) error {
	account, found, err := people.AccountOf(ctx, person.OfficialAccount, seal.Text(p.OpenID))
	if err != nil || !found || account.PersonID == nil {
		return err
	}
	p.Verified = account.Verified()
	held, err := people.StatusesOf(ctx, *account.PersonID, clock.DateOf(s.Clock.Now()))
	if err != nil {
		return err
	}
	for _, h := range held {
		if word := h.Status.Chinese(); !strings.Contains(strings.Join(p.Statuses, " "), word) {
			p.Statuses = append(p.Statuses, word)
		}
	}
	return nil
}
