package index

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"zhengwen/pipeline/sink"
)

// changes is how many documents one transaction enters or removes: every one may
// touch pages of its own, which stay in memory until the end.
const changes = 2_500

// Apply enters the inputs of a unit. An input that another unit held before now
// belongs to this one. Modification times come from times, else from what the
// index held for the same bytes. A unit that is entered late, after a crash, comes
// with newer: what newer units hold stays with them, and of the times no more is
// known than what the unit says. It takes several transactions, which bounds the
// memory: until the last one the unit is Unfinished, and after a crash it must be
// entered again or the index made anew.
func (x *Index) Apply(u *sink.Unit, times map[string]int64, newer func(unit string) bool) (err error) {
	e := entry{x: x, unit: u, times: times, newer: newer}
	err = u.EachInput(e.put)
	if err == nil {
		err = e.end()
	}
	if err != nil {
		return errors.Join(fmt.Errorf("enter unit %s in the index: %w", u.ID, err), e.abandon())
	}
	return nil
}

// entry is a unit on its way into the index.
type entry struct {
	x     *Index
	unit  *sink.Unit
	times map[string]int64
	newer func(unit string) bool

	tx   *bbolt.Tx // the open transaction, or nil
	n    int       // documents that it entered or removed
	live int       // inputs that are the unit's now
}

// open makes sure that there is a transaction.
func (e *entry) open() error {
	if e.tx != nil {
		return nil
	}
	tx, err := e.x.db.Begin(true)
	if err != nil {
		return err
	}
	tx.Bucket(filesBucket).FillPercent = 0.9 // they come in order
	e.tx, e.n = tx, 0
	return nil
}

// did counts a document, and begins a new transaction where this one is full.
func (e *entry) did() error {
	if e.n++; e.n < changes {
		return nil
	}
	if err := e.mark(Unfinished); err != nil {
		return err
	}
	return e.open()
}

// mark ends the transaction with a number of inputs for the unit.
func (e *entry) mark(n int) error {
	if err := e.tx.Bucket(unitsBucket).Put([]byte(e.unit.ID), binary.BigEndian.AppendUint64(nil, uint64(n))); err != nil {
		return err
	}
	tx := e.tx
	e.tx = nil
	return tx.Commit()
}

func (e *entry) end() error {
	if err := e.open(); err != nil {
		return err
	}
	return e.mark(e.live)
}

func (e *entry) abandon() error {
	if e.tx == nil {
		return nil
	}
	return e.tx.Rollback()
}

// put enters an input with its rows in place of what is known of it.
func (e *entry) put(in *sink.Input) error {
	if err := e.open(); err != nil {
		return err
	}
	known := e.tx.Bucket(filesBucket).Get([]byte(in.Key))
	if known != nil {
		unit := decodeHead(nil, known).Unit
		if e.newer != nil && e.newer(unit) {
			return nil
		}
		before, err := decodeInput([]byte(in.Key), known)
		if err != nil {
			return err
		}
		if e.newer == nil && before.Digest == in.Digest && before.Size == in.Size {
			in.Modified = before.Modified
		}
		for i := range before.Rows {
			if err := each(e.tx, before, i, remove); err != nil {
				return err
			}
			if err := e.did(); err != nil {
				return err
			}
		}
		// In the transaction that takes the input from its unit it is gone itself, so
		// that a second try does not take it twice.
		if err := drop(e.tx, unit, in.Key); err != nil {
			return err
		}
	}
	e.live++
	if t, ok := e.times[in.Key]; ok {
		in.Modified = t
	} else if in.Next || in.More {
		in.Modified = cmp.Or(in.Modified, e.unit.Modified)
	}
	for i := range in.Rows {
		if err := each(e.tx, in, i, add); err != nil {
			return err
		}
		if err := e.did(); err != nil {
			return err
		}
	}
	v, err := encodeFile(e.unit.ID, in)
	if err != nil {
		return err
	}
	return e.tx.Bucket(filesBucket).Put([]byte(in.Key), v)
}

// each calls f with the groups of a row.
func each(tx *bbolt.Tx, in *sink.Input, i int, f func(b *bbolt.Bucket, key []byte, r *sink.Row) error) error {
	r := &in.Rows[i]
	for _, g := range []struct {
		bucket []byte
		digest string
	}{{textBucket, r.Text}, {pageBucket, r.Page}} {
		if g.digest == "" {
			continue
		}
		k, err := groupKey(g.digest, in.Key, i)
		if err != nil {
			return err
		}
		if err := f(tx.Bucket(g.bucket), k, r); err != nil {
			return err
		}
	}
	return nil
}

func add(b *bbolt.Bucket, key []byte, r *sink.Row) error {
	m, err := encodeMember(r)
	if err != nil {
		return err
	}
	return b.Put(key, m)
}

func remove(b *bbolt.Bucket, key []byte, _ *sink.Row) error { return b.Delete(key) }

// drop takes an input out of the index, and from its unit; a unit without any goes.
func drop(tx *bbolt.Tx, unit, key string) error {
	if err := tx.Bucket(filesBucket).Delete([]byte(key)); err != nil {
		return err
	}
	b := tx.Bucket(unitsBucket)
	v := b.Get([]byte(unit))
	if v == nil {
		return nil
	}
	switch n := int64(binary.BigEndian.Uint64(v)); {
	case n == Unfinished:
		return nil
	case n <= 1:
		return b.Delete([]byte(unit))
	default:
		return b.Put([]byte(unit), binary.BigEndian.AppendUint64(nil, uint64(n-1)))
	}
}

// Remove takes inputs out of the index.
func (x *Index) Remove(keys []string) error {
	for len(keys) > 0 {
		err := x.db.Update(func(tx *bbolt.Tx) error {
			for n := 0; len(keys) > 0 && n < changes; keys = keys[1:] {
				key := keys[0]
				v := tx.Bucket(filesBucket).Get([]byte(key))
				if v == nil {
					continue
				}
				unit := decodeHead(nil, v).Unit
				in, err := decodeInput([]byte(key), v)
				if err != nil {
					return err
				}
				for i := range in.Rows {
					if err := each(tx, in, i, remove); err != nil {
						return err
					}
				}
				if err := drop(tx, unit, key); err != nil {
					return err
				}
				n += 1 + len(in.Rows)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("remove inputs from the index: %w", err)
		}
	}
	return nil
}

// Touch enters modification times of inputs whose bytes were found unchanged.
func (x *Index) Touch(times map[string]int64) error {
	err := x.db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(filesBucket)
		for key, t := range times {
			v := b.Get([]byte(key))
			if v == nil {
				continue
			}
			v = append([]byte(nil), v...)
			binary.BigEndian.PutUint64(v[8:], uint64(t))
			if err := b.Put([]byte(key), v); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("enter times in the index: %w", err)
	}
	return nil
}

func groupKey(digest, key string, n int) ([]byte, error) {
	b, err := hex.DecodeString(digest)
	if err != nil {
		return nil, fmt.Errorf("digest %q: %w", digest, err)
	}
	return append(b, RowKey(key, n)...), nil
}
