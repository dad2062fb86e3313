package benefit

import (
	"context"

	"gorm.io/gorm"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
)

// maxCases bounds the list behind a figure.
const maxCases = 200

// Figure is a share that can be proved: what counts, out of what, as of when, and the cases that are missing from it.
type Figure struct {
	Numerator   int
	Denominator int
	AsOf        clock.Date
	Cases       []Payment // late or unpaid, the latest deadline last; at most 200
}

// Timely is figure nine of the yearly report, 抚恤优待金及时兑付: of the payments of a month (YYYY-MM) that were due by today, how many were made on their day
// or before.
func (s *Store) Timely(ctx context.Context, month string) (Figure, error) {
	view := s.db.View(ctx)
	f := Figure{AsOf: clock.DateOf(view.Now())}
	due := func() *gorm.DB {
		return orm.Of(view).Model(&Payment{}).Where("month = ? AND due_on <= ?", month, f.AsOf)
	}
	var all, late int64
	if err := due().Count(&all).Error; err != nil {
		return Figure{}, db.Fault(err)
	}
	const missed = "(paid_on = '' OR paid_on > due_on)"
	if err := due().Where(missed).Count(&late).Error; err != nil {
		return Figure{}, db.Fault(err)
	}
	if err := due().Where(missed).Order("due_on").Order("id").Limit(maxCases).Find(&f.Cases).Error; err != nil {
		return Figure{}, db.Fault(err)
	}
	f.Numerator, f.Denominator = int(all-late), int(all)
	return f, nil
}
