package session

import (
	"encoding/binary"
	"slices"
	"time"
)

// A field of a message is either a mark ('H', 16 bytes of holder, 8 of deadline in microseconds) or a sealed reply ('F' and the box).
const (
	heldByte = 'H'
	doneByte = 'F'
	markLen  = 1 + 16 + 8
	fieldLen = 24 // hex digits of a message's hash
)

func newMark(until time.Time) []byte {
	m := append([]byte{heldByte}, token()...)
	return binary.BigEndian.AppendUint64(m, uint64(until.UnixMicro()))
}

// extend is the mark with another deadline and the same holder.
func extend(mark []byte, until time.Time) []byte {
	return binary.BigEndian.AppendUint64(append([]byte(nil), mark[:markLen-8]...), uint64(until.UnixMicro()))
}

func held(stored []byte) bool { return len(stored) == markLen && stored[0] == heldByte }

// deadline is until when whoever set the mark counts as alive.
func deadline(mark []byte) time.Time {
	return time.UnixMicro(int64(binary.BigEndian.Uint64(mark[markLen-8:]))).UTC()
}

func lapsed(mark []byte, now time.Time) bool { return now.UnixMicro() >= deadline(mark).UnixMicro() }

// state is a conversation as it is stored: a random version in the clear, then sealed: when it ends, which messages are kept beside it, and
// the payload.
type state struct {
	version []byte
	expires time.Time
	recent  []recent
	payload []byte
}

// recent is a message whose reply is kept, and since when.
type recent struct {
	field string
	at    time.Time
}

// remember adds a message to the list of those kept and tells which are to be dropped: the old ones, and the oldest above recentMax.
func remember(list []recent, field string, now time.Time) (keep []recent, drop []string) {
	for _, r := range list {
		if r.field != field {
			keep = append(keep, r)
		}
	}
	keep = append(keep, recent{field, now})
	for len(keep) > recentMax || now.Sub(keep[0].at) >= KeepReply {
		drop = append(drop, keep[0].field)
		keep = keep[1:]
	}
	return keep, drop
}

// merge joins two lists by age; a message in both is taken once.
func merge(a, b []recent) []recent {
	all := slices.Clone(a)
	for _, r := range b {
		if !slices.ContainsFunc(a, func(o recent) bool { return o.field == r.field }) {
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, func(x, y recent) int { return x.at.Compare(y.at) })
	return all
}

func (s *Store) sealState(st state, person string) ([]byte, error) {
	plain := binary.BigEndian.AppendUint64(make([]byte, 0, 16+len(st.recent)*(fieldLen+8)+len(st.payload)), uint64(st.expires.UnixMicro()))
	plain = append(plain, byte(len(st.recent)))
	for _, r := range st.recent {
		plain = append(plain, r.field...)
		plain = binary.BigEndian.AppendUint64(plain, uint64(r.at.UnixMicro()))
	}
	box, err := s.keys.Seal(append(plain, st.payload...), "session.state:"+person)
	if err != nil {
		return nil, err
	}
	return append(append([]byte(nil), st.version...), box...), nil
}

// versionOf is the version of what sealState wrote.
func versionOf(b []byte) []byte {
	if len(b) <= 16 {
		return nil
	}
	return b[:16]
}

// openState reads what sealState wrote. Anything else is no conversation: losing one costs a repetition, refusing to talk costs more.
func (s *Store) openState(b []byte, person string) state {
	if len(b) <= 16 {
		return state{}
	}
	plain, err := s.keys.Open(b[16:], "session.state:"+person)
	if err != nil || len(plain) < 9 {
		return state{version: b[:16]}
	}
	st := state{version: b[:16], expires: time.UnixMicro(int64(binary.BigEndian.Uint64(plain))).UTC()}
	n, rest := int(plain[8]), plain[9:]
	if len(rest) < n*(fieldLen+8) {
		return state{version: b[:16]}
	}
	for range n {
		at := time.UnixMicro(int64(binary.BigEndian.Uint64(rest[fieldLen:]))).UTC()
		st.recent = append(st.recent, recent{string(rest[:fieldLen]), at})
		rest = rest[fieldLen+8:]
	}
	st.payload = rest
	return st
}
