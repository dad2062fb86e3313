package simulator

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// PhoneCode is what the mini-program's getPhoneNumber button gives when that person agrees: good once and for five minutes.
func (s *Simulator) PhoneCode(openid string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known(openid)
	return s.phones.issue("p", openid, s.o.Clock.Now())
}

// SetPhone gives somebody a number; without it he has an invented one.
func (s *Simulator) SetPhone(openid, number string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known(openid).phone = number
}

// number is somebody's phone number. Invented ones begin with 1540, which is nobody's, and are the same after a restart.
func (p *person) number() string {
	if p.phone != "" {
		return p.phone
	}
	sum := sha256.Sum256([]byte(p.openid))
	return fmt.Sprintf("1540%07d", binary.BigEndian.Uint64(sum[:])%10_000_000)
}

// phoneNumber tells the number that a code stands for.
func (s *Simulator) phoneNumber(a *ask) told {
	var in struct {
		Code string `json:"code"`
	}
	if !a.json(&in) {
		return refuse(badFormat)
	}
	now := s.o.Clock.Now()
	one := s.phones.find(in.Code, now)
	if one == nil || one.used {
		return refuse(40029)
	}
	one.used, a.openID = true, one.openid
	number := s.known(one.openid).number()
	return fine(struct {
		answer
		Info any `json:"phone_info"`
	}{done, map[string]any{
		"phoneNumber": number, "purePhoneNumber": number, "countryCode": "86",
		"watermark": map[string]any{"appid": a.side.ID, "timestamp": now.Unix()},
	}})
}
