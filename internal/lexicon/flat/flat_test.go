package flat

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const testMagic = "zwtested"

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		small, wide := rapid.SliceOf(rapid.Uint16()).Draw(t, "16"), rapid.SliceOf(rapid.Uint64()).Draw(t, "64")
		inputs := rapid.String().Draw(t, "inputs")
		data := string(Encode(testMagic, 3, inputs, Append(nil, small...), []byte("abc"), Append(nil, wide...)))
		for shift := range 8 { // alignment must not matter
			f, err := Open((strings.Repeat("x", shift) + data)[shift:], testMagic, 3, 3)
			if err != nil {
				t.Fatal(err)
			}
			if f.Inputs != inputs || !slices.Equal(View[uint16](f.Sections[0]), small) || f.Sections[1] != "abc" || !slices.Equal(View[uint64](f.Sections[2]), wide) {
				t.Fatalf("read %+v", f)
			}
		}
	})
}

func TestOpenRefuses(t *testing.T) {
	good := string(Encode(testMagic, 3, "none", []byte("abcdefgh"), []byte("i")))
	flip := func(i int) string {
		b := []byte(good)
		b[i] ^= 1
		return string(b)
	}
	for _, x := range []struct {
		name, data string
		sections   int
		want       string
	}{
		{"empty", "", 2, "does not begin with"},
		{"another magic", flip(0), 2, "does not begin with"},
		{"another version", flip(8), 2, "version 2, want 3"},
		{"another number of sections", good, 3, "sections"},
		{"header alone", good[:headerSize], 2, "sections"},
		{"truncated", good[:len(good)-8], 2, "bytes"},
		{"longer", good + "12345678", 2, "bytes"},
		{"wrong length", flip(headerSize + 5), 2, "bytes"},
		{"changed content", flip(len(good) - 8), 2, "digest"},
		{"changed digest", flip(digestAt), 2, "digest"},
	} {
		if _, err := Open(x.data, testMagic, 3, x.sections); !errors.Is(err, ErrImage) || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: error %v, want one about %q", x.name, err, x.want)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(string(Encode(testMagic, 3, "none", []byte("abc"))))
	f.Add(testMagic)
	f.Fuzz(func(t *testing.T, data string) {
		if f, err := Open(data, testMagic, 3, 1); err == nil {
			View[uint32](f.Sections[0])
		}
	})
}
