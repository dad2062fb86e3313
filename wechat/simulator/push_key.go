package simulator

import "errors"

// turning is a change of an account's key that is under way.
type turning struct {
	key  []byte // the new one
	turn bool   // whether the next message comes with it
}

// encrypted tells whether messages go encrypted.
func (a *side) encrypted() bool { return a.Mode != ModePlain }

// RotateKey gives an account another key, as its owner does at WeChat. Until FinishRotation every second message still comes with the old one, as for
// a while it does there.
func (s *Simulator) RotateKey(which Side, aesKey string) error {
	key, err := decodeKey(aesKey)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.sides[which]; a == nil || !a.encrypted() {
		return errors.New("simulator: this account has no key")
	}
	if s.turning == nil {
		s.turning = map[Side]*turning{}
	}
	s.turning[which] = &turning{key: key}
	return nil
}

// FinishRotation ends the time in which the old key is used.
func (s *Simulator) FinishRotation(which Side) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.turning[which]; t != nil {
		s.sides[which].key = t.key
		delete(s.turning, which)
	}
}

// nextKey is what the next message is encrypted with; nil in plain mode.
func (s *Simulator) nextKey(which Side) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.turning[which]
	if t == nil {
		return s.sides[which].key
	}
	t.turn = !t.turn
	if t.turn {
		return t.key
	}
	return s.sides[which].key
}

// keysOf are all that an answer may be encrypted with; one nil in plain mode.
func (s *Simulator) keysOf(which Side) [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	keys := [][]byte{s.sides[which].key}
	if t := s.turning[which]; t != nil {
		keys = append(keys, t.key)
	}
	return keys
}
