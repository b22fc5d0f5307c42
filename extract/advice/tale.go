package advice

import (
	"math"
	"strings"

	"zhengwen/document"
	"zhengwen/rules"
)

// tales finds told courses of events (§4). The set "cases" gives the cues: kind
// event and hypothetical over a paragraph, success, failure and unknown over its
// end, won and lost over the heading above.
type tales struct {
	set     *rules.Set
	cues    []taleCue // of the set's rules
	verdict verdict
}

// taleCue is the kind of a rule of the set "cases".
type taleCue uint8

const (
	cueNone taleCue = iota
	cueEvent
	cueHypothetical
	cueComment
	cueDirective
	cueLead
	cueTold
	cueSuccess
	cueFailure
	cueUnknown
	cueOverturned // success that a cue of failure, read before it, covers
	cueWon
	cueLost
)

var taleCues = map[string]taleCue{
	"event": cueEvent, "hypothetical": cueHypothetical, "comment": cueComment, "directive": cueDirective, "lead": cueLead, "told": cueTold, "success": cueSuccess, "failure": cueFailure, "unknown": cueUnknown,
	"won": cueWon, "lost": cueLost,
}

func newTales(set *rules.Set) tales {
	t := tales{set: set, cues: make([]taleCue, len(set.Rules))}
	for i, r := range set.Rules {
		t.cues[i] = taleCues[r.Kind]
		if r.ID == "success.rejected" {
			t.cues[i] = cueOverturned
		}
	}
	t.verdict = newVerdict(set, t.cues, verdictTable)
	return t
}

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

// find returns the cases of the text in order.
func (t tales) find(d *document.Document) []document.Case {
	var out []document.Case
	var told []bool // of out: a heading tells the outcome
	var open *document.Case
	w := walker{d: d}
	lead := "" // name a lead-in line gave
	var won document.Outcome
	var stories, mine bool // of the section, of the open case
	for w.next() {
		if w.heading {
			open, lead = nil, ""
			won = t.headingOutcome(d, w.section)
			stories = t.tells(&d.Sections[w.section])
			continue
		}
		text := d.Text[w.line.Start:w.line.End]
		p := t.look(text, open != nil || lead != "" || stories || len(text) > minTold && strings.Count(text, "了") > 1)
		if w.section < 0 && len(d.Sections) > 0 && p.colours(text) {
			open, lead = nil, ""
			continue
		}
		p.section = w.section
		if w.section >= 0 {
			p.general = p.general || d.Sections[w.section].Kind == document.SectionIntro
		}
		switch {
		case open != nil && mine && p.mine && p.goesOn(open.Who), open != nil && mine && stories && open.Who == "" && p.reports():
			open.Span.End = w.line.End
		case p.begins(stories, lead != "") || open != nil && p.another(text, open.Who):
			who := p.who
			if who == "" {
				who = lead
			}
			if open != nil && who != "" && (open.Who == who || p.name > 0 && open.Who != "" && strings.Contains(text, open.Who)) || open != nil && who == "" && !p.opener && p.continues() {
				open.Span.End = w.line.End
				break
			}
			out = append(out, document.Case{Span: w.line, Outcome: won, Who: who, Section: w.section})
			told = append(told, won != "")
			open = &out[len(out)-1]
			lead, mine = "", p.mine
		case open != nil && p.continues() && (stories || p.refers(text)):
			open.Span.End = w.line.End
		default:
			open = nil
			lead = ""
			if p.name >= 0 && p.caption {
				lead = p.who
			}
		}
	}
	for i := 0; i < len(out); {
		k := i + 1
		for k < len(out) && stage(d, out[k].Section) == stage(d, out[i].Section) {
			k++
		}
		t.settle(d.Text, out[i:k], told[i:k])
		i = k
	}
	return out
}

// stage is the section whose stories stand side by side with those of the given one:
// itself, or the section of cases it is a part of.
func stage(d *document.Document, section int) int {
	if section >= 0 {
		if p := d.Sections[section].Parent; p >= 0 && d.Sections[p].Kind == document.SectionCases {
			return p
		}
	}
	return section
}

// settle sets the outcomes that no heading tells among the cases of one section: the
// likeliest together. Stories are told side by side for their contrast, the good one
// first: of 56 pairs and 17 triples in the labelled articles none has two of one
// outcome and two begin with the bad one.
func (t tales) settle(text string, cases []document.Case, told []bool) {
	if len(cases) > maxTogether {
		for i := range cases {
			t.settle(text, cases[i:i+1], told[i:i+1])
		}
		return
	}
	var odds [maxTogether]odds
	for i, c := range cases {
		if !told[i] {
			odds[i] = t.verdict.weigh(text[c.Span.Start:c.Span.End])
		}
	}
	var best, try [maxTogether]document.Outcome
	top := int32(math.MinInt32)
	var next func(i int, sum int32)
	next = func(i int, sum int32) {
		if i == len(cases) {
			if sum > top {
				best, top = try, sum
			}
			return
		}
		for _, o := range [...]document.Outcome{document.OutcomeSuccess, document.OutcomeFailure, document.OutcomeUnknown} {
			if told[i] && o != cases[i].Outcome {
				continue
			}
			try[i] = o
			more := odds[i].of(o)
			if i > 0 && try[i-1] == o {
				more -= alike
			}
			if i == 0 && len(cases) > 1 && o != document.OutcomeSuccess {
				more -= badFirst
			}
			next(i+1, sum+more)
		}
	}
	next(0, 0)
	for i := range cases {
		cases[i].Outcome = best[i]
	}
}

const (
	maxTogether = 4   // stories of a section; more are an enumeration of their own
	alike       = 200 // hundredths of log odds against two of one outcome side by side
	badFirst    = 50  // and against one that begins with the bad or the open one
)

// tells reports whether a section is of stories, or its heading says that one is told.
func (t tales) tells(s *document.Section) bool {
	if s.Kind == document.SectionCases {
		return true
	}
	var buf [8]rules.Place
	for _, m := range t.set.AppendPlaces(buf[:0], s.Heading) {
		if t.cues[m.Index] == cueTold && t.set.Holds(m, s.Heading) {
			return true
		}
	}
	return false
}

// headingOutcome is what 成功 or 失败 in the headings above say.
func (t tales) headingOutcome(d *document.Document, section int) document.Outcome {
	var buf [8]rules.Place
	out := document.Outcome("")
	for _, m := range t.set.AppendPlaces(buf[:0], d.Sections[section].Heading) {
		if !t.set.Holds(m, d.Sections[section].Heading) {
			continue
		}
		switch t.cues[m.Index] {
		case cueWon:
			if out == document.OutcomeFailure {
				return ""
			}
			out = document.OutcomeSuccess
		case cueLost:
			if out == document.OutcomeSuccess {
				return ""
			}
			out = document.OutcomeFailure
		}
	}
	return out
}

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
