package source

import (
	"context"
	"fmt"
)

// Page reads the one page of a file or of standard input, for the commands that
// work on single pages. Several pages, as in a WARC file, are an error.
func Page(path string, o Options) (Item, error) {
	e := Entry{Path: path, URI: EncodeURI(path)}
	if path == "" || path == Stdin {
		e = Entry{Path: Stdin, URI: "stdin"}
	} else {
		entries := List([]string{path}, o)
		n := 0
		for found, err := range entries {
			if err != nil {
				return Item{}, err
			}
			if e = found; n > 0 {
				return Item{}, fmt.Errorf("%s holds several files; zhengwen run takes directories", path)
			}
			n++
		}
		if n == 0 {
			return Item{}, fmt.Errorf("%s holds no file", path)
		}
	}
	var out []Item
	one := func(yield func(Entry, error) bool) { yield(e, nil) }
	for it, err := range Items(context.Background(), one, o) {
		if err != nil {
			return Item{}, err
		}
		if out = append(out, it); len(out) > 1 {
			return Item{}, fmt.Errorf("%s holds several pages; zhengwen run takes containers", path)
		}
	}
	if len(out) == 0 {
		return Item{}, fmt.Errorf("%s holds no page", path)
	}
	if f := out[0].Failure; f != nil {
		return out[0], fmt.Errorf("%s: %s: %s", path, f.Reason, f.Detail)
	}
	return out[0], nil
}
