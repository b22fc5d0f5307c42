package advice

import (
	"strings"

	"zhengwen/rules"
)

// paragraph is what the finder knows of one line.
type paragraph struct {
	section int
	who     string
	name    int // where the name begins in the line, -1 without one
	score   tally
	caption bool // at most 30 characters
	told    bool // at least 20
	opener  bool // begins with 案例一：, 例如 or an unnamed protagonist
	mine    bool // the narrator's own story or that of their people
	long    bool // of several sentences
	general bool // speaks to the reader, of what may be, or about the article
	says    bool // the name is followed by what its bearer says
}

// tally counts the cues in a text.
type tally struct{ event, hypothetical, comment, directive, lead int }

// look reads one paragraph. One that names nobody is read no further unless a
// story is under way.
func (t tales) look(text string, underway bool) paragraph {
	p := paragraph{name: -1}
	p.caption, p.told = fewer(text, 31), !fewer(text, 20)
	if len(text) < 24 || row(text) {
		if i, who := protagonist(text); i >= 0 {
			p.name, p.who = i, who
		}
		return p
	}
	i, who := protagonist(text)
	p.name, p.who = i, who
	p.opener = i >= 0 && (who == "" || labelled(text))
	p.says = i == 0 && speaks.begin(text[len(who):]) > 0
	p.mine = i >= 0 && (who == "" || kin.begin(who) > 0) && (strings.HasPrefix(text[i:], "我") || kin.begin(text[i:]) > 0 || i == 0 && narrators.begin(text) > 0)
	p.long = strings.Count(text, "。") > 1
	if i < 0 && !underway {
		return p
	}
	var buf [64]rules.Place
	for _, m := range t.set.AppendPlaces(buf[:0], text) {
		c := t.cues[m.Index]
		if c < cueEvent || c > cueLead {
			continue
		}
		if !t.set.Holds(m, text) {
			continue
		}
		switch c {
		case cueEvent:
			p.score.event++
		case cueHypothetical:
			p.score.hypothetical++
		case cueComment:
			if int(m.Start) < maxOpening {
				p.score.comment++
			}
		case cueDirective:
			p.score.directive++
		case cueLead:
			p.score.lead++
		}
	}
	p.general = i < 0 && p.score.event >= minEvents && (strings.HasPrefix(text, "“") || generally(text))
	return p
}

// generally reports whether a paragraph speaks of more than one event, but for what
// it quotes.
func generally(text string) bool {
	for text != "" {
		plain, quoted, _ := strings.Cut(text, "“")
		for _, w := range [...]string{"你", "您", "大家", "如果", "要是", "的话", "应当", "往往", "骗子"} {
			if strings.Contains(plain, w) {
				return true
			}
		}
		_, text, _ = strings.Cut(quoted, "”")
	}
	return false
}

// ending is where a story ends but for the sentences that only comment on it.
func ending(text string) int {
	body := strings.TrimRight(text, "。！？”’」 ")
	for range maxRemarks {
		i := strings.LastIndex(body, "。")
		if i < 0 || remarks.begin(strings.TrimLeft(body[i+len("。"):], "\n")) == 0 {
			break
		}
		body = body[:i]
	}
	return len(body)
}

// remarks open a sentence that comments on what was told; the end stands before it.
var remarks = newWords("可见", "这说明", "看来", "所以说", "他说", "她说", "他后来说", "她后来说", "他常说", "她常说", "回头看", "用他的话", "用她的话", "他总结", "她总结", "他的体会", "她的体会", "他的经验", "她的经验", "区别", "差别")

// maxRemarks is how many such sentences may end a paragraph.
const maxRemarks = 2

// reports reports whether the paragraph may tell how a story goes on, with nobody new
// in it.
func (p *paragraph) reports() bool {
	return (p.name < 0 || p.name > 0 && p.mine && p.who == "") && p.told && !p.general && p.score.event > 0 && p.score.comment == 0 && p.score.directive == 0 && p.score.hypothetical == 0
}

// begins reports whether the paragraph opens a case: somebody acts in it, things
// happen, and it is neither a comment nor a hypothesis. Sections of cases need
// less evidence.
func (p *paragraph) begins(cases, named bool) bool {
	if p.score.comment > 0 || p.score.hypothetical > 0 && !cases {
		return false
	}
	if !cases && (p.score.directive > 1 || p.mine && p.score.directive > 0) {
		return false // what the reader is told to do, with an example
	}
	need := minEvents
	switch {
	case p.name < 0 && !named:
		if p.general || !p.long || p.score.directive > 0 {
			return false
		}
		if !cases {
			need = minNameless
		}
	case cases:
		need = 1
	case p.mine && p.who != "":
		need = minMine + 1 // 表哥说过 is a mention more often than a story
	case p.mine:
		need = minMine
	case p.name == 0 && p.who != "" && !p.says && p.long && p.score.directive == 0:
		need = 1
	case p.opener || p.name == 0:
		need = 2
	}
	return p.told && p.score.event >= need
}

// minTold is how long, in bytes, a paragraph outside a section of stories is that may
// tell one without a name.
const minTold = 60 * len("一")

// minEvents is how many things must happen in a paragraph that tells of somebody not
// named at its beginning.
const minEvents = 3

// minNameless is how many things must happen in a paragraph that names nobody.
const minNameless = 7

// minMine is how many things must happen in a paragraph that begins with 我, as
// writers speak of themselves in passing.
const minMine = 5

// another reports whether the paragraph that follows the story of who tells of
// somebody else: it opens with another name and does not speak of who.
func (p *paragraph) another(text, who string) bool {
	return who != "" && p.who != "" && p.who != who && p.name <= maxOpening && p.told && p.score.event > 0 && p.score.comment == 0 && !strings.Contains(text, who)
}

// maxOpening is how far from its beginning, in bytes, a paragraph names whom it
// tells of: 同一栋楼的老李.
const maxOpening = 12 * len("一")

// continues reports whether the paragraph goes on with a story.
func (p *paragraph) continues() bool {
	return p.score.event >= 2 && p.score.comment == 0 && p.score.hypothetical == 0 && p.score.directive == 0
}

// colours reports whether a paragraph before the first heading names people for colour
// only: it leads to the article, or its writer speaks of themselves.
func (p *paragraph) colours(text string) bool {
	return p.name < 0 || p.score.lead > 0 || p.mine && narrators.begin(text) == 0 || strings.HasPrefix(text, "“") || p.score.event < minLead
}

// minLead is how many things must happen in a story before the first heading.
const minLead = 4

// goesOn reports whether a paragraph of the narrator's goes on with their story, or
// with that of the relative it is named after.
func (p *paragraph) goesOn(who string) bool {
	return (p.who == "" || p.who == who) && p.continues()
}

// refers reports whether the paragraph speaks of somebody told of before.
func (p *paragraph) refers(text string) bool {
	head := text[:min(len(text), 120)]
	return strings.Contains(head, "他") || strings.Contains(head, "她") || p.name >= 0
}
