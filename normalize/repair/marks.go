package repair

// survey reads the texts of a page once. It returns the signs of all, and strings that
// look put into them; with neither, nothing can be wrong.
func survey(texts []string, flags []signs) (all signs, words []string) {
	tails := 0
	for i, s := range texts {
		flags[i] = scan(s)
		all |= flags[i]
		if tailOf(s) != "" {
			tails++
		}
	}
	if tails >= leastMarks {
		all |= signTail
	}
	if all&signLetter != 0 && !repeated(texts, flags) {
		all &^= signLetter
	}
	if all&(signBracket|signHan|signForeign|signLost) == 0 { // no bytes are wrong
		words = sprinkled(texts)
	}
	return all, words
}

// marks notes what is wrong with the sentences of the page and stays as it is: words
// that are gone, what was put in, what was hidden.
func (w *worker) marks(all signs, words []string) {
	w.gaps()
	w.spaced()
	w.bare()
	w.dangling()
	if all&(signLetter|signTail) != 0 {
		w.watermarks()
	}
	if len(words) > 0 {
		w.keywords(words)
	}
	if all&signStar != 0 {
		w.censored()
	}
}
