package privacy_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/models/db"
	"shuangyong/models/db/dbtest"
	"shuangyong/models/fault"
	"shuangyong/models/privacy"
)

// However often somebody taps at once, one copy is made.
func TestCopiesAtOnceAreOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		who, s := plant(t, d), privacy.NewStore(d)
		var made, refused atomic.Int32
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				err := d.InTx(t.Context(), func(tx db.Tx) error {
					if err := s.MayCopy(tx, who.Person); err != nil {
						return err
					}
					_, err := s.Keep(tx, citizen, who, []byte("zip"))
					return err
				})
				switch fault.CodeOf(err) {
				case "":
					made.Add(1)
				case fault.TooMany:
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		require.EqualValues(t, 1, made.Load())
		require.EqualValues(t, 5, refused.Load())
	})
}

func BenchmarkCopyKeptAndFetched(b *testing.B) {
	d := dbtest.SQLite(b)
	file := make([]byte, 1<<20)
	s := privacy.NewStore(d)
	who := plant(b, d)
	for b.Loop() {
		err := d.InTx(b.Context(), func(tx db.Tx) error {
			c, err := s.Keep(tx, citizen, who, file)
			if err != nil {
				return err
			}
			_, err = s.Fetch(tx, citizen, who.Person, c.ID)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
