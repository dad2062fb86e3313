package petition

import (
	"context"
	"crypto/subtle"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// ErrNotFound says that number and tail do not belong together, and not which of them is wrong.
var ErrNotFound = fault.New(fault.NotFound, "petition.not_found", "没查到。请核对编号和登记电话的后四位，或回“人工”请人查。")

// ByNumber is the petition of that number with its steps, the oldest first, for whoever also knows the last four digits of the phone it was registered
// with. A wrong number and a wrong tail give the same answer for the same work: one row and one list of steps are looked for, one hash is
// compared, whatever was found.
func (s *Store) ByNumber(ctx context.Context, number, phoneTail string) (Petition, []Step, error) {
	view := s.db.View(ctx)
	want := tailIndex(view.Keys(), number, phoneTail)
	var found []Petition
	if err := orm.Of(view).Where("number = ?", number).Limit(1).Find(&found).Error; err != nil {
		return Petition{}, nil, db.Fault(err)
	}
	p := Petition{ID: uuid.Max}
	if len(found) == 1 {
		p = found[0]
	}
	var steps []Step
	err := orm.Of(view).Where("petition_id = ?", p.ID).Order("at").Order("id").Limit(maxSteps).Find(&steps).Error
	if err != nil {
		return Petition{}, nil, db.Fault(err)
	}
	if same := subtle.ConstantTimeCompare([]byte(p.PhoneTail), []byte(want)); same != 1 || len(phoneTail) != 4 {
		return Petition{}, nil, ErrNotFound
	}
	return p, steps, nil
}
