package staff

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

// The bounds of a password, in characters.
const (
	passwordMin   = 12 // with three of four kinds of characters
	passphraseMin = 16 // then anything that is not one thing over and over
	passwordMax   = 128
	distinctMin   = 6
)

var errWeak = fault.New(fault.Invalid, "staff.weak_password", "这个密码不够安全：至少12位，大写、小写、数字、符号里有三种；或者用16位以上的一句话。不要含登录名，也不要用常见的密码。")

// commonPasswords are what is tried first, without the digits and signs around them.
var commonPasswords = []string{
	"password", "passw0rd", "p@ssword", "p@ssw0rd", "qwerty", "qwertyuiop", "qwertyuiopasdfghjkl", "asdfghjkl", "zxcvbnm", "qazwsx", "qazwsxedc", "1qaz2wsx", "admin", "administrator", "root",
	"letmein", "welcome", "iloveyou", "woaini", "woaini1314", "abc", "abcd", "abcdef", "abcdefgh", "abcdefghijklmnop", "test", "user", "guest", "master", "superman",
	"changeme", "shuangyong", "tuiyijunren", "laobing", "junren", "zhongguo", "china", "beijing",
}

// CheckPassword tells whether a password is one to have: a pure rule. Its length counts, not how often it is changed (NIST SP 800-63B 3.1.1.2).
func CheckPassword(login string, password seal.Text) error {
	p := password.Reveal()
	n := utf8.RuneCountInString(p)
	lower := strings.ToLower(p)
	core := strings.TrimFunc(lower, func(r rune) bool { return !unicode.IsLetter(r) })
	switch {
	case !utf8.ValidString(p), n < passwordMin, n > passwordMax, n < passphraseMin && kinds(p) < 3,
		distinct(p) < distinctMin, strings.Contains(lower, login), core == "", slices.Contains(commonPasswords, core), slices.Contains(commonPasswords, lower):
		return errWeak
	}
	return nil
}

// kinds counts which of capitals, small letters, digits and others there are.
func kinds(p string) int {
	has := func(is func(rune) bool) int {
		if strings.ContainsFunc(p, is) {
			return 1
		}
		return 0
	}
	other := func(r rune) bool { return !unicode.IsUpper(r) && !unicode.IsLower(r) && !unicode.IsDigit(r) }
	return has(unicode.IsUpper) + has(unicode.IsLower) + has(unicode.IsDigit) + has(other)
}

func distinct(p string) int {
	seen := map[rune]bool{}
	for _, r := range p {
		seen[r] = true
	}
	return len(seen)
}

// Hasher computes argon2id hashes, a few at a time: each takes its memory, and a thousand who log in at once must not take all of it.
type Hasher struct {
	params *argon2id.Params
	slots  chan struct{}
	dummy  string // what is compared where there is no account, so that it takes as long
}

// Params are those of OWASP's recommendation: 19 MiB, two passes, one thread.
func Params() *argon2id.Params {
	return &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// NewHasher makes one that computes at most atOnce hashes at a time.
func NewHasher(p *argon2id.Params, atOnce int) (*Hasher, error) {
	dummy, err := argon2id.CreateHash(rand.Text(), p)
	if err != nil {
		return nil, err
	}
	return &Hasher{params: p, slots: make(chan struct{}, max(atOnce, 1)), dummy: dummy}, nil
}

func (h *Hasher) wait(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return errBusy
	}
}

var errBusy = fault.New(fault.Unavailable, "staff.busy", "登录的人有点多，没有轮上。请过一会儿再试。")

// hash is what is kept of a password.
func (h *Hasher) hash(ctx context.Context, password seal.Text) (seal.Text, error) {
	if err := h.wait(ctx); err != nil {
		return "", err
	}
	defer func() { <-h.slots }()
	made, err := argon2id.CreateHash(password.Reveal(), h.params)
	return seal.Text(made), err
}

// matches compares; without a hash it takes as long and is false.
func (h *Hasher) matches(ctx context.Context, password, hash seal.Text) (bool, error) {
	if err := h.wait(ctx); err != nil {
		return false, err
	}
	defer func() { <-h.slots }()
	against := hash.Reveal()
	if against == "" {
		against = h.dummy
	}
	same, err := argon2id.ComparePasswordAndHash(password.Reveal(), against)
	return same && hash != "", err
}
