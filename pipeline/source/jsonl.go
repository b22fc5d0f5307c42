package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var bom = []byte("\xEF\xBB\xBF")

// isJSONL tells JSON Lines by the name of the file, or by a first line that is an
// object with one of the mapped fields.
func (in *input) isJSONL(r *bufio.Reader) bool {
	head, _ := r.Peek(1)
	if len(head) == 0 {
		return false
	}
	if namedJSONL(in.uri) {
		return true
	}
	if head[0] != '{' && head[0] != bom[0] && head[0] > ' ' {
		return false
	}
	head, err := r.Peek(bufferSize)
	line := bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")
	if len(line) == 0 || line[0] != '{' {
		return false
	}
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	} else if err == nil {
		return false // longer than the buffer; only its name could tell
	}
	if !validJSON(line) {
		return false
	}
	f := in.o.Fields.named()
	return jsonField(line, f.Text) != nil || jsonField(line, f.HTML) != nil
}

func namedJSONL(name string) bool {
	name = strings.ToLower(name)
	for _, z := range [...]string{".gz", ".zst", ".bz2", ".xz"} {
		name = strings.TrimSuffix(name, z)
	}
	return strings.HasSuffix(name, ".jsonl") || strings.HasSuffix(name, ".ndjson")
}

// readJSONL yields one item for each line that is not blank.
func (in *input) readJSONL(s *stream) bool {
	fields := in.o.Fields.named()
	limit := int(min(in.o.maxBytes(), 1<<40))
	var buf []byte
	for n := 1; ; n++ {
		line, long, err := readLine(s.Reader, buf, limit)
		if buf = line; err != nil && !errors.Is(err, io.EOF) {
			return in.fail("#"+strconv.Itoa(n), s.failure(err))
		}
		if n == 1 {
			line = bytes.TrimPrefix(line, bom)
		}
		line = bytes.TrimSpace(line)
		ok := true
		switch uri := in.uri + "#" + strconv.Itoa(n); {
		case long:
			ok = in.yield(Item{URI: uri, Failure: &Failure{Reason: "too-large", Detail: "a line of " + tooLarge(limit).Error()}})
		case len(line) > 0:
			ok = in.yield(in.jsonItem(line, uri, n, fields))
		}
		if !ok || err != nil {
			return ok
		}
	}
}

// readLine reads a line into buf, with its line break. Of a line over the limit it
// keeps nothing and says so. The error is that of the reader, with what it gave.
func readLine(r *bufio.Reader, buf []byte, limit int) (line []byte, long bool, err error) {
	buf = buf[:0]
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(buf)+len(part) > limit+2; !long {
			buf = append(buf, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			if long {
				buf = buf[:0]
			}
			return buf, long, err
		}
	}
}

func (in *input) jsonItem(line []byte, uri string, n int, f Fields) Item {
	var bad string
	switch {
	case !validJSON(line):
		var v json.RawMessage
		bad = json.Unmarshal(line, &v).Error()
	case line[0] != '{':
		bad = "not an object"
	}
	if bad != "" {
		return Item{URI: uri, Failure: &Failure{Reason: "bad-json", Detail: "line " + strconv.Itoa(n) + ": " + strings.ToValidUTF8(bad, "\uFFFD")}}
	}
	r := row{text: jsonString(jsonField(line, f.Text)), html: jsonString(jsonField(line, f.HTML)), url: jsonString(jsonField(line, f.URL))}
	if at := jsonField(line, f.FetchedAt); len(at) > 0 {
		if at[0] == '"' {
			at = jsonString(at)
		}
		r.fetchedAt = parseTime(string(at))
	}
	return in.item(r, uri, f)
}

// jsonField finds a field of a valid object: the whole name first, then its parts
// before and behind each dot. It returns nil when there is none; of fields with one
// name the last counts.
func jsonField(object []byte, name string) []byte {
	var found []byte
	jsonMembers(object, func(key, value []byte) {
		if string(key) == name {
			found = value
		}
	})
	for i := 0; found == nil && i < len(name); i++ {
		if name[i] != '.' {
			continue
		}
		if inner := jsonField(object, name[:i]); len(inner) > 0 && inner[0] == '{' {
			found = jsonField(inner, name[i+1:])
		}
	}
	return found
}

// jsonMembers calls member for the members of a valid object, in order. Keys are
// unquoted, values as written.
func jsonMembers(object []byte, member func(key, value []byte)) {
	p := skipSpace(object, 1)
	for p < len(object) && object[p] == '"' {
		end := skipString(object, p)
		key := object[p+1 : end-1]
		if bytes.IndexByte(key, '\\') >= 0 {
			key = jsonString(object[p:end])
		}
		p = skipSpace(object, end)
		p = skipSpace(object, p+1) // over the colon
		end = skipValue(object, p)
		member(key, object[p:end])
		if p = skipSpace(object, end); p < len(object) && object[p] == ',' {
			p = skipSpace(object, p+1)
		}
	}
}

func skipSpace(b []byte, p int) int {
	for p < len(b) && (b[p] == ' ' || b[p] == '\t' || b[p] == '\n' || b[p] == '\r') {
		p++
	}
	return p
}

// skipString returns the end of the string that begins at p.
func skipString(b []byte, p int) int {
	for p++; p < len(b); p++ {
		i := bytes.IndexByte(b[p:], '"')
		if i < 0 {
			break
		}
		p += i
		n := p
		for b[n-1] == '\\' {
			n--
		}
		if (p-n)%2 == 0 {
			return p + 1
		}
	}
	return len(b)
}

func skipValue(b []byte, p int) int {
	depth := 0
	for p < len(b) {
		switch b[p] {
		case '"':
			p = skipString(b, p)
			if depth == 0 {
				return p
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return p // the end of what surrounds a number or word
			}
			if depth--; depth == 0 {
				return p + 1
			}
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return p
			}
		}
		p++
	}
	return p
}

// jsonString unquotes a string of valid JSON; nil when the value is no string. Bytes
// outside UTF-8 stay as they are, since the charset stage can tell what they are;
// halves of surrogate pairs become U+FFFD.
func jsonString(v []byte) []byte {
	if len(v) < 2 || v[0] != '"' {
		return nil
	}
	v = v[1 : len(v)-1]
	out := make([]byte, 0, len(v))
	for {
		i := bytes.IndexByte(v, '\\')
		if i < 0 {
			return append(out, v...)
		}
		out = append(out, v[:i]...)
		c := v[i+1]
		v = v[i+2:]
		switch c {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r := hex4(v)
			v = v[4:]
			if utf16.IsSurrogate(r) {
				low := rune(-1)
				if len(v) >= 6 && v[0] == '\\' && v[1] == 'u' {
					low = hex4(v[2:])
				}
				if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
					v = v[6:]
				}
			}
			out = utf8.AppendRune(out, r)
		default: // quote, slashes
			out = append(out, c)
		}
	}
}

func hex4(b []byte) rune {
	n, _ := strconv.ParseUint(string(b[:4]), 16, 32)
	return rune(n)
}
