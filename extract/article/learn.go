package article

import (
	"context"
	"hash/fnv"
	"slices"
	"strings"
	"sync"

	"zhengwen/document"
)

// Bounds of what is learnt. Hosts and pages beyond are left out by the hash of their
// names, so that the model does not depend on the order in which pages come, and what
// the learner holds is at most mostHosts × mostPages × mostLines lines.
const (
	mostHosts = 512
	mostPages = 24  // of a host
	mostLines = 400 // of a page, half of them its first and half its last
)

// A line belongs to the template when it stands on leastRepeats pages and on half of
// those looked at; of fewer than leastPages pages nothing is learnt.
const (
	leastPages   = 4
	leastRepeats = 3
)

// Learner is a stage that counts lines over the pages of every host. It stands where
// the stage "article" stands in a run, so that it sees the same lines, and is safe for
// concurrent use.
type Learner struct {
	mu    sync.Mutex
	hosts map[string]*siteCount
}

// siteCount is what is known of one host.
type siteCount struct {
	hash  uint64
	pages []pageLines // ascending by hash and name
	lines map[uint64]*lineCount
}

type pageLines struct {
	hash  uint64
	name  string
	lines []uint64
}

type lineCount struct {
	pages int
	key   string // once a second page has the line
}

// Name returns "learn".
func (l *Learner) Name() string { return "learn" }

// Apply counts the lines of a page that has a host.
func (l *Learner) Apply(_ context.Context, d *document.Document) error {
	host := d.Host()
	if host == "" {
		return nil
	}
	keys := lineKeys(d.Blocks)
	page := pageLines{hash: hashOf(d.URI), name: d.URI, lines: make([]uint64, len(keys))}
	for i, k := range keys {
		page.lines[i] = hashOf(k)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.host(host)
	if c == nil {
		return nil
	}
	c.add(page, keys)
	return nil
}

// host returns the count of a host, or nil when there are others with smaller hashes.
func (l *Learner) host(name string) *siteCount {
	if c := l.hosts[name]; c != nil {
		return c
	}
	if l.hosts == nil {
		l.hosts = map[string]*siteCount{}
	}
	c := &siteCount{hash: hashOf(name), lines: map[uint64]*lineCount{}}
	if len(l.hosts) == mostHosts {
		last, lastName := c.hash, name
		for n, x := range l.hosts {
			if x.hash > last || x.hash == last && n > lastName {
				last, lastName = x.hash, n
			}
		}
		if lastName == name {
			return nil
		}
		delete(l.hosts, lastName)
	}
	l.hosts[name] = c
	return c
}

// add takes a page among those looked at, and drops the one with the greatest hash
// when there are too many.
func (c *siteCount) add(page pageLines, keys []string) {
	at, twice := slices.BinarySearchFunc(c.pages, page, func(a, b pageLines) int {
		if a.hash != b.hash {
			if a.hash < b.hash {
				return -1
			}
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
	if twice || at == mostPages {
		return
	}
	c.pages = slices.Insert(c.pages, at, page)
	for i, h := range page.lines {
		x := c.lines[h]
		if x == nil {
			x = &lineCount{}
			c.lines[h] = x
		}
		if x.pages++; x.pages > 1 && x.key == "" {
			x.key = strings.Clone(keys[i])
		}
	}
	if len(c.pages) > mostPages {
		for _, h := range c.pages[mostPages].lines {
			if x := c.lines[h]; x.pages > 1 {
				x.pages--
			} else {
				delete(c.lines, h)
			}
		}
		c.pages = c.pages[:mostPages]
	}
}

// Sites returns what was learnt.
func (l *Learner) Sites() (*Sites, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []siteLines
	for name, c := range l.hosts {
		n := len(c.pages)
		if n < leastPages {
			continue
		}
		s := siteLines{Host: name, Pages: n}
		for _, x := range c.lines {
			if x.pages >= leastRepeats && 2*x.pages >= n {
				s.Lines = append(s.Lines, x.key)
			}
		}
		if len(s.Lines) > 0 {
			out = append(out, s)
		}
	}
	return newSites(out)
}

// lineKeys returns the keys of the page's lines that can be learnt, each once.
func lineKeys(blocks []document.Block) []string {
	var keys []string
	seen := map[string]bool{}
	var buf []byte
	for i := range blocks {
		if !learnable(&blocks[i]) {
			continue
		}
		buf = appendLineKey(buf[:0], blocks[i].Text)
		if len(buf) < shortestLine || len(buf) > longestLine || seen[string(buf)] {
			continue
		}
		k := string(buf)
		seen[k] = true
		keys = append(keys, k)
	}
	if n := len(keys); n > mostLines {
		keys = slices.Delete(keys, mostLines/2, n-mostLines/2)
	}
	return keys
}

func hashOf(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}
