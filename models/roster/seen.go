package roster

import (
	"fmt"
	"hash/maphash"
)

// seen remembers who stood in the file before, in a few dozen bytes a person.
type seen struct {
	seed    maphash.Seed
	numbers map[[18]byte]int32 // identity number → line
	twins   map[uint64]int32   // name and birthday → line
	nobody  map[uint64]int32   // the same, with the station, of those without a number
	cards   map[uint64]int32
}

func newSeen() *seen {
	return &seen{
		seed: maphash.MakeSeed(), numbers: map[[18]byte]int32{}, twins: map[uint64]int32{}, nobody: map[uint64]int32{}, cards: map[uint64]int32{},
	}
}

// notice complains about a row that stood there before, surely or likely.
func (s *seen) notice(c *check, row Row) {
	line := int32(row.Line) // #nosec G115 -- a million rows at most
	if row.IDNumber != "" {
		key := [18]byte([]byte(row.IDNumber.Reveal()))
		if first, ok := s.numbers[key]; ok {
			c.wrong(colIDNumber, fmt.Sprintf("和第%d行重复。同一人只留一行，几种身份写在同一格里，用“、”隔开。", first))
			return
		}
		s.numbers[key] = line
	}
	twin := s.hash(row.Name.Reveal(), string(row.BornOn))
	if row.IDNumber == "" {
		key := s.hash(row.Name.Reveal(), string(row.BornOn), string(row.StationPath))
		if first, ok := s.nobody[key]; ok {
			c.wrong(colIDNumber, fmt.Sprintf("和第%d行姓名、出生日期、服务站都一样，又都没有号码，分不清是不是同一人。请补上公民身份号码。", first))
			return
		}
		s.nobody[key] = line
	}
	if row.Card != "" {
		key := s.hash(row.Card.Reveal())
		if first, ok := s.cards[key]; ok {
			c.wrong(colCard, fmt.Sprintf("和第%d行重复。一张证只属于一人，请核对。", first))
			return
		}
		s.cards[key] = line
	}
	if first, ok := s.twins[twin]; ok {
		c.note(c.line, "", fmt.Sprintf("和第%d行同名、同生日，号码不同。照常导入，另列入核对名单，请核对是不是同一人。", first))
		return
	}
	s.twins[twin] = line
}

// hash joins the words so that none runs into the next.
func (s *seen) hash(words ...string) uint64 {
	var h maphash.Hash
	h.SetSeed(s.seed)
	for _, w := range words {
		_, _ = h.WriteString(w)
		_ = h.WriteByte(0)
	}
	return h.Sum64()
}
