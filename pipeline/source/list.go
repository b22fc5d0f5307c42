package source

import (
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
}

// ErrNoInput means that an argument names nothing.
type ErrNoInput struct{ Argument string }

func (e *ErrNoInput) Error() string {
	return fmt.Sprintf("%s: no such file, directory or glob match", e.Argument)
}

// List yields the regular files the arguments name: arguments sorted, directories
// walked depth first in byte order of names, so that the order does not depend on
// the order of arguments or of the file system. Links are followed; a link to a
// directory above it is a failure. An argument that names nothing is an error.
func List(args []string, o Options) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		roots, err := expand(args)
		if err != nil {
			yield(Entry{}, err)
			return
		}
		w := walker{o: o, yield: func(e Entry) bool { return yield(e, nil) }}
		for _, root := range roots {
			if root == Stdin {
				if !w.yield(Entry{Path: Stdin, URI: "stdin"}) {
					return
				}
				continue
			}
			if !w.root(root) {
				return
			}
		}
	}
}

// expand resolves globs and sorts the arguments, each once.
func expand(args []string) ([]string, error) {
	var out []string
	for _, a := range args {
		if a == Stdin {
			out = append(out, a)
			continue
		}
		if _, err := os.Lstat(a); err == nil {
			out = append(out, filepath.Clean(a))
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
			out = append(out, filepath.Clean(f))
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

type walker struct {
	o     Options
	yield func(Entry) bool
	above []os.FileInfo // directories on the way down, to find loops of links
}

// root walks one argument. URIs begin with its base name.
func (w *walker) root(arg string) bool {
	base := filepath.Base(arg)
	if base == "." || base == ".." || base == string(filepath.Separator) {
		if abs, err := filepath.Abs(arg); err == nil {
			base = filepath.Base(abs)
		}
	}
	return w.visit(arg, base, "")
}

// visit walks a file or directory; inside is its path below the argument.
func (w *walker) visit(file, uri, inside string) bool {
	name := EncodeURI(uri)
	info, err := os.Stat(file)
	if err != nil {
		f := unreadable(err)
		if l, lerr := os.Lstat(file); lerr == nil && l.Mode()&fs.ModeSymlink != 0 {
			f = &Failure{Reason: "broken-link", Detail: f.Detail}
			if strings.Contains(err.Error(), "too many") {
				f.Reason = "symlink-loop"
			}
		}
		return !w.selected(uri, inside) || w.yield(Entry{Path: file, URI: name, Failure: f})
	}
	if !info.IsDir() {
		if !info.Mode().IsRegular() || !w.selected(uri, inside) {
			return true // a socket or device holds no page
		}
		return w.yield(Entry{Path: file, URI: name, Info: info})
	}
	for _, a := range w.above {
		if os.SameFile(a, info) {
			return w.yield(Entry{Path: file, URI: name, Failure: &Failure{Reason: "symlink-loop", Detail: "a link to a directory above it"}})
		}
	}
	if w.excluded(inside) {
		return true
	}
	names, err := childNames(file)
	if err != nil {
		return w.yield(Entry{Path: file, URI: name, Failure: unreadable(err)})
	}
	w.above = append(w.above, info)
	defer func() { w.above = w.above[:len(w.above)-1] }()
	for _, n := range names {
		if !w.visit(filepath.Join(file, n), uri+"/"+n, path.Join(inside, n)) {
			return false
		}
	}
	return true
}

func childNames(dir string) ([]string, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, err := f.Readdirnames(-1)
	slices.Sort(names)
	return names, err
}

// selected applies --include and --exclude to a file: to its path inside the
// argument, or to its name where the argument is the file itself.
func (w *walker) selected(uri, inside string) bool {
	if inside == "" {
		inside = path.Base(uri)
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
func EncodeURI(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || r < ' ' || r == 0x7F || r == '%' && escapes(s[i:]) {
			fmt.Fprintf(&out, "%%%02X", s[i])
			i++
			continue
		}
		out.WriteString(s[i : i+n])
		i += n
	}
	return out.String()
}

func escapes(s string) bool { return len(s) >= 3 && isHex(s[1]) && isHex(s[2]) }

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
