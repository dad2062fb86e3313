package session

import (
	"context"

	"shuangyong/models/seal"
)

// End ends the login of a token. One that is over already, or never was, is no error.
func (t *Tokens) End(ctx context.Context, token seal.Text) error {
	at, ok := t.placeOf(token)
	if !ok {
		return nil
	}
	return t.ask(ctx, func(ctx context.Context) error { return t.client.HDel(ctx, at.person, at.field).Err() })
}

// EndAll ends every login of owner, and with them what was kept for them goes.
func (t *Tokens) EndAll(ctx context.Context, owner seal.Text) error {
	person := t.person(t.locator(owner))
	return t.ask(ctx, func(ctx context.Context) error { return t.client.Del(ctx, person).Err() })
}

// List is every login of owner that holds, the first first; at most Rules.Most. Looking at them does not count as using them.
func (t *Tokens) List(ctx context.Context, owner seal.Text) ([]Held, error) {
	alive, err := t.alive(ctx, owner)
	list := make([]Held, len(alive))
	for i, s := range alive {
		list[i] = s.Held
	}
	return list, err
}

func (t *Tokens) alive(ctx context.Context, owner seal.Text) (alive []standing, err error) {
	person := t.person(t.locator(owner))
	err = t.ask(ctx, func(ctx context.Context) error {
		there, err := t.client.HGetAll(ctx, person).Result()
		alive, _ = t.sort(there, person, t.now())
		return err
	})
	return alive, err
}

// EndOne ends the login of owner that has the ID; false when he has none.
func (t *Tokens) EndOne(ctx context.Context, owner seal.Text, id string) (bool, error) {
	return t.endWhere(ctx, owner, func(h Held) bool { return h.ID == id })
}

// EndOthers ends every login of owner but the one with the ID keep.
func (t *Tokens) EndOthers(ctx context.Context, owner seal.Text, keep string) error {
	_, err := t.endWhere(ctx, owner, func(h Held) bool { return h.ID != keep })
	return err
}

func (t *Tokens) endWhere(ctx context.Context, owner seal.Text, over func(Held) bool) (bool, error) {
	alive, err := t.alive(ctx, owner)
	if err != nil {
		return false, err
	}
	var drop []string
	for _, s := range alive {
		if over(s.Held) {
			drop = append(drop, s.field)
		}
	}
	if len(drop) == 0 {
		return false, nil
	}
	return true, t.ask(ctx, func(ctx context.Context) error {
		return t.client.HDel(ctx, t.person(t.locator(owner)), drop...).Err()
	})
}
