package application

import (
	"strings"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// More is what a member of staff asks the applicant for. The pictures named in Remove are deleted at once: what must not be here (a serving soldier's paper) does
// not wait for a decision.
type More struct {
	Reason Reason
	Words  seal.Text // 300 characters at most
	Remove []uuid.UUID
}

// AskMore gives an application back to the applicant with the reason.
func (s *Store) AskMore(tx db.Tx, o Officer, id uuid.UUID, m More) (Case, error) {
	words := strings.TrimSpace(m.Words.Reveal())
	if err := checkReason(m.Reason, false, words); err != nil {
		return Case{}, err
	}
	a, r, err := forOfficer(tx, o, id)
	if err != nil {
		return Case{}, err
	}
	if err := a.canDecide(r); err != nil {
		return Case{}, err
	}
	for _, one := range m.Remove {
		d, err := documentOf(tx, id, one, "id", "kind")
		if err != nil {
			return Case{}, err
		}
		if err := orm.Of(tx).Where("id = ?", one).Delete(&Document{}).Error; err != nil {
			return Case{}, err
		}
		if err := record(tx, o.actor(), a, "document_remove", map[string]string{"kind": string(d.Kind)}); err != nil {
			return Case{}, err
		}
	}
	a.State, a.Reason, a.DecideBy = MoreNeeded, m.Reason, ""
	if err := save(tx, &a, "Reason", "DecideBy"); err != nil {
		return Case{}, err
	}
	if err := step(tx, a, AskedMore, o.Name, moreText(o.Name, m.Reason, words)); err != nil {
		return Case{}, err
	}
	if err := record(tx, o.actor(), a, "ask_more", map[string]string{"reason": string(m.Reason)}); err != nil {
		return Case{}, err
	}
	return caseOf(tx, a)
}
