package lexicon

// Tag is the coarse part of speech of a word.
type Tag uint8

// The tags, from those of gse's dictionary (the ICTCLAS set).
const (
	TagOther    Tag = iota
	TagNoun         // n, ng, an, vn, s, j, nz
	TagPerson       // nr, nrfg: Chinese person names
	TagForeign      // nrt: foreign person names in Chinese characters
	TagPlace        // ns
	TagOrg          // nt
	TagVerb         // v, vg, vd …
	TagAdj          // a, ag, b, z
	TagIdiom        // i, l: idioms and set phrases
	TagAdverb       // d
	TagNumber       // m, mq
	TagMeasure      // q
	TagTime         // t, f: time and direction words
	TagPronoun      // r
	TagFunction     // c, p, u, y, e, o, k, h: what carries grammar only
	tagCount
)

// ParseTag reads a tag of gse's or jieba's dictionary.
func ParseTag(s string) Tag {
	switch s {
	case "nr", "nrfg":
		return TagPerson
	case "nrt":
		return TagForeign
	case "ns":
		return TagPlace
	case "nt":
		return TagOrg
	case "mq", "m", "mg":
		return TagNumber
	case "an", "vn":
		return TagNoun
	case "":
		return TagOther
	}
	switch s[0] {
	case 'n', 's', 'j':
		return TagNoun
	case 'v':
		return TagVerb
	case 'a', 'b', 'z':
		return TagAdj
	case 'i', 'l':
		return TagIdiom
	case 'd':
		return TagAdverb
	case 'q':
		return TagMeasure
	case 't', 'f':
		return TagTime
	case 'r':
		return TagPronoun
	case 'c', 'p', 'u', 'y', 'e', 'o', 'k', 'h':
		return TagFunction
	}
	return TagOther
}

// Content reports whether words of this tag can say what a text is about.
func (t Tag) Content() bool {
	switch t {
	case TagAdverb, TagNumber, TagMeasure, TagTime, TagPronoun, TagFunction:
		return false
	}
	return true
}
