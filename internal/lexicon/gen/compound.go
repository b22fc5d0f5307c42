package main

// compound reports whether a word is a plain compound that the default mode
// leaves out: a text of three or more characters that divides into two words of
// at least two characters each, both of them frequent and more frequent than the
// whole (国有|企业, 改革|开放). Idioms, names of persons and numbers stay, as do
// words of a character and a word (生产力), whose parts seldom stand alone.
//
// The dictionary has tens of thousands of such entries; every one costs two
// words of a text their borders. What the rule is worth, and how flat the optimum
// of its two thresholds is, stands in ORIGIN.md.
func compound(text, tag string, freq map[string]float64) bool {
	const (
		ratio = 3  // how much more frequent than the whole each part must be
		floor = 50 // how frequent each part must be, on the doubled scale of gse
	)
	switch tag {
	case "n", "l", "v", "nt", "nz", "vn", "j", "ns", "b", "z", "":
	default:
		return false
	}
	runes := []rune(text)
	for i := 2; i <= len(runes)-2; i++ {
		part := min(freq[string(runes[:i])], freq[string(runes[i:])])
		if part >= floor && part >= ratio*freq[text] {
			return true
		}
	}
	return false
}
