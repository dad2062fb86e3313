package benefit

import (
	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
	"shuangyong/models/station"
)

// Listed is a card that the bureau's list names. PersonID is zero for somebody who is not on file yet.
type Listed struct {
	PersonID    uuid.UUID
	Number      seal.Text // capitals, without spaces
	StationID   uuid.UUID
	StationPath station.Path
}

// CompareCards tells how many of the listed cards are new, and which, by their place in the batch, somebody else has already.
func CompareCards(r db.Reader, batch []Listed) (fresh int, taken []int, err error) {
	known, err := byNumber(r, batch, false)
	if err != nil {
		return 0, nil, err
	}
	for i, l := range batch {
		switch whose, ok := known[cardIndex(r.Keys(), l.Number)]; {
		case !ok:
			fresh++
		case whose != l.PersonID:
			taken = append(taken, i)
		}
	}
	return fresh, taken, nil
}

var errCardTaken = fault.New(fault.Conflict, "benefit.card_taken", "有一张优待证刚刚登记到了另一个人名下，名册没有导入。请再核对一遍，重新导入。")

// ImportCards writes down the cards that are not on file yet, as cards that were handed out, and tells how many. A card that somebody else has undoes everything.
func ImportCards(tx db.Tx, batch []Listed) (int, error) {
	known, err := byNumber(tx, batch, true)
	if err != nil {
		return 0, err
	}
	today := clock.DateOf(tx.Now())
	var fresh []Card
	for _, l := range batch {
		if whose, ok := known[cardIndex(tx.Keys(), l.Number)]; ok && whose != l.PersonID {
			return 0, errCardTaken
		} else if ok {
			continue
		}
		fresh = append(fresh, Card{
			PersonID: l.PersonID, StationID: l.StationID, StationPath: l.StationPath, State: CardIssued, CardNumber: l.Number, AppliedOn: today, UpdatedOn: today,
		})
	}
	return len(fresh), InsertCards(tx, fresh)
}

func cardIndex(k *seal.Keyring, number seal.Text) seal.Index {
	return k.Index(labelCard, number.Reveal())
}

// byNumber is whose the listed cards are.
func byNumber(r db.Reader, batch []Listed, lock bool) (map[seal.Index]uuid.UUID, error) {
	numbers := make([]seal.Index, 0, len(batch))
	for _, l := range batch {
		numbers = append(numbers, cardIndex(r.Keys(), l.Number))
	}
	if len(numbers) == 0 {
		return nil, nil
	}
	q := orm.Of(r).Select("id", "person_id", "number_index").Where("number_index IN ?", numbers).Order("id")
	if lock {
		q = q.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	}
	var found []Card
	if err := q.Find(&found).Error; err != nil {
		return nil, err
	}
	known := map[seal.Index]uuid.UUID{}
	for _, c := range found {
		known[c.NumberIndex] = c.PersonID
	}
	return known, nil
}
