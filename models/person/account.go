package person

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// maxScene bounds what a QR code says of itself.
const maxScene = 120

var errNoAccount = fault.New(fault.NotFound, "person.account_not_found", "您还没有关注，或者已经取消关注。请重新关注后再试。").
	ToStaff("这个微信已经取消关注，或者删除了资料，没有办。请来访的同志重新打开小程序，刷新到站码再扫。")

// App names the WeChat application that an openid belongs to.
type App string

// The two applications of the bureau.
const (
	OfficialAccount App = "oa"
	MiniProgram     App = "mini"
)

// Account is a WeChat account: the openid someone speaks from, joined to a person once he is known. It goes, with all that WeChat told of him, when he unfollows
// or takes his authorisation back.
type Account struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	App         App
	OpenID      seal.Text  `gorm:"serializer:sealed"`
	OpenIDIndex seal.Index // unique with App
	UnionID     seal.Text  `gorm:"serializer:sealed"` // what the same person's accounts in both apps have in common; "" = not known (yet)
	UnionIndex  seal.Index
	UnionDueAt  *time.Time // when WeChat is to be asked for the unionid; nil = it is known, or tells itself at the next login
	PersonID    *uuid.UUID
	Assurance   Assurance // how surely it is that person's; Unknown without one
	Claimed     Claim     // what he says he is; "" = nothing said. The only place where Active may stand
	Phone       seal.Text `gorm:"serializer:sealed"` // that WeChat told
	PhoneIndex  seal.Index
	PhoneAt     *time.Time // when WeChat told it
	PhoneLent   bool       // the person's number is this one, and goes with the account
	FollowedAt  time.Time  // or first logged in
	Scene       string     // QR scene he came by
}

// TableName implements gorm's Tabler.
func (Account) TableName() string { return "wechat_accounts" }

// Verified tells whether it was proved that the account is its person's.
func (a Account) Verified() bool { return a.PersonID != nil && a.Assurance >= Matched }

// OpenIDIndex is the keyed hash an openid is looked up by.
func OpenIDIndex(k *seal.Keyring, openid seal.Text) seal.Index {
	return indexOf(k, labelOpenID, openid)
}

// AccountOf is the account of an openid in an app, if it follows. The unionid and the phone number are not opened: AccountByID gives them.
func (s *Store) AccountOf(ctx context.Context, app App, openid seal.Text) (Account, bool, error) {
	a := Account{App: app, OpenID: openid, OpenIDIndex: OpenIDIndex(s.db.Keys(), openid)} // the row's own openid is the one that was asked for
	row := s.db.Point(ctx, orm.Key{}, `SELECT id, union_index, person_id, assurance, claimed, phone_index, followed_at, scene FROM wechat_accounts
		WHERE app = ? AND open_id_index = ?`, string(app), string(a.OpenIDIndex))
	err := row.Scan(&a.ID, &a.UnionIndex, &a.PersonID, &a.Assurance, &a.Claimed, &a.PhoneIndex, &a.FollowedAt, &a.Scene)
	if errors.Is(err, sql.ErrNoRows) {
		return Account{}, false, nil
	}
	if err != nil {
		return Account{}, false, db.Fault(err)
	}
	a.FollowedAt = a.FollowedAt.UTC()
	return a, true, nil
}

// AccountByID is a whole account, by its key.
func (s *Store) AccountByID(ctx context.Context, id uuid.UUID) (Account, error) {
	var found []Account
	if err := orm.Of(s.db.View(ctx)).Where("id = ?", id).Limit(1).Find(&found).Error; err != nil {
		return Account{}, db.Fault(err)
	}
	if len(found) == 0 {
		return Account{}, errNoAccount
	}
	return found[0], nil
}

// locked is the account, which nobody else changes before the transaction ends.
func locked(tx db.Tx, app App, index seal.Index) (Account, bool, error) {
	q := orm.Of(tx).Where("app = ? AND open_id_index = ?", app, index).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	var found []Account
	if err := q.Limit(1).Find(&found).Error; err != nil {
		return Account{}, false, err
	}
	if len(found) == 0 {
		return Account{}, false, nil
	}
	return found[0], true, nil
}

