package source

import (
	"archive/tar"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// maxDepth bounds archives inside archives.
const maxDepth = 2

const tarBlock = 512

// isTar tells a tar archive by its magic, or by the header checksum, which also
// the old format has.
func isTar(r *bufio.Reader) bool {
	h, _ := r.Peek(tarBlock)
	if len(h) < 263 {
		return false
	}
	if m := string(h[257:263]); m == "ustar\x00" || m == "ustar " {
		return true
	}
	if len(h) < tarBlock || h[0] == 0 {
		return false
	}
	want, err := strconv.ParseInt(string(bytes.Trim(h[148:156], " \x00")), 8, 32)
	sum := int64(8 * ' ') // the checksum field counts as spaces
	for i, c := range h {
		if i < 148 || i >= 156 {
			sum += int64(c)
		}
	}
	return err == nil && want == sum
}

// readTar yields what the regular files of an archive hold, in its order. Links
// and devices are passed over. What cannot be parsed ends the archive with one
// failure.
func (in *input) readTar(s *stream) bool {
	if in.depth >= maxDepth {
		return in.fail("", &Failure{Reason: "bad-tar", Detail: "archives inside archives inside archives"})
	}
	archive := tar.NewReader(s)
	for n := 1; ; n++ {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return true
		}
		at := "#" + strconv.Itoa(n)
		if err != nil {
			return in.fail(at, tarFailure(s, err))
		}
		if h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeGNUSparse && h.Typeflag != tar.TypeCont {
			continue
		}
		name, ok := memberPath(h.Name)
		if !ok {
			if !in.fail(at, &Failure{Reason: "bad-path", Detail: fmt.Sprintf("the path %.200q leads out of the archive", h.Name)}) {
				return false
			}
			continue
		}
		body := &member{r: archive, s: s}
		failed := false
		m := input{uri: in.uri + "#" + EncodeURI(name), size: min(h.Size, maxTrusted), mtime: h.ModTime, depth: in.depth + 1, o: in.o, yield: func(it Item) bool {
			failed = it.Failure != nil
			return in.yield(it)
		}}
		if !m.read(body) {
			return false
		}
		if body.err != nil {
			return failed || in.fail(at, tarFailure(s, body.err))
		}
	}
}

// member reads one file of an archive and keeps the error that the archive itself
// caused.
type member struct {
	r   io.Reader
	s   *stream
	err error
}

func (m *member) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if err != nil && err != io.EOF { //nolint:errorlint // the bare value is the contract of io.Reader
		m.err = err
		err = &archiveError{tarFailure(m.s, err), err}
	}
	return n, err
}

// tarFailure names the archive as the broken thing, unless its file could not be
// read.
func tarFailure(s *stream, err error) *Failure {
	if s.in.err != nil {
		return s.failure(err)
	}
	return &Failure{Reason: "bad-tar", Detail: unexpected(err).Error()}
}

// memberPath cleans the path of a member; false when it leads out of the archive.
func memberPath(name string) (string, bool) {
	slashes := strings.ReplaceAll(name, `\`, "/")
	clean := path.Clean(slashes)
	if strings.HasPrefix(slashes, "/") || clean == "." || clean == ".." || strings.HasPrefix(clean, "../") || len(slashes) > 1 && slashes[1] == ':' {
		return "", false
	}
	return path.Clean(name), true
}
