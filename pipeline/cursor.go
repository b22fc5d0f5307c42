package pipeline

import "zhengwen/pipeline/index"

// cursor walks the files of the index, a stretch at a time, so that no transaction
// stays open while units are entered.
type cursor struct {
	ix      *index.Index
	stretch []index.File
	from    string
	end     bool
	passed  func(key string) // called for inputs that no seek asked for
}

const cursorStretch = 4096

// seek goes on to a file's key, which must not be below the one before, and
// returns what the index holds of it, in the order of its pieces.
func (c *cursor) seek(key string) ([]index.File, error) {
	if err := c.pass(func(f *index.File) bool { return f.Key < key }); err != nil {
		return nil, err
	}
	var out []index.File
	for {
		f, err := c.head()
		if f == nil || err != nil {
			return out, err
		}
		if file, _ := index.PieceOf(f.Key); file != key {
			return out, nil
		}
		out = append(out, *f)
		c.stretch = c.stretch[1:]
	}
}

// drain passes what is left.
func (c *cursor) drain() error { return c.pass(func(*index.File) bool { return true }) }

func (c *cursor) pass(over func(*index.File) bool) error {
	for {
		f, err := c.head()
		if f == nil || err != nil || !over(f) {
			return err
		}
		c.passed(f.Key)
		c.stretch = c.stretch[1:]
	}
}

func (c *cursor) head() (*index.File, error) {
	if len(c.stretch) == 0 && !c.end {
		s, err := c.ix.Files(c.from, cursorStretch)
		if err != nil {
			return nil, err
		}
		c.stretch, c.end = s, len(s) < cursorStretch
		if len(s) > 0 {
			c.from = s[len(s)-1].Key + "\x00"
		}
	}
	if len(c.stretch) == 0 {
		return nil, nil
	}
	return &c.stretch[0], nil
}
