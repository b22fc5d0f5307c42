package index

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"zhengwen/pipeline/sink"
)

// Apply enters the inputs of a unit in one transaction. An input that another
// unit held before now belongs to this one. Modification times come from times,
// else from what the index held for the same bytes. A unit that is entered late,
// after a crash, comes with newer: what newer units hold stays with them, and of
// the times no more is known than what the unit says.
func (x *Index) Apply(u *sink.Unit, times map[string]int64, newer func(unit string) bool) error {
	err := x.db.Update(func(tx *bbolt.Tx) error {
		n := 0
		err := u.EachInput(func(in *sink.Input) error {
			old := tx.Bucket(filesBucket).Get([]byte(in.Key))
			if old != nil && newer != nil && newer(decodeHead(nil, old).Unit) {
				return nil
			}
			n++
			if old != nil {
				before, err := decodeInput(old)
				if err != nil {
					return err
				}
				if newer == nil && before.Digest == in.Digest && before.Size == in.Size {
					in.Modified = before.Modified
				}
				if err := remove(tx, decodeHead(nil, old).Unit, before); err != nil {
					return err
				}
			}
			if t, ok := times[in.Key]; ok {
				in.Modified = t
			} else if in.Next || in.More {
				in.Modified = cmp.Or(in.Modified, u.Modified)
			}
			return put(tx, u.ID, in)
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return count(tx, u.ID, 0)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("enter unit %s in the index: %w", u.ID, err)
	}
	return nil
}

// Remove takes inputs out of the index.
func (x *Index) Remove(keys []string) error {
	err := x.db.Update(func(tx *bbolt.Tx) error {
		for _, key := range keys {
			b := tx.Bucket(filesBucket)
			v := b.Get([]byte(key))
			if v == nil {
				continue
			}
			in, err := decodeInput(v)
			if err != nil {
				return err
			}
			if err := remove(tx, decodeHead(nil, v).Unit, in); err != nil {
				return err
			}
			if err := b.Delete([]byte(key)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("remove inputs from the index: %w", err)
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

// put enters an input with its rows.
func put(tx *bbolt.Tx, unit string, in *sink.Input) error {
	v, err := encodeFile(unit, in)
	if err != nil {
		return err
	}
	if err := tx.Bucket(filesBucket).Put([]byte(in.Key), v); err != nil {
		return err
	}
	for i := range in.Rows {
		r := &in.Rows[i]
		m, err := encodeMember(r)
		if err != nil {
			return err
		}
		for bucket, digest := range map[string]string{string(textBucket): r.Text, string(pageBucket): r.Page} {
			if digest == "" {
				continue
			}
			k, err := groupKey(digest, in.Key, i)
			if err != nil {
				return err
			}
			if err := tx.Bucket([]byte(bucket)).Put(k, m); err != nil {
				return err
			}
		}
	}
	return count(tx, unit, 1)
}

// remove takes the rows of an input out of the groups; the file entry stays.
func remove(tx *bbolt.Tx, unit string, in *sink.Input) error {
	for i := range in.Rows {
		r := &in.Rows[i]
		for bucket, digest := range map[string]string{string(textBucket): r.Text, string(pageBucket): r.Page} {
			if digest == "" {
				continue
			}
			k, err := groupKey(digest, in.Key, i)
			if err != nil {
				return err
			}
			if err := tx.Bucket([]byte(bucket)).Delete(k); err != nil {
				return err
			}
		}
	}
	return count(tx, unit, -1)
}

// count changes the number of live inputs of a unit; a unit without any goes.
func count(tx *bbolt.Tx, unit string, delta int) error {
	b := tx.Bucket(unitsBucket)
	n := delta
	if v := b.Get([]byte(unit)); v != nil {
		n += int(binary.BigEndian.Uint64(v))
	}
	if n <= 0 && delta < 0 {
		return b.Delete([]byte(unit))
	}
	return b.Put([]byte(unit), binary.BigEndian.AppendUint64(nil, uint64(n)))
}

func groupKey(digest, key string, n int) ([]byte, error) {
	b, err := hex.DecodeString(digest)
	if err != nil {
		return nil, fmt.Errorf("digest %q: %w", digest, err)
	}
	return append(b, RowKey(key, n)...), nil
}

// member is a Member as it is stored.
type member struct {
	ID      string        `json:"i"`
	Class   sink.RowClass `json:"c"`
	Twin    string        `json:"t,omitempty"`
	Fetched int64         `json:"f,omitempty"`
}

func encodeMember(r *sink.Row) ([]byte, error) {
	return json.Marshal(member{r.ID, r.Class, r.Twin, r.Fetched})
}

func decodeMember(b []byte, m *Member) error {
	var s member
	if err := json.Unmarshal(b, &s); err != nil {
		return errors.Join(err, ErrUnusable)
	}
	m.ID, m.Class, m.Twin, m.Fetched = s.ID, s.Class, s.Twin, s.Fetched
	return nil
}
