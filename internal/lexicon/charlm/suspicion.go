package charlm

// Suspicion returns how much text looks like text that was read wrongly: the mean
// over its characters of the logarithm of the likelihood ratio of garble to prose,
// in nats. Prose lies near -6, wrongly read text above -1. An empty text has 0.
//
// Prose is the mean of the pair costs with the character before and with that
// after; garble is how often the character comes out of GBK read one byte off and
// of UTF-8 read as GBK. Letters, digits and white space tell nothing and do not
// count.
func Suspicion(text string) float32 {
	sum, n := float32(0), 0
	each(text, func(_, _ int, s float32) {
		sum += s
		n++
	})
	if n == 0 {
		return 0
	}
	return sum / float32(n)
}

// maxWindow bounds the window of Worst, in characters.
const maxWindow = 16

// Worst returns the byte offsets of the n characters in a row that look most like
// garble and their mean suspicion; a shorter text is one window. n is at most 16.
func Worst(text string, n int) (start, end int, suspicion float32) {
	n = min(max(n, 1), maxWindow)
	var ring [maxWindow]struct {
		at int
		s  float32
	}
	seen, sum := 0, float32(0)
	each(text, func(from, to int, s float32) {
		slot := &ring[seen%n]
		if seen >= n {
			sum -= slot.s
		}
		slot.at, slot.s = from, s
		sum += s
		seen++
		if mean := sum / float32(min(seen, n)); seen <= n || mean > suspicion {
			start, end, suspicion = ring[max(0, seen-n)%n].at, to, mean
		}
	})
	return start, end, suspicion
}

// each calls f with the byte offsets and the suspicion of every character that
// tells something, in order.
func each(text string, f func(from, to int, suspicion float32)) {
	m := load()
	end := m.at('\n')
	at, b, forward, tells := 0, end, float32(0), false // the character before the one looked at
	visit := func(next uint32, to int) {
		cost, _ := m.pair(b, next)
		if tells {
			backward := float32(Unknown)
			if b != 0 {
				backward = m.alone(b)
				if next != 0 {
					backward += cost - m.alone(next)
				}
			}
			f(at, to, (forward+backward)/2-m.garble(b))
		}
		at, b, forward = to, next, cost
	}
	for i, r := range text {
		s := m.at(r)
		visit(s, i)
		tells = s != end && !alnum(r)
	}
	visit(end, len(text))
}
