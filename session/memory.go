package session

import (
	"bytes"
	"container/list"
	"context"
	"errors"
	"sync"
	"time"

	"shuangyong/models/clock"
)

// memory is the backend for as long as Redis fails: the same promises, for one process. It keeps the people who wrote last.
type memory struct {
	clock clock.Clock
	limit int

	mu     sync.Mutex
	people map[string]*list.Element // of *shelf
	order  *list.List               // who wrote last is in front
	debts  map[string][]byte
}

type shelf struct {
	person string
	fields map[string][]byte
	used   time.Time
}

func newMemory(clk clock.Clock, limit int) *memory {
	return &memory{clock: clk, limit: limit, people: map[string]*list.Element{}, order: list.New(), debts: map[string][]byte{}}
}

// shelf gives the person's fields, making them when they are missing and making room by forgetting whoever was silent longest.
func (m *memory) shelf(person string) map[string][]byte {
	now := m.clock.Now()
	if e, ok := m.people[person]; ok {
		s := e.Value.(*shelf)
		m.order.MoveToFront(e)
		if now.Sub(s.used) >= KeepConversation {
			s.fields = map[string][]byte{}
		}
		s.used = now
		return s.fields
	}
	for m.order.Len() >= m.limit {
		last := m.order.Back()
		delete(m.people, last.Value.(*shelf).person)
		m.order.Remove(last)
	}
	s := &shelf{person: person, fields: map[string][]byte{}, used: now}
	m.people[person] = m.order.PushFront(s)
	return s.fields
}

func (m *memory) begin(_ context.Context, person, field string, mark []byte) ([]byte, []byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.shelf(person)
	if _, ok := f[field]; !ok {
		f[field] = mark
	}
	return f[field], f[stateField], nil
}

func (m *memory) finish(_ context.Context, person, field string, value, state []byte, drop []string) ([]byte, []byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.shelf(person)
	stored, before := f[field], f[stateField]
	f[field], f[stateField] = value, state
	for _, d := range drop {
		delete(f, d)
	}
	return stored, before, nil
}

func (m *memory) swap(_ context.Context, person, field string, old, value []byte) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.shelf(person)
	if !bytes.Equal(f[field], old) {
		return false, nil
	}
	if value == nil {
		delete(f, field)
	} else {
		f[field] = value
	}
	return true, nil
}

func (m *memory) remove(_ context.Context, person string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.people[person]; ok {
		m.order.Remove(e)
		delete(m.people, person)
	}
	return nil
}

// dropConversations forgets what people were talking about but not which messages were answered.
func (m *memory) dropConversations() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.people {
		delete(e.Value.(*shelf).fields, stateField)
	}
}

var errFull = errors.New("session: no room to remember what is owed")

func (m *memory) owe(_ context.Context, id string, value []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.debts) >= owedMax {
		return errFull
	}
	m.debts[id] = value
	return nil
}

func (m *memory) owed(_ context.Context, limit int) (map[string][]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	some := map[string][]byte{}
	for id, v := range m.debts {
		if len(some) == limit {
			break
		}
		some[id] = v
	}
	return some, nil
}

func (m *memory) settle(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.debts, id)
	return nil
}
