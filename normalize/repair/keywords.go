package repair

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhengwen/document"
)

// Words for search engines are put into sentences that have no place for them: the
// page repeats them, they fit neither what stands before nor what stands behind, and
// without them the sentence reads well. Only the beginning of a page is looked at, so
// that clean pages stay cheap.

// Bounds of inserted keywords. Of 2,265 strings that clean pages repeat, three gain
// more than gainKeyword, of 436 inserted ones 130.
const (
	keywordSample  = 4 << 10 // bytes of paragraphs that are looked at
	keywordHanzi   = 4       // characters that a keyword has at least
	longestKeyword = 16      // and at most
	leastKeywords  = 3       // places of the page
	keywordShare   = 4       // of so many places one may read well with it
	gainKeyword    = 6       // mean gain in nats of its going
	refrain        = 4       // one in so many runs of hanzi may come again
	mostKeywords   = 32      // strings that are weighed
)

// A spot is a place in a block.
type spot struct{ block, at int }

// sprinkled returns strings that look put into the sentences of a page.
func sprinkled(texts []string) (out []string) {
	var n [1 << 13]uint8
	if !repeatedGrams(texts, &n, nil) {
		return nil
	}
	var spots []spot
	repeatedGrams(texts, &n, &spots)
	gram := func(s spot) string { return texts[s.block][s.at : s.at+keywordHanzi*len("字")] }
	slices.SortStableFunc(spots, func(a, b spot) int { return strings.Compare(gram(a), gram(b)) })
	weighed := 0
	for from := 0; from < len(spots) && weighed < mostKeywords; {
		to := from
		for to < len(spots) && gram(spots[to]) == gram(spots[from]) {
			to++
		}
		if to-from >= leastKeywords {
			weighed++
			if s := unfit(texts, spots[from:to]); s != "" && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		from = to
	}
	return out
}

// repeatedGrams counts the runs of four hanzi at the beginning of a page by hash, and
// reports whether some come often, but not so many that the text is made of refrains.
// Given a list, it adds the places of those that do.
func repeatedGrams(texts []string, n *[1 << 13]uint8, spots *[]spot) bool {
	left, grams, again := keywordSample, 0, 0
	for block, s := range texts {
		if len(s) < paragraph {
			continue
		}
		s = s[:min(len(s), left)]
		left -= len(s)
		key, run := uint64(0), 0
		for i := 0; i+2 < len(s); {
			b := s[i]
			if b < 0xE4 || b > 0xE9 {
				run = 0
				if i++; b >= 0x80 {
					for i < len(s) && s[i]&0xC0 == 0x80 {
						i++
					}
				}
				continue
			}
			key = key<<16 | uint64(b&0x0F)<<12 | uint64(s[i+1]&0x3F)<<6 | uint64(s[i+2]&0x3F)
			i += 3
			if run++; run < keywordHanzi {
				continue
			}
			h := key * 0x9E3779B97F4A7C15 >> 51
			switch {
			case spots != nil:
				if n[h] >= leastKeywords {
					*spots = append(*spots, spot{block, i - keywordHanzi*len("字")})
				}
			case n[h] < 255:
				grams++
				if n[h]++; n[h] >= leastKeywords {
					again++
				}
			}
		}
		if left == 0 {
			break
		}
	}
	return again > 0 && again*refrain < grams
}

// unfit returns the string that stands at the spots, as far as all share it, when it
// reads like one put there, else "".
func unfit(texts []string, spots []spot) string {
	before := func(s spot, n int) string { return texts[s.block][:s.at-n] }
	behind := func(s spot, n int) string { return texts[s.block][s.at+n:] }
	first := spots[0]
	left, right := 0, keywordHanzi*len("字")
	for left+right < longestKeyword*len("字") {
		r, n := utf8.DecodeLastRuneInString(before(first, left))
		if !cp936().isHan(r) || slices.ContainsFunc(spots, func(s spot) bool { return !strings.HasSuffix(before(s, left), string(r)) }) {
			break
		}
		left += n
	}
	for left+right < longestKeyword*len("字") {
		r, n := utf8.DecodeRuneInString(behind(first, right))
		if !cp936().isHan(r) || slices.ContainsFunc(spots, func(s spot) bool { return !strings.HasPrefix(behind(s, right), string(r)) }) {
			break
		}
		right += n
	}
	word := texts[first.block][first.at-left : first.at+right]
	sum, places, good := float32(0), 0, 0
	for _, s := range spots {
		g, ok := gainWithout(before(s, left), word, behind(s, right))
		if !ok {
			continue
		}
		places++
		sum += g
		if g > 0 {
			good++
		}
	}
	if places < leastKeywords || (places-good)*keywordShare > places || sum < gainKeyword*float32(places) {
		return ""
	}
	return word
}

// gainWithout is what a text gains, in nats, when a word inside it goes: what its
// neighbours cost beside it and it costs beside them, less what they cost side by
// side and it costs alone. It is asked for between hanzi only.
func gainWithout(left, word, right string) (gain float32, ok bool) {
	before, last := lastTwo(left)
	next, _ := utf8.DecodeRuneInString(right)
	if !cp936().isHan(last) || !cp936().isHan(next) {
		return 0, false
	}
	a, b := lastTwo(word)
	return joined(before, last, word) + joined(a, b, right) - joined(before, last, right) - joined('\n', '\n', word), true
}

// keywords marks inserted keywords wherever they stand between hanzi.
func (w *worker) keywords(words []string) {
	for i := range w.flags {
		text := w.text(i)
		for _, word := range words {
			w.work += len(text) / bytesPerCost
			for at := 0; ; {
				k := strings.Index(text[at:], word)
				if k < 0 {
					break
				}
				start := at + k
				at = start + len(word)
				if g, ok := gainWithout(text[:start], word, text[at:]); ok && g > 0 {
					w.damage(i, document.Damage{Kind: document.DamageScrambled, Span: document.Span{Start: start, End: at}, Confidence: confidentMark})
				}
			}
		}
	}
}
