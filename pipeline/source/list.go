package source

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
)

// Stdin is the argument that stands for standard input.
const Stdin = "-"

// Entry is one regular file, or standard input, before it is opened.
type Entry struct {
	Path    string // as the operating system wants it; Stdin for standard input
	URI     string
	Info    fs.FileInfo // nil for standard input and for failures
	Failure *Failure    // found while listing: a loop of links, an unreadable directory
	copy    uint32      // how many entries of the run before it have its URI
}

// Key orders the entries of a run as List yields them and is unique in it: the URI
// with "/" read as a zero byte, so that a directory's entries stay together. Entries
// of several roots that share a URI are told apart by a suffix that no path can
// have.
func (e Entry) Key() string {
	key := strings.ReplaceAll(e.URI, "/", "\x00")
	if e.copy > 0 {
		key += string(binary.BigEndian.AppendUint32([]byte{0, 0, 2}, e.copy))
	}
	return key
}

// ErrNoInput means that an argument names nothing.
type ErrNoInput struct{ Argument string }

func (e *ErrNoInput) Error() string {
	return fmt.Sprintf("%s: no such file, directory or glob match", e.Argument)
}

// List yields the regular files the arguments name, without opening them, in the
// order of Key: by the components of their URIs. Arguments with one base name are
// walked side by side, so that the order depends neither on the order of arguments,
// nor on where they lie, nor on the file system. Links are followed; a link to a
// directory above it is a failure. An argument that names nothing is an error.
func List(args []string, o Options) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		roots, err := expand(args)
		if err != nil {
			yield(Entry{}, err)
			return
		}
		w := walker{o: o, yield: func(e Entry) bool { return yield(e, nil) }}
		w.together(roots)
	}
}

// place is a file or directory on the way down from an argument.
type place struct {
	file   string // as the operating system wants it; Stdin for standard input
	uri    string // encoded
	inside string // path below the argument; empty for the argument itself
	above  *above
}

// above is a directory that a place lies in, to find loops of links.
type above struct {
	info os.FileInfo
	next *above
}

// expand resolves globs and turns the arguments into places, each once, sorted by
// base name and then by full path.
func expand(args []string) ([]place, error) {
	var out []place
	for _, a := range args {
		if _, err := os.Lstat(a); a == Stdin || err == nil {
			out = append(out, root(a))
			continue
		}
		found, err := doublestar.FilepathGlob(a)
		if err != nil {
			return nil, fmt.Errorf("glob %s: %w", a, err)
		}
		if len(found) == 0 {
			return nil, &ErrNoInput{a}
		}
		for _, f := range found {
			out = append(out, root(f))
		}
	}
	full := func(p place) string {
		if abs, err := filepath.Abs(p.file); err == nil && p.file != Stdin {
			return abs
		}
		return p.file
	}
	slices.SortFunc(out, func(a, b place) int {
		return cmp.Or(strings.Compare(a.uri, b.uri), strings.Compare(full(a), full(b)), strings.Compare(a.file, b.file))
	})
	return slices.CompactFunc(out, func(a, b place) bool { return full(a) == full(b) }), nil
}

// root is the place of an argument; its URI is its base name.
func root(arg string) place {
	if arg == Stdin {
		return place{file: Stdin, uri: "stdin"}
	}
	file := filepath.Clean(arg)
	base := filepath.Base(file)
	if base == "." || base == ".." {
		if abs, err := filepath.Abs(file); err == nil {
			base = filepath.Base(abs)
		}
	}
	if base == string(filepath.Separator) {
		base = "" // the files of the root directory have URIs that begin with a slash
	}
	return place{file: file, uri: EncodeURI(base)}
}

// RootKey returns the first component of the keys of what an argument names.
func RootKey(arg string) string {
	key, _, _ := strings.Cut(root(arg).uri, "/")
	return key
}

type walker struct {
	o     Options
	yield func(Entry) bool
}

// together walks sorted places, those that share a URI at the same time.
func (w *walker) together(places []place) bool {
	for len(places) > 0 {
		n := 1
		for n < len(places) && places[n].uri == places[0].uri {
			n++
		}
		if !w.visit(places[:n]) {
			return false
		}
		places = places[n:]
	}
	return true
}

