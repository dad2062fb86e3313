package benefit

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"shuangyong/models/clock"
	"shuangyong/models/internal/search"
	"shuangyong/models/internal/snapshot"
)

// Directory answers from memory what somebody is entitled to. It is safe for concurrent use.
type Directory struct {
	store *Store
	held  snapshot.Held[shelf]
}

// shelf is one immutable copy of all benefits.
type shelf struct {
	all    []Benefit // in order
	byCode map[string]int
	texts  *search.Index
}

// NewDirectory makes an empty directory upon s; Load fills it.
func NewDirectory(s *Store) *Directory { return &Directory{store: s} }

// DirectoryOf makes a directory of the given benefits, without a database.
func DirectoryOf(benefits []Benefit) *Directory {
	d := &Directory{}
	d.held.Set(arrange(slices.Clone(benefits)))
	return d
}

// Load reads all benefits.
func (d *Directory) Load(ctx context.Context) error {
	return d.held.Load(ctx, d.store.revision, d.store.load)
}

// Refresh reads them again when rev is not the revision they were read at.
func (d *Directory) Refresh(ctx context.Context, rev int64) error {
	return d.held.Refresh(ctx, rev, d.store.load)
}

func arrange(all []Benefit) *shelf {
	slices.SortStableFunc(all, func(a, b Benefit) int {
		return cmp.Or(cmp.Compare(a.SortOrder, b.SortOrder), cmp.Compare(a.Code, b.Code))
	})
	s := &shelf{all: all, byCode: map[string]int{}}
	texts := make([]string, len(all))
	for i, b := range all {
		s.byCode[b.Code] = i
		texts[i] = b.Title + "，" + b.Asks
	}
	s.texts = search.New(texts)
	return s
}

// Concerns tells whether the benefit is meant for people of that status (a person.Status word); the empty status is anybody's.
func (b Benefit) Concerns(status string) bool {
	return status == "" || b.Statuses == "" || slices.Contains(strings.Fields(b.Statuses), status)
}

// InForce tells whether the benefit is granted on that day; what is history is not.
func (b Benefit) InForce(on clock.Date) bool {
	return !b.History && b.From <= on && (b.Until == "" || on <= b.Until)
}

// For is what people of that status are entitled to on that day, in order.
func (d *Directory) For(status string, on clock.Date) []Benefit {
	return d.choose(func(b Benefit) bool { return b.Concerns(status) && b.InForce(on) })
}

// ByTopic are the benefits of a topic (a contract word) for people of that status, "" = all; what is history comes last and says so itself.
func (d *Directory) ByTopic(topic, status string) []Benefit {
	found := d.choose(func(b Benefit) bool { return b.Topic == topic && topic != "" && b.Concerns(status) })
	slices.SortStableFunc(found, func(a, b Benefit) int { return cmp.Compare(past(a), past(b)) })
	return found
}

func past(b Benefit) int {
	if b.History {
		return 1
	}
	return 0
}

func (d *Directory) choose(keep func(Benefit) bool) []Benefit {
	var found []Benefit
	for _, b := range d.held.Get().all {
		if keep(b) {
			found = append(found, b)
		}
	}
	return found
}

// ByCode is one benefit.
func (d *Directory) ByCode(code string) (Benefit, bool) {
	s := d.held.Get()
	i, ok := s.byCode[code]
	if !ok {
		return Benefit{}, false
	}
	return s.all[i], true
}

// alike is how much of a question a benefit must share to be an answer.
const alike = 0.3

// Search gives the k benefits whose title, or a question known for it, resembles the words most.
func (d *Directory) Search(words string, k int) []Benefit {
	s := d.held.Get()
	if s.texts == nil {
		return nil
	}
	var found []Benefit
	for _, hit := range s.texts.Like(words, k, alike) {
		found = append(found, s.all[hit.Doc])
	}
	return found
}
