package application

import (
	"github.com/google/uuid"

	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/media"
	"shuangyong/models/seal"
)

// AddDocument adds a photograph of a paper to an application that is not being checked: six at most.
func (s *Store) AddDocument(tx db.Tx, by audit.Actor, o Owner, id uuid.UUID, k Kind, p media.Picture) (Document, error) {
	if k.Chinese() == "" {
		return Document{}, errPaperKind
	}
	if len(p.JPEG) > media.MaxClean {
		return Document{}, errHeavy
	}
	a, err := changeable(tx, o, id)
	if err != nil {
		return Document{}, err
	}
	have, err := documentsOf(tx, id)
	if err != nil {
		return Document{}, err
	}
	if len(have) >= MaxDocuments {
		return Document{}, errPapers
	}
	d := Document{ID: db.NewID(), ApplicationID: id, Kind: k, Picture: seal.Text(p.JPEG), Width: p.Width, Height: p.Height, AddedAt: tx.Now()}
	if err := orm.Of(tx).Create(&d).Error; err != nil {
		return Document{}, err
	}
	d.Picture = ""
	return d, touch(tx, by, a, "document_add", k)
}

// RemoveDocument takes a photograph out again.
func (s *Store) RemoveDocument(tx db.Tx, by audit.Actor, o Owner, id, documentID uuid.UUID) error {
	a, err := changeable(tx, o, id)
	if err != nil {
		return err
	}
	d, err := documentOf(tx, id, documentID, "id", "kind")
	if err != nil {
		return err
	}
	if err := orm.Of(tx).Where("id = ?", documentID).Delete(&Document{}).Error; err != nil {
		return err
	}
	return touch(tx, by, a, "document_remove", d.Kind)
}

func changeable(tx db.Tx, o Owner, id uuid.UUID) (Application, error) {
	a, err := lock(tx, id, o.mine)
	if err != nil {
		return Application{}, err
	}
	return a, a.canChange()
}

// touch keeps the application from lapsing, and writes down which kind of paper came or went.
func touch(tx db.Tx, by audit.Actor, a Application, action string, k Kind) error {
	if err := save(tx, &a); err != nil {
		return err
	}
	return record(tx, by, a, action, map[string]string{"kind": string(k)})
}

// documentOf is one document of an application: the named columns, or all, the picture included.
func documentOf(r db.Reader, id, documentID uuid.UUID, columns ...string) (Document, error) {
	q := orm.Of(r).Where("id = ? AND application_id = ?", documentID, id)
	if len(columns) > 0 {
		q = q.Select(columns)
	}
	var found []Document
	if err := q.Limit(1).Find(&found).Error; err != nil {
		return Document{}, err
	}
	if len(found) == 0 {
		return Document{}, errNoPaper
	}
	return found[0], nil
}
