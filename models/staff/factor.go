package staff

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"gorm.io/gorm/clause"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// The second factor: codes of six digits that a phone makes every half minute (TOTP, RFC 6238), one step early or late accepted.
const (
	codeStep    = 30 // seconds
	codeSkew    = 1  // steps
	secretBytes = 20
	issuer      = "双拥通"
)

// newSecret is a new shared secret, as phones take it.
func newSecret() seal.Text {
	raw := make([]byte, secretBytes)
	_, _ = rand.Read(raw) // never fails since Go 1.24
	return seal.Text(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw))
}

// address is the secret as a QR code shows it to a phone.
func address(login string, secret seal.Text) seal.Text {
	q := url.Values{"secret": {secret.Reveal()}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
	return seal.Text("otpauth://totp/" + url.PathEscape(issuer+":"+login) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20"))
}

// stepOf is the step whose code this is, if it is later than last: a code that was used once is good for nothing. A pure rule.
func stepOf(secret, code seal.Text, now time.Time, last int64) (int64, bool) {
	if secret == "" { // whose codes anybody could compute
		return 0, false
	}
	current := now.Unix() / codeStep
	for step := current - codeSkew; step <= current+codeSkew; step++ {
		want, err := hotp.GenerateCodeCustom(secret.Reveal(), uint64(max(step, 0)), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && step > last && subtle.ConstantTimeCompare([]byte(want), []byte(code.Reveal())) == 1 {
			return step, true
		}
	}
	return 0, false
}

// recoveryCodes is how many codes stand in for a lost phone.
const recoveryCodes = 10

// recovery is one of them, by its keyed hash.
type recovery struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	MemberID  uuid.UUID
	CodeIndex seal.Index
	UsedAt    *time.Time
}

// TableName implements gorm's Tabler.
func (recovery) TableName() string { return "staff_recovery_codes" }

func recoveryIndex(r db.Reader, member uuid.UUID, code seal.Text) seal.Index {
	plain := strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code.Reveal()))
	return r.Keys().Index("staff.recovery", member.String()+"."+plain)
}

// renew makes new codes in place of those that there were, and gives them, once.
func renew(tx db.Tx, member uuid.UUID) ([]seal.Text, error) {
	if err := orm.Of(tx).Where("member_id = ?", member).Delete(&recovery{}).Error; err != nil {
		return nil, err
	}
	codes, rows := make([]seal.Text, recoveryCodes), make([]recovery, recoveryCodes)
	for i := range codes {
		text := rand.Text()[:10] // 50 random bits
		codes[i] = seal.Text(text[:5] + "-" + text[5:])
		rows[i] = recovery{ID: db.NewID(), MemberID: member, CodeIndex: recoveryIndex(tx, member, codes[i])}
	}
	return codes, orm.Insert(tx, rows)
}

// recover uses a code up; false when it is none, or was used. The account is locked already.
func useRecovery(tx db.Tx, member uuid.UUID, code seal.Text) (bool, error) {
	var found []recovery
	err := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("code_index = ? AND member_id = ? AND used_at IS NULL", recoveryIndex(tx, member, code), member).Limit(1).Find(&found).Error
	if err != nil || len(found) == 0 {
		return false, err
	}
	return true, orm.Of(tx).Model(&recovery{}).Where("id = ?", found[0].ID).Update("used_at", tx.Now()).Error
}

func recoveryLeft(r db.Reader, member uuid.UUID) (int, error) {
	var n int64
	err := orm.Of(r).Model(&recovery{}).Where("member_id = ? AND used_at IS NULL", member).Count(&n).Error
	return int(n), err
}
