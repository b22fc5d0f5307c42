package source

import (
	"fmt"
	"strings"
	"time"
)

// FetchedAt says where a file's fetch time comes from when its container does not
// tell it: nowhere, the file's modification time, or its path.
type FetchedAt struct {
	mtime  bool
	layout string // time layout that a part of the path has
}

// ParseFetchedAt reads "", "mtime" or "path:LAYOUT", where LAYOUT is built from
// YYYY MM DD hh mm ss: "path:YYYY-MM-DD", "path:YYYY/MM/DD". Times are +08:00.
func ParseFetchedAt(s string) (FetchedAt, error) {
	switch {
	case s == "":
		return FetchedAt{}, nil
	case s == "mtime":
		return FetchedAt{mtime: true}, nil
	case strings.HasPrefix(s, "path:"):
		p := strings.TrimPrefix(s, "path:")
		layout := strings.NewReplacer("YYYY", "2006", "MM", "01", "DD", "02", "hh", "15", "mm", "04", "ss", "05").Replace(p)
		if !strings.Contains(layout, "2006") {
			return FetchedAt{}, fmt.Errorf("fetched-at %q: the pattern has no YYYY", s)
		}
		return FetchedAt{layout: layout}, nil
	}
	return FetchedAt{}, fmt.Errorf("fetched-at %q: want mtime or path:PATTERN", s)
}

// China is the zone of times that carry none.
var China = time.FixedZone("+08:00", 8*3600)

func (f FetchedAt) of(e Entry) *time.Time {
	switch {
	case f.mtime && e.Info != nil:
		t := e.Info.ModTime().UTC().Truncate(time.Millisecond)
		return &t
	case f.layout != "":
		for i := 0; i+len(f.layout) <= len(e.URI); i++ {
			if t, err := time.ParseInLocation(f.layout, e.URI[i:i+len(f.layout)], China); err == nil {
				t = t.UTC()
				return &t
			}
		}
	}
	return nil
}
