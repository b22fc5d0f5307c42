package charset

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// standard is the decoder of the WHATWG Encoding Standard for gb18030 or Big5, byte
// by byte as the standard tells it, with a queue that bytes are given back to. It
// shares only the index with the code under test.
func standard(b []byte, gb bool) string {
	t := codes()
	var out []rune
	var pending []byte
	fail := func(giveBack int) []byte {
		back := pending[len(pending)-giveBack:]
		pending = nil
		out = append(out, utf8.RuneError)
		return back
	}
	queue := append([]byte(nil), b...)
	for len(queue) > 0 {
		c := queue[0]
		queue = queue[1:]
		if len(pending) == 0 {
			switch {
			case c < 0x80:
				out = append(out, rune(c))
			case c == 0x80 && gb:
				out = append(out, '€')
			case c == 0x80 || c == 0xFF:
				out = append(out, utf8.RuneError)
			default:
				pending = []byte{c}
			}
			continue
		}
		pending = append(pending, c)
		switch n := len(pending); {
		case n == 2 && gb && c >= '0' && c <= '9':
		case n == 2:
			table := &t.big5
			if gb {
				table = &t.gb
			}
			v := table[int(pending[0])<<8|int(c)]
			switch {
			case v != 0:
				var s []byte
				for ; v != 0; v >>= 8 {
					s = append(s, byte(v))
				}
				out = append(out, []rune(string(s))...)
				pending = nil
			case c < 0x80:
				queue = append(fail(1), queue...)
			default:
				fail(0)
			}
		case n == 3 && c >= 0x81 && c <= 0xFE:
		case n == 3:
			queue = append(append([]byte(nil), fail(2)...), queue...)
		case c < '0' || c > '9':
			queue = append(append([]byte(nil), fail(3)...), queue...)
		default:
			p := ((int(pending[0])-0x81)*10+int(pending[1])-'0')*126*10 + (int(pending[2])-0x81)*10 + int(c) - '0'
			r, ok := t.rangeRune(uint32(p))
			if ok {
				out = append(out, r)
				pending = nil
			} else {
				fail(0)
			}
		}
	}
	if len(pending) > 0 {
		out = append(out, utf8.RuneError)
	}
	return string(out)
}

func decodeString(t testing.TB, b []byte, name string) string {
	t.Helper()
	out, err := Decode(nil, b, name)
	if err != nil {
		t.Fatalf("Decode(%q): %v", name, err)
	}
	if !utf8.Valid(out) {
		t.Fatalf("Decode(% x, %q) is no UTF-8: % x", b, name, out)
	}
	return string(out)
}

func TestEveryPairFollowsTheStandard(t *testing.T) {
	for _, name := range []string{"gb18030", "big5"} {
		for a := range 256 {
			for b := range 256 {
				in := []byte{byte(a), byte(b), 'x'}
				if got, want := decodeString(t, in, name), standard(in, name == "gb18030"); got != want {
					t.Fatalf("%s % x: got %q, want %q", name, in, got, want)
				}
			}
		}
	}
}

func TestAnyBytesFollowTheStandard(t *testing.T) {
	// Bytes from the places where decoders change their mind.
	edge := rapid.SampledFrom([]byte{0x00, 'A', '0', '9', 0x3F, 0x40, 0x7E, 0x7F, 0x80, 0x81, 0x84, 0x87, 0x88, 0xA0, 0xA1, 0xE3, 0xFE, 0xFF, 0x31, 0x95, 0x33, 0x90})
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.OneOf(rapid.SliceOfN(edge, 0, 40), rapid.SliceOfN(rapid.Byte(), 0, 40)).Draw(t, "bytes")
		for _, name := range []string{"gb18030", "big5"} {
			out, err := Decode(nil, b, name)
			if err != nil {
				t.Fatal(err)
			}
			if want := standard(b, name == "gb18030"); string(out) != want {
				t.Fatalf("%s % x: got %q, want %q", name, b, out, want)
			}
		}
	})
}

// The digests are over all 65,536 pairs, each followed by a line end, and all
// four-byte codes likewise, as decoded from the index files of the standard by an
// independent program.
func TestTablesAgreeWithTheIndexFiles(t *testing.T) {
	sum := sha256.New()
	for _, name := range []string{"gb18030", "big5"} {
		for a := 0x81; a <= 0xFE; a++ {
			for b := 0x40; b <= 0xFE; b++ {
				sum.Write([]byte(decodeString(t, []byte{byte(a), byte(b), '\n'}, name)))
			}
		}
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != pairDigest {
		t.Errorf("pairs: digest %s, want %s", got, pairDigest)
	}
	sum = sha256.New()
	for a := 0x81; a <= 0xFE; a++ {
		for b := '0'; b <= '9'; b++ {
			var in []byte
			for c := 0x81; c <= 0xFE; c++ {
				for d := '0'; d <= '9'; d++ {
					in = append(in, byte(a), byte(b), byte(c), byte(d), '\n')
				}
			}
			sum.Write([]byte(decodeString(t, in, "gb18030")))
		}
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != fourDigest {
		t.Errorf("four-byte codes: digest %s, want %s", got, fourDigest)
	}
}

const (
	pairDigest = "c7ff5586fcf62ae9dfd33a40e62f3a87930840196bf9c81c47d44c12a54d79b6"
	fourDigest = "165c290fa0ca6ddcc07bec5f91ee702cd0fa7af17c58e91162c8eacd1425b6e2"
)
