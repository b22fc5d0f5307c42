package repair

import "zhengwen/internal/lexicon/charlm"

const (
	costOutlandish  = 10 // nats of a rare hanzi
	leastOutlandish = 6  // hanzi: fewer prove nothing
)

// outlandish reports whether a text begins with hanzi of which most are rare: of UTF-8
// read as GBK twice nearly all are.
func outlandish(text string) bool {
	n, rare := 0, 0
	for _, r := range text {
		if !cp936().isHan(r) {
			continue
		}
		if n++; charlm.Alone(r) >= costOutlandish {
			rare++
		}
		if n == 2*sampled {
			break
		}
	}
	return n >= leastOutlandish && rare*2 >= n
}
