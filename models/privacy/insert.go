package privacy

import (
	"github.com/google/uuid"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/station"
)

// Insert writes a row into every table of the package, for tests of the schema.
func Insert(tx db.Tx, personID uuid.UUID, home station.Path) error {
	now, today := tx.Now(), clock.DateOf(tx.Now())
	c := Copy{ID: db.NewID(), PersonID: personID, AccountID: db.NewID(), CreatedAt: now, ExpiresAt: now}
	for _, row := range []any{
		&Notice{Version: builtinVersion + 1, EffectiveOn: today, CreatedAt: now},
		&Consent{ID: db.NewID(), AccountID: c.AccountID, PersonID: &personID, Purpose: Basic, NoticeVersion: 1, Agreed: true, CreatedAt: now},
		&Request{ID: db.NewID(), Kind: Correction, PersonID: personID, StationPath: home, Field: "phone", State: Asked, DueOn: today, CreatedAt: now},
		&Hold{ID: db.NewID(), PersonID: personID, StationPath: home, Reason: "lawsuit", UntilOn: today, PlacedAt: now},
		&c,
		&piece{ID: db.NewID(), ExportID: c.ID, Body: []byte{}},
		&Run{ID: db.NewID(), Term: "copies", OlderThan: now, CreatedAt: now},
	} {
		if err := orm.Of(tx).Create(row).Error; err != nil {
			return err
		}
	}
	return nil
}