// visit walks the places of one URI: the files first, then what the directories
// hold.
func (w *walker) visit(same []place) bool {
	var (
		inner  []place
		copies uint32
	)
	for _, p := range same {
		e, children := w.look(p)
		inner = append(inner, children...)
		if e == nil {
			continue
		}
		e.Path, e.URI, e.copy = p.file, p.uri, copies
		copies++
		if !w.yield(*e) {
			return false
		}
	}
	// One directory's places are in order; only the bytes that URIs encode and several
	// directories together disturb it.
	slices.SortStableFunc(inner, func(a, b place) int { return strings.Compare(a.uri, b.uri) })
	return w.together(inner)
}

// look returns the entry of a place, or the places in it, or nothing.
func (w *walker) look(p place) (*Entry, []place) {
	if p.file == Stdin && p.inside == "" {
		return &Entry{}, nil
	}
	info, err := os.Stat(p.file)
	if err != nil {
		f := unreadable(err)
		if l, lerr := os.Lstat(p.file); lerr == nil && l.Mode()&fs.ModeSymlink != 0 {
			f = &Failure{Reason: "broken-link", Detail: f.Detail}
			if strings.Contains(err.Error(), "too many") {
				f.Reason = "symlink-loop"
			}
		}
		if !w.selected(p) {
			return nil, nil
		}
		return &Entry{Failure: f}, nil
	}
	if !info.IsDir() {
		if !info.Mode().IsRegular() || !w.selected(p) {
			return nil, nil // a socket or device holds no page
		}
		return &Entry{Info: info}, nil
	}
	for a := p.above; a != nil; a = a.next {
		if os.SameFile(a.info, info) {
			return &Entry{Failure: &Failure{Reason: "symlink-loop", Detail: "a link to a directory above it"}}, nil
		}
	}
	if w.excluded(p.inside) {
		return nil, nil
	}
	names, err := childNames(p.file)
	if err != nil {
		return &Entry{Failure: unreadable(err)}, nil
	}
	inner := make([]place, len(names))
	over := &above{info, p.above}
	for i, n := range names {
		inner[i] = place{filepath.Join(p.file, n), p.uri + "/" + EncodeURI(n), path.Join(p.inside, n), over}
	}
	return nil, inner
}

func childNames(dir string) ([]string, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, err := f.Readdirnames(-1)
	slices.Sort(names) // so that what follows has little left to sort
	return names, err
}

// selected applies --include and --exclude to a file: to its path inside the
// argument, or to its name where the argument is the file itself.
func (w *walker) selected(p place) bool {
	inside := p.inside
	if inside == "" {
		inside = filepath.Base(p.file)
	}
	if w.excluded(inside) {
		return false
	}
	return len(w.o.Include) == 0 || matches(w.o.Include, inside)
}

func (w *walker) excluded(inside string) bool { return inside != "" && matches(w.o.Exclude, inside) }

// matches reports whether a glob fits the path, or its last name when the glob
// has no slash.
func matches(globs []string, p string) bool {
	for _, g := range globs {
		target := p
		if !strings.Contains(g, "/") {
			target = path.Base(p)
		}
		if doublestar.MatchUnvalidated(g, target) {
			return true
		}
	}
	return false
}

// EncodeURI percent-encodes what a URI in the record cannot hold as it is: bytes
// outside UTF-8, control characters, and the percent sign itself where it would
// read as an escape.
func EncodeURI(s string) string { return encode(s, true) }

func encode(s string, percent bool) string {
	plain := func(c byte) bool { return c >= ' ' && c < 0x7F && !(percent && c == '%') }
	i := 0
	for i < len(s) && plain(s[i]) {
		i++
	}
	if i == len(s) {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || r < ' ' || r == 0x7F || percent && r == '%' && escapes(s[i:]) {
			fmt.Fprintf(&out, "%%%02X", s[i])
			i++
			continue
		}
		out.WriteString(s[i : i+n])
		i += n
	}
	return out.String()
}

// cleanURL is an address as a record can hold it: bytes outside UTF-8 and control
// characters are percent-encoded; escapes stay what they are.
func cleanURL(s string) string { return encode(s, false) }

func escapes(s string) bool { return len(s) >= 3 && isHex(s[1]) && isHex(s[2]) }

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
