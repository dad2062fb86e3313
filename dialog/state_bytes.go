package dialog

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/geo"
	"shuangyong/models/handoff"
	"shuangyong/models/person"
)

// stateFormat begins a state that is written as bytes. A state of another format is a new conversation, so it is raised when the fields change in
// a way that would read old bytes wrongly.
const stateFormat = 1

// packer writes a state: the fields in order, lengths before what has one. Every message is read and written once, and JSON takes ten times as long.
type packer []byte

func (w *packer) number(n int)  { *w = binary.AppendVarint(*w, int64(n)) }
func (w *packer) text(s string) { w.number(len(s)); *w = append(*w, s...) }

// present tells whether what follows is there at all.
func (w *packer) present(yes bool) bool {
	if yes {
		*w = append(*w, 1)
	} else {
		*w = append(*w, 0)
	}
	return yes
}

func (w *packer) time(t time.Time) {
	if !w.present(!t.IsZero()) {
		return
	}
	b, err := t.MarshalBinary()
	if err != nil {
		b = nil // cannot happen in this program's zones; read back it is no conversation
	}
	w.text(string(b))
}

func (w *packer) float(f float64) { *w = binary.BigEndian.AppendUint64(*w, math.Float64bits(f)) }

func (w *packer) slots(m map[string]string) {
	w.number(len(m))
	for k, v := range m {
		w.text(k)
		w.text(v)
	}
}

func (w *packer) step(s Step) {
	w.text(s.Intent)
	w.slots(s.Slots)
	w.number(s.Offset)
}

func writeList[T any](w *packer, list []T, one func(T)) {
	w.number(len(list))
	for _, v := range list {
		one(v)
	}
}

func writePointer[T any](w *packer, p *T, one func(T)) {
	if w.present(p != nil) {
		one(*p)
	}
}

// bytes writes the state.
func (s State) bytes() []byte {
	w := make(packer, 1, 512+len(s.Last)+len(s.Rest))
	w[0] = stateFormat
	w.time(s.Seen)
	w.text(string(s.Claimed))
	writePointer(&w, s.Place, func(p geo.Point) { w.float(p.Lat); w.float(p.Lng) })
	w.text(s.PlaceLabel)
	writePointer(&w, s.Current, w.step)
	writeList(&w, s.Trail, w.step)
	writeList(&w, s.Options, func(o Option) { w.text(o.Label); w.text(o.Say); w.step(o.Step) })
	w.text(s.Rest)
	w.number(s.Next)
	w.text(s.Last)
	writePointer(&w, s.Form, func(f Form) {
		w.text(f.ID)
		w.text(f.Kind)
		w.text(f.Ask)
		w.slots(f.Slots)
		w.time(f.Asked)
		w.number(f.Aside)
	})
	writePointer(&w, s.Want, w.step)
	writeList(&w, s.Also, w.step)
	w.number(s.Unclear)
	writeList(&w, s.Said, w.text)
	w.number(0) // wrong guesses at a petition stood here; they are counted in the database now
	w.time(time.Time{})
	writePointer(&w, s.Waiting, func(x Waiting) { w = append(w, x.ID[:]...); w.text(string(x.Kind)); w.time(x.By) })
	return w
}

// unpacker reads what packer wrote. After bad, nothing it says counts; it never reads past the end nor makes more than there are bytes.
type unpacker struct {
	rest string // strings read are parts of it: one allocation for all
	bad  bool
}

func (r *unpacker) take(n int) string {
	if r.bad || n < 0 || n > len(r.rest) {
		r.bad = true
		return ""
	}
	part := r.rest[:n]
	r.rest = r.rest[n:]
	return part
}

func (r *unpacker) number() int {
	n, size := binary.Varint([]byte(r.rest[:min(binary.MaxVarintLen64, len(r.rest))]))
	if size <= 0 {
		r.bad = true
		return 0
	}
	r.take(size)
	return int(n)
}

func (r *unpacker) text() string  { return r.take(r.number()) }
func (r *unpacker) present() bool { return r.take(1) == "\x01" }

func (r *unpacker) time() time.Time {
	var t time.Time
	if r.present() && t.UnmarshalBinary([]byte(r.text())) != nil {
		r.bad = true
	}
	return t
}

func (r *unpacker) float() float64 {
	b := r.take(8)
	if r.bad {
		return 0
	}
	return math.Float64frombits(binary.BigEndian.Uint64([]byte(b)))
}

// count is the length of a list whose entries take at least a byte each.
func (r *unpacker) count() int {
	n := r.number()
	if n < 0 || n > len(r.rest) {
		r.bad = true
		return 0
	}
	return n
}

func (r *unpacker) slots() map[string]string {
	n := r.count()
	if n == 0 {
		return nil
	}
	m := make(map[string]string, min(n, 16))
	for range n {
		k := r.text()
		m[k] = r.text()
	}
	return m
}

func (r *unpacker) step() Step {
	return Step{Intent: r.text(), Slots: r.slots(), Offset: r.number()}
}

func readList[T any](r *unpacker, one func() T) []T {
	n := r.count()
	if n == 0 {
		return nil
	}
	list := make([]T, 0, min(n, 16))
	for range n {
		if r.bad {
			return nil
		}
		list = append(list, one())
	}
	return list
}

func readPointer[T any](r *unpacker, one func() T) *T {
	if !r.present() {
		return nil
	}
	v := one()
	return &v
}

// stateOf reads what bytes wrote; false for anything else. The parts of a literal are read in the order they stand here.
func stateOf(b []byte) (State, bool) {
	if len(b) == 0 || b[0] != stateFormat {
		return State{}, false
	}
	r := &unpacker{rest: string(b[1:])}
	s := State{
		Seen: r.time(), Claimed: person.Claim(r.text()),
		Place:      readPointer(r, func() geo.Point { return geo.Point{Lat: r.float(), Lng: r.float()} }),
		PlaceLabel: r.text(),
		Current:    readPointer(r, r.step),
		Trail:      readList(r, r.step),
		Options:    readList(r, func() Option { return Option{Label: r.text(), Say: r.text(), Step: r.step()} }),
		Rest:       r.text(), Next: r.number(), Last: r.text(),
		Form: readPointer(r, func() Form {
			return Form{ID: r.text(), Kind: r.text(), Ask: r.text(), Slots: r.slots(), Asked: r.time(), Aside: r.number()}
		}),
		Want:    readPointer(r, r.step),
		Also:    readList(r, r.step),
		Unclear: r.number(),
		Said:    r.said(),
		Waiting: readPointer(r, func() Waiting {
			id, err := uuid.FromBytes([]byte(r.take(16)))
			r.bad = r.bad || err != nil
			return Waiting{ID: id, Kind: handoff.Kind(r.text()), By: r.time()}
		}),
	}
	return s, !r.bad && r.rest == ""
}

// said are the sentences that were not understood, and behind them what nothing is kept in any more.
func (r *unpacker) said() []string {
	said := readList(r, r.text)
	r.number()
	r.time()
	return said
}
