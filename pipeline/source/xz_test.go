package source

import (
	"encoding/hex"
	"strings"
	"testing"
)

// bzipped is "page", written by the bzip2 tool.
func bzipped(t testing.TB) string {
	return unhex(t, "425a683931415926535955b94dc80000018180228040002000219a68334d173c5dc914e1424156e53720")
}

func unhex(t testing.TB, s string) string {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestXZ(t *testing.T) {
	sha := unhex(t, "fd377a585a00000ae1fb0ca10200210116000000742fe5a301000370616765003660315a9af3df255d8f19ab077e4797822b41488a0e2a04bc6af71213c2327400013404c582c19c189b4b9a01000000000a595a")
	long := strings.Repeat("正文的一句话。", 100000)
	tests := []struct{ name, data, want string }{
		{"SHA-256", sha, "page"},
		{"two streams and padding", sha + "\x00\x00\x00\x00" + sha + "\x00\x00\x00\x00", "pagepage"},
		{"CRC64", xzed(t, long), long},
	}
	for _, tt := range tests {
		got := itemsOf(t, "x", tt.data, Options{})
		if len(got) != 1 || got[0].Failure != nil || string(got[0].Raw) != tt.want {
			t.Errorf("%s: %+v", tt.name, got[0].Failure)
		}
	}
	for i := range sha {
		b := []byte(sha)
		b[i] ^= 0x10
		if got := itemsOf(t, "x", string(b), Options{}); len(got) != 1 || got[0].Failure == nil && string(got[0].Raw) == "page" {
			t.Errorf("a wrong byte at %d is not seen", i)
		}
	}
}
