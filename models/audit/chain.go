package audit

import (
	"context"
	"encoding/binary"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"shuangyong/models/db"
	"shuangyong/models/internal/orm"
	"shuangyong/models/seal"
)

// link is an entry's place in the chain. Hash covers the place, the hash before it and the entry as it was read back.
type link struct {
	Seq     int64 `gorm:"primaryKey;autoIncrement:false"`
	EntryID uuid.UUID
	Prev    seal.Index
	Hash    seal.Index
	At      time.Time
}

// TableName implements gorm's Tabler.
func (link) TableName() string { return "audit_chain" }

// window is how long after its key was made an entry may still be committed and be found by Chain: longer than any transaction of ours lives.
const window = 10 * time.Minute

// Chain gives the committed entries that have no place yet their place, oldest first and at most limit, and tells how many they were. It is for a leased job
// that runs every few seconds, and looks only a window back behind the newest chained entry; ChainAll finds what that misses.
func Chain(ctx context.Context, d *db.DB, limit int) (int, error) {
	return chain(ctx, d, limit, window)
}

// ChainAll is Chain over the whole log. It is slow on a long one, so it is for once a day.
func ChainAll(ctx context.Context, d *db.DB, limit int) (int, error) { return chain(ctx, d, limit, 0) }

func chain(ctx context.Context, d *db.DB, limit int, back time.Duration) (int, error) {
	n := 0
	err := d.InTx(ctx, func(tx db.Tx) error {
		head, err := lastLink(orm.Of(tx))
		if err != nil {
			return err
		}
		rows, err := unchained(orm.Of(tx), limit, back)
		if err != nil || len(rows) == 0 {
			return err
		}
		links := make([]link, len(rows))
		for i, r := range rows {
			links[i] = link{Seq: head.Seq + 1, EntryID: r.ID, Prev: head.Hash, At: tx.Now()}
			links[i].Hash = links[i].hash(tx.Keys(), r)
			head = links[i]
		}
		n = len(links)
		// Two chainers at once (a lease is no lock) collide on seq here, and the slower one's work is undone.
		return orm.Of(tx).CreateInBatches(links, 200).Error
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

func lastLink(g *gorm.DB) (link, error) {
	var heads []link
	if err := g.Order("seq DESC").Limit(1).Find(&heads).Error; err != nil || len(heads) == 0 {
		return link{}, err
	}
	return heads[0], nil
}

// unchained relies on keys being UUIDs of version 7 made just before the insert: their order is nearly that of time.
func unchained(g *gorm.DB, limit int, back time.Duration) ([]row, error) {
	q := g.Where("NOT EXISTS (SELECT 1 FROM audit_chain WHERE audit_chain.entry_id = audit_entries.id)")
	if back > 0 {
		var newest []link
		if err := g.Select("entry_id").Order("entry_id DESC").Limit(1).Find(&newest).Error; err != nil {
			return nil, err
		}
		if len(newest) > 0 {
			q = q.Where("id >= ?", earlier(newest[0].EntryID, back))
		}
	}
	var rows []row
	return rows, q.Order("id").Limit(limit).Find(&rows).Error
}

// earlier is the smallest key of the instant that lies d before id was made.
func earlier(id uuid.UUID, d time.Duration) uuid.UUID {
	var millis [8]byte
	copy(millis[2:], id[:6])
	binary.BigEndian.PutUint64(millis[:], binary.BigEndian.Uint64(millis[:])-uint64(d.Milliseconds()))
	var bound uuid.UUID
	copy(bound[:6], millis[2:])
	return bound
}

// hash is keyed: who can write to the database but does not have the program's secret cannot make a chain that verifies.
func (l link) hash(keys *seal.Keyring, r row) seal.Index {
	var b []byte
	b = binary.BigEndian.AppendUint64(b, uint64(l.Seq))
	b = binary.BigEndian.AppendUint64(b, uint64(r.At.UnixMicro()))
	for _, s := range []string{
		string(l.Prev), r.ID.String(), string(r.ActorKind), r.ActorID, r.ActorFor, r.Action, r.Subject, r.SubjectID, r.Detail,
	} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
		b = append(b, s...)
	}
	return keys.Index("audit.chain", string(b))
}
