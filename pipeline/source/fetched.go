package source

import (
	"fmt"
	"strconv"
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

// of tells the fetch time of the input with this URI; mtime may be zero.
func (f FetchedAt) of(uri string, mtime time.Time) *time.Time {
	switch {
	case f.mtime && !mtime.IsZero():
		return instant(mtime)
	case f.layout != "":
		for i := 0; i+len(f.layout) <= len(uri); i++ {
			if t, err := time.ParseInLocation(f.layout, uri[i:i+len(f.layout)], China); err == nil {
				return instant(t)
			}
		}
	}
	return nil
}

// instant is a time as records have it: UTC, in milliseconds. Years that no
// timestamp can write are no times.
func instant(t time.Time) *time.Time {
	t = t.UTC().Truncate(time.Millisecond)
	if t.Year() < 1 || t.Year() > 9999 {
		return nil
	}
	return &t
}

// timeLayouts are the forms of written times; those without a zone are +08:00.
var timeLayouts = [...]string{
	time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02",
}

// parseTime reads a written time, or seconds or milliseconds since 1970; nil when
// it is neither.
func parseTime(s string) *time.Time {
	s = strings.TrimSpace(s)
	if len(s) > 64 { // no time is that long
		return nil
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return unixTime(f)
	}
	for _, l := range timeLayouts {
		if t, err := time.ParseInLocation(l, s, China); err == nil {
			return instant(t)
		}
	}
	return nil
}

// warcTime reads a WARC-Date: UTC, and since version 1.1 as short as a year.
func warcTime(s string) *time.Time {
	for _, l := range [...]string{time.RFC3339, "20060102150405", "2006-01-02T15:04Z07:00", "2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(l, s); err == nil {
			return instant(t)
		}
	}
	return nil
}

// unixTime reads seconds since 1970, or milliseconds or microseconds where the
// number says so by its size: 1e11 seconds lie in the year 5138.
func unixTime(f float64) *time.Time {
	switch {
	case !(f > 0 && f < 1e17): // not a number as well
		return nil
	case f >= 1e14:
		return instant(time.UnixMicro(int64(f)))
	case f >= 1e11:
		return instant(time.UnixMilli(int64(f)))
	}
	return instant(time.UnixMilli(int64(f * 1000)))
}