// Follow makes the account of someone who follows or logs in, or gives the one he has: WeChat repeats the event, and people come back. scene is the QR scene he
// came by; at is when. Who has left since is refused with ErrLeft. The Official Account is not told the unionid, so WeChat is to be asked for it.
func (s *Store) Follow(tx db.Tx, by audit.Actor, app App, openid seal.Text, scene string, at time.Time) (Account, error) {
	if a, ok, err := s.Stay(tx, app, openid, at); err != nil || ok {
		return a, err
	}
	a := Account{
		ID: db.NewID(), App: app, OpenID: openid, OpenIDIndex: OpenIDIndex(tx.Keys(), openid),
		FollowedAt: at.UTC().Truncate(time.Microsecond), Scene: cut(scene, maxScene),
	}
	if app == OfficialAccount {
		due := tx.Now()
		a.UnionDueAt = &due
	}
	if err := orm.Of(tx).Create(&a).Error; err != nil {
		return Account{}, err
	}
	return a, audit.Record(tx, audit.Entry{
		Actor: by, Action: "account.follow", Subject: "account", SubjectID: a.ID.String(),
		Detail: map[string]string{"app": string(app)},
	})
}

// Forget deletes the account and with it what came from WeChat, a phone number that it lent the person too; the person and his cases stay. An account that is
// gone already is no error.
func (s *Store) Forget(tx db.Tx, by audit.Actor, app App, index seal.Index) error {
	a, ok, err := locked(tx, app, index)
	if err != nil || !ok {
		return err
	}
	if err := takeBackPhone(tx, a); err != nil {
		return err
	}
	if err := orm.Of(tx).Where("id = ?", a.ID).Delete(&Account{}).Error; err != nil {
		return err
	}
	return audit.Record(tx, audit.Entry{
		Actor: by, Action: "account.forget", Subject: "account", SubjectID: a.ID.String(),
		Detail: map[string]string{"app": string(app)},
	})
}

// Claim keeps what someone says of himself. It proves nothing, and it is the only place where Active may stand.
func (s *Store) Claim(tx db.Tx, by audit.Actor, a Account, claimed Claim) error {
	return s.change(tx, by, a, "account.claim", map[string]any{"claimed": claimed}, map[string]string{"claimed": string(claimed)})
}

// Attach joins an account to a person, of whom it is as sure as level says. His account in the other app, if it is known and knows nobody else, knows him as well
// from then on; one that knows somebody else is looked at when it next logs in, see LearnUnion.
func (s *Store) Attach(tx db.Tx, by audit.Actor, a Account, personID uuid.UUID, level Assurance) error {
	err := s.change(tx, by, a, "account.attach", map[string]any{"person_id": personID, "assurance": level},
		map[string]string{"person": personID.String(), "level": strconv.Itoa(int(level))})
	if err != nil {
		return err
	}
	if a, err = lockedByID(tx, a.ID); err != nil || a.UnionIndex == "" {
		return err
	}
	twins, err := twinsOf(tx, a)
	if err != nil {
		return err
	}
	for _, twin := range twins {
		if twin.PersonID == nil || *twin.PersonID == personID && twin.Assurance < level {
			if err := know(tx, by, JoinAdopt, personID, level, twin); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Store) change(tx db.Tx, by audit.Actor, a Account, action string, columns map[string]any, detail map[string]string) error {
	var locked []Account
	q := orm.Of(tx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", a.ID).Limit(1)
	if err := q.Find(&locked).Error; err != nil {
		return err
	}
	if len(locked) == 0 {
		return errNoAccount
	}
	if err := orm.Of(tx).Model(&Account{}).Where("id = ?", a.ID).Updates(columns).Error; err != nil {
		return err
	}
	return audit.Record(tx, audit.Entry{Actor: by, Action: action, Subject: "account", SubjectID: a.ID.String(), Detail: detail})
}

// InsertAccounts writes many accounts and fills in their hashes.
func InsertAccounts(tx db.Tx, rows []Account) error {
	for i := range rows {
		if rows[i].ID == uuid.Nil {
			rows[i].ID = db.NewID()
		}
		if rows[i].FollowedAt.IsZero() {
			rows[i].FollowedAt = tx.Now()
		}
		rows[i].OpenIDIndex = OpenIDIndex(tx.Keys(), rows[i].OpenID)
		rows[i].UnionIndex = indexOf(tx.Keys(), labelUnionID, rows[i].UnionID)
		rows[i].PhoneIndex = indexOf(tx.Keys(), labelPhone, rows[i].Phone)
	}
	return orm.Insert(tx, rows)
}

// cut shortens s to n characters.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
