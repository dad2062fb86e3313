package audit

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// Entry is one change. Action says what happened ("petition.accept"), Subject and SubjectID to what ("petition", its key). Detail is for codes, counts, days and
// states, under keys of the list below; personal data is refused.
type Entry struct {
	Actor
	Action    string
	Subject   string
	SubjectID string
	Detail    map[string]string
}

// detailKeys are the keys that Detail may use. Whoever adds one answers for its values: codes of ours, never what a citizen typed.
var detailKeys = map[string]bool{
	"agency": true, "app": true, "benefit": true, "category": true, "channel": true, "claimed": true, "code": true, "count": true, "date": true,
	"days": true, "due": true, "event": true, "field": true, "file": true, "from": true, "hash": true, "job": true, "kind": true, "level": true,
	"limit": true, "month": true, "number": true, "office": true, "part": true, "people": true, "person": true, "priority": true, "purpose": true, "reason": true, "route": true,
	"rows": true, "rule": true, "scene": true, "scope": true, "seed": true, "service": true, "shop": true, "shops": true, "slot": true, "source": true,
	"state": true, "station": true, "station_path": true, "status": true, "stop": true, "time": true, "to": true, "topic": true, "until": true,
	"version": true,
}

const maxValue = 128

// longDigits finds what could be a phone, identity or bank number.
var longDigits = regexp.MustCompile(`\d{11}`)

type row struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	At        time.Time
	ActorKind ActorKind
	ActorID   string
	ActorFor  string
	Action    string
	Subject   string
	SubjectID string
	Detail    string // JSON with sorted keys
}

// TableName implements gorm's Tabler.
func (row) TableName() string { return "audit_entries" }

// Record writes the entry in the change's transaction: both happen or neither. An entry that is incomplete or holds what looks personal is an error, which
// undoes the change.
func Record(tx db.Tx, e Entry) error {
	if err := e.check(); err != nil {
		return err
	}
	detail := []byte("{}")
	if len(e.Detail) > 0 {
		var err error
		if detail, err = json.Marshal(e.Detail); err != nil {
			return fmt.Errorf("audit: %w", err)
		}
	}
	return orm.Of(tx).Create(&row{
		ID: db.NewID(), At: tx.Now(), ActorKind: e.Kind, ActorID: e.ID, ActorFor: e.For,
		Action: e.Action, Subject: e.Subject, SubjectID: e.SubjectID, Detail: string(detail),
	}).Error
}

func (e Entry) check() error {
	if !e.Kind.known() || e.ID == "" {
		return errors.New("audit: nobody acts")
	}
	if e.Kind == Proxy && e.For == "" {
		return errors.New("audit: a proxy acts for nobody")
	}
	if e.Action == "" || e.Subject == "" {
		return errors.New("audit: an entry without action or subject")
	}
	for name, v := range map[string]string{"actor": e.ID, "for": e.For, "action": e.Action, "subject": e.Subject, "subject id": e.SubjectID} {
		if !plain(v) {
			return fmt.Errorf("audit: the %s is too long or looks personal", name)
		}
	}
	for k, v := range e.Detail {
		if !detailKeys[k] {
			return fmt.Errorf("audit: the detail key %q is not on the list", k)
		}
		if !plain(v) {
			return fmt.Errorf("audit: the detail %q is too long or looks personal", k)
		}
	}
	return nil
}

// plain tells whether a value may stand in the log. Keys of ours and keyed hashes may hold long runs of digits by chance.
func plain(v string) bool {
	if len(v) > maxValue {
		return false
	}
	if _, err := uuid.Parse(v); err == nil {
		return true
	}
	return !longDigits.MatchString(v) || hexHash.MatchString(v) || stationPath.MatchString(v)
}

var hexHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// stationPath is a place in the tree: codes of 6, 9 and 12 digits (GB/T 2260), which no phone, identity or bank number has.
var stationPath = regexp.MustCompile(`^((\d{6}|\d{9}|\d{12})/)+$`)
