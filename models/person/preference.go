package person

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// Preferences are how somebody likes to be spoken to. They belong to the WeChat account and go with it.
type Preferences struct {
	AccountID  uuid.UUID `gorm:"primaryKey"`
	LargeText  bool      // 大字
	Voice      bool      // read answers aloud
	PlainWords bool      // shorter sentences, no terms of office
	Dialect    string    // code of Dialects, which the recogniser of voices is told; "" = not said
	UpdatedAt  time.Time
}

// TableName implements gorm's Tabler.
func (Preferences) TableName() string { return "account_preferences" }

// Dialects are the codes of what people speak, for whoever listens to their voices. They say nothing of where somebody is from.
func Dialects() []string {
	return []string{"mandarin", "northeast", "central_plains", "southwest", "jin", "wu", "yue", "min", "hakka", "gan", "xiang", "hui", "other"}
}

var errDialect = fault.New(fault.Invalid, "person.dialect", "没有这种方言选项，请从列出的里面选。")

// Prefer keeps what somebody prefers, and what he says he is: that he serves may stand there, and only there.
func (s *Store) Prefer(tx db.Tx, by audit.Actor, a Account, p Preferences, claimed Claim) error {
	if p.Dialect != "" && !slices.Contains(Dialects(), p.Dialect) {
		return errDialect
	}
	if claimed != "" && !claimed.Known() {
		return errStatus
	}
	if err := s.Claim(tx, by, a, claimed); err != nil { // locks the account, or refuses who has none any more
		return err
	}
	p.AccountID, p.UpdatedAt = a.ID, tx.Now()
	replace := clause.OnConflict{
		Columns:   []clause.Column{{Name: "account_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"large_text", "voice", "plain_words", "dialect", "updated_at"}),
	}
	return orm.Of(tx).Clauses(replace).Create(&p).Error
}

// PreferencesOf is what the owner of an account prefers; where he said nothing, everything is off.
func (s *Store) PreferencesOf(ctx context.Context, accountID uuid.UUID) (Preferences, error) {
	return PreferencesOf(s.db.View(ctx), accountID)
}

// PreferencesOf is the same for whoever is in a transaction.
func PreferencesOf(r db.Reader, accountID uuid.UUID) (Preferences, error) {
	var found []Preferences
	if err := orm.Of(r).Where("account_id = ?", accountID).Limit(1).Find(&found).Error; err != nil {
		return Preferences{}, db.Fault(err)
	}
	if len(found) == 0 {
		return Preferences{AccountID: accountID}, nil
	}
	return found[0], nil
}
