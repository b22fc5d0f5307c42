package repair

import (
	"strings"
	"sync"

	"zhengwen/internal/lexicon/charlm"
)

// ladder is the order in which sites annotate characters: a page annotates all
// of them down to some place. Observed on pages of the family; one annotation of
// such a character is evidence enough.
const ladder = "發經數據轉應業產術質創復區標設監當環續規優嚴關結現務態權網聯絡內擔統準協導負調風實節機構達濟學進護計礎驗運預鎮鄉" +
	"對動長項時臺個會細戰場點識爭請紀獻費強責勵執財開評過營國線勢來農語專認醫級無寫領驅詢庫競問沒報萬績見誠險隊說"

// Words of pages that teach readings or explain words; there a bracketed reading
// is the author's.
var lessonWords = []string{
	"拼音", "注音", "读音", "讀音", "声调", "聲調", "多音", "读作", "讀作", "念作", "发音", "發音", "轻声", "輕聲", "读一读", "生字", "词典", "詞典", "字典", "读错", "讀錯",
}

// A verdict says which annotations of a page are insertions.
type verdict struct {
	plain    map[rune]bool // characters whose toned readings go
	several  bool
	toneless bool
	damaged  bool // the annotator has been at work
}

// insertion reports whether the annotation goes.
func (v *verdict) insertion(a *annotation) bool {
	switch a.style() {
	case stylePlain:
		return v.plain[a.base]
	case styleSeveral:
		return v.several && a.fits()
	}
	return v.toneless && a.fits()
}

type tally struct {
	annotated, plain int
	reading          string
	conflict         bool
	letter           bool
}

// judge weighs the annotations of a page. texts are its pieces, found their
// annotations, piece by piece.
func judge(texts []string, found [][]annotation) verdict {
	v := verdict{plain: map[rune]bool{}}
	t := cp936()
	chars := map[rune]*tally{}
	var order []rune // of first appearance
	var count, distinct, repeated, misfit [styles]int
	seen := map[rune]string{}
	lists := map[rune]string{}
	mixed := false
	any := false
	for _, list := range found {
		for i := range list {
			a := &list[i]
			any = true
			k := a.style()
			if !a.fits() {
				if a.base != 0 {
					misfit[k]++
				}
				continue
			}
			count[k]++
			if a.repeat {
				repeated[k]++
			}
			joined := strings.Join(a.readings, "/")
			switch k {
			case stylePlain:
				if t.simplifiedSet(a.base) {
					mixed = true
					continue
				}
				if charlm.Fold(a.base) == a.base {
					continue // only Traditional forms are annotated; a rare character has its reading from the author
				}
				c := chars[a.base]
				if c == nil {
					c = &tally{reading: joined}
					chars[a.base] = c
					order = append(order, a.base)
				}
				c.annotated++
				c.letter = c.letter || a.letter
				c.conflict = c.conflict || c.reading != joined
			case styleSeveral:
				if old, ok := lists[a.base]; ok && old != joined {
					misfit[k]++
				} else if ok {
					repeated[k]++
				} else {
					lists[a.base] = joined
					distinct[k]++
				}
			case styleToneless:
				if _, ok := seen[a.base]; !ok {
					seen[a.base] = joined
					distinct[k]++
				}
			}
		}
	}
	if !any {
		return v
	}
	lesson := teaches(texts)
	if len(chars) > 0 {
		v.judgePlain(texts, chars, order, lesson)
	}
	v.several = !lesson && count[styleSeveral] >= 3 && misfit[styleSeveral]*10 <= count[styleSeveral] && (repeated[styleSeveral] > 0 || distinct[styleSeveral] >= 4)
	v.toneless = !lesson && !mixed && misfit[styleToneless]*10 <= count[styleToneless] &&
		(repeated[styleToneless] >= 2 || distinct[styleToneless] >= 4)
	v.damaged = v.damaged || v.several || v.toneless
	return v
}

func (v *verdict) judgePlain(texts []string, chars map[rune]*tally, order []rune, lesson bool) {
	var some [64]bool // by the low bits of the characters: nearly all others need no look at the table
	for _, r := range order {
		some[r&63] = true
	}
	for _, s := range texts {
		for _, r := range s {
			if !some[r&63] {
				continue
			}
			if c := chars[r]; c != nil {
				c.plain++
			}
		}
	}
	distinct, known, conflicts := 0, 0, 0
	for _, r := range order {
		c := chars[r]
		if !c.letter {
			c.plain -= c.annotated
		}
		// Inside one page a character is annotated wherever it stands. A head or
		// a menu made elsewhere may hold some without.
		if c.conflict || c.plain > 2*c.annotated {
			conflicts++
			c.conflict = true
			continue
		}
		distinct++
		if c.letter || strings.ContainsRune(ladder, r) {
			known++
		}
	}
	need := 2
	switch {
	case lesson:
		need = 6
	case known > 0:
		need = 1
	}
	if distinct < need || conflicts > distinct {
		return
	}
	v.damaged = true
	for _, r := range order {
		if !chars[r].conflict {
			v.plain[r] = true
		}
	}
}

// teaches reports whether the page is about readings.
func teaches(texts []string) bool {
	for _, s := range texts {
		for i := 0; i+2 < len(s); i++ {
			if s[i] >= 0xE4 && lessonHead()[s[i+2]&63] {
				for _, w := range lessonWords {
					if strings.HasPrefix(s[i:], w) {
						return true
					}
				}
			}
		}
	}
	return false
}

// lessonHead tells by the last bits of a character whether a lesson word may begin
// with it.
var lessonHead = sync.OnceValue(func() *[64]bool {
	t := new([64]bool)
	for _, w := range lessonWords {
		t[w[2]&63] = true
	}
	return t
})
