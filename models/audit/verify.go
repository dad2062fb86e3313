package audit

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// Report is what Verify found.
type Report struct {
	Chained   int64 // links that were read
	Unchained int64 // entries without a place; normal for seconds, not for hours
	Oldest    time.Time
	Broken    []Break
	Head      Head
}

// OK tells whether nothing is broken.
func (r Report) OK() bool { return len(r.Broken) == 0 }

// Head is the newest link. Noted elsewhere (a printed report, another machine) it also shows when the end of the log was cut off.
type Head struct {
	Seq  int64
	Hash seal.Index
}

// Break is a place where the log was tampered with or damaged.
type Break struct {
	Seq int64
	Why string // "gap", "order", "missing" (the entry) or "changed"
}

// maxBroken bounds the report; a log with so many breaks needs a person anyway.
const maxBroken = 100

// Verify reads the whole chain, computes it anew and counts what is not in it yet. Oldest is the instant of the oldest of those.
func Verify(ctx context.Context, d *db.DB) (Report, error) {
	var rep Report
	view := d.View(ctx)
	for len(rep.Broken) < maxBroken {
		n, err := verifyPage(view, &rep)
		if err != nil {
			return rep, db.Fault(err)
		}
		if n == 0 {
			break
		}
	}
	g := orm.Of(view)
	missing := func() *gorm.DB {
		return g.Model(&row{}).Where("NOT EXISTS (SELECT 1 FROM audit_chain WHERE audit_chain.entry_id = audit_entries.id)")
	}
	if err := missing().Count(&rep.Unchained).Error; err != nil {
		return rep, db.Fault(err)
	}
	var oldest []row
	if err := missing().Select("id", "at").Order("id").Limit(1).Find(&oldest).Error; err != nil {
		return rep, db.Fault(err)
	}
	if len(oldest) > 0 {
		rep.Oldest = oldest[0].At
	}
	return rep, nil
}

// verifyPage reads the next links behind the head and moves the head on.
func verifyPage(view db.View, rep *Report) (int, error) {
	var links []link
	if err := orm.Of(view).Where("seq > ?", rep.Head.Seq).Order("seq").Limit(500).Find(&links).Error; err != nil {
		return 0, err
	}
	entries, err := entriesOf(view, links)
	if err != nil {
		return 0, err
	}
	for _, l := range links {
		if why := l.broken(view.Keys(), rep.Head, entries); why != "" && len(rep.Broken) < maxBroken {
			rep.Broken = append(rep.Broken, Break{Seq: l.Seq, Why: why})
		}
		rep.Chained++
		rep.Head = Head{Seq: l.Seq, Hash: l.Hash}
	}
	return len(links), nil
}

func entriesOf(view db.View, links []link) (map[uuid.UUID]row, error) {
	if len(links) == 0 {
		return nil, nil
	}
	ids := make([]uuid.UUID, len(links))
	for i, l := range links {
		ids[i] = l.EntryID
	}
	var rows []row
	if err := orm.Of(view).Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, err
	}
	entries := make(map[uuid.UUID]row, len(rows))
	for _, r := range rows {
		entries[r.ID] = r
	}
	return entries, nil
}

func (l link) broken(keys *seal.Keyring, head Head, entries map[uuid.UUID]row) string {
	e, ok := entries[l.EntryID]
	switch {
	case l.Seq != head.Seq+1:
		return "gap"
	case l.Prev != head.Hash:
		return "order"
	case !ok:
		return "missing"
	case l.hash(keys, e) != l.Hash:
		return "changed"
	default:
		return ""
	}
}
