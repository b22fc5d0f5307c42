package advice

import (
	"strings"

	"zhengwen/document"
	"zhengwen/rules"
)

// tales finds told courses of events (§4). The set "cases" gives the cues: kind
// event and hypothetical over a paragraph, success, failure and unknown over its
// end, won and lost over the heading above.
type tales struct {
	set  *rules.Set
	cues []taleCue // of the set's rules
}

// taleCue is the kind of a rule of the set "cases".
type taleCue uint8

const (
	cueNone taleCue = iota
	cueEvent
	cueHypothetical
	cueComment
	cueSuccess
	cueFailure
	cueUnknown
	cueOverturned // success that a cue of failure, read before it, covers
	cueWon
	cueLost
)

var taleCues = map[string]taleCue{
	"event": cueEvent, "hypothetical": cueHypothetical, "comment": cueComment, "success": cueSuccess, "failure": cueFailure, "unknown": cueUnknown,
	"won": cueWon, "lost": cueLost,
}

func (c taleCue) outcome() document.Outcome {
	switch c {
	case cueSuccess, cueOverturned:
		return document.OutcomeSuccess
	case cueFailure:
		return document.OutcomeFailure
	}
	return document.OutcomeUnknown
}

func newTales(set *rules.Set) tales {
	t := tales{set, make([]taleCue, len(set.Rules))}
	for i, r := range set.Rules {
		t.cues[i] = taleCues[r.Kind]
		if r.ID == "success.rejected" {
			t.cues[i] = cueOverturned
		}
	}
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
}

// tally counts the cues in a text.
type tally struct {
	event, hypothetical, comment int
	outcome                      document.Outcome
	guessed                      bool // no cue tells the outcome
}

// find returns the cases of the text in order.
func (t tales) find(d *document.Document) []document.Case {
	var out []document.Case
	var guessed []bool // of out: no cue tells the outcome
	var open *document.Case
	goOn := func(w *walker, p *paragraph, won document.Outcome) {
		open.Span.End = w.line.End
		last := len(out) - 1
		if won == "" && p.score.outcome != "" && (!p.score.guessed || guessed[last]) {
			open.Outcome, guessed[last] = p.score.outcome, p.score.guessed
		}
	}
	w := walker{d: d}
	lead := "" // name a lead-in line gave
	var won document.Outcome
	for w.next() {
		if w.heading {
			open, lead = nil, ""
			won = t.headingOutcome(d, w.section)
			continue
		}
		text := d.Text[w.line.Start:w.line.End]
		p := t.look(text, open != nil || lead != "")
		p.section = w.section
		cases := w.section >= 0 && d.Sections[w.section].Kind == document.SectionCases
		switch {
		case p.begins(cases, lead != "") || open != nil && p.another(text, open.Who):
			who := p.who
			if who == "" {
				who = lead
			}
			if open != nil && who != "" && (open.Who == who || p.name > 0 && open.Who != "" && strings.Contains(text, open.Who)) || open != nil && who == "" && !p.opener && p.continues() {
				goOn(&w, &p, won)
				break
			}
			out = append(out, document.Case{Span: w.line, Outcome: outcome(won, p.score.outcome), Who: who, Section: w.section})
			guessed = append(guessed, won == "" && p.score.guessed)
			open = &out[len(out)-1]
			lead = ""
		case open != nil && p.continues() && (cases || p.refers(text)):
			goOn(&w, &p, won)
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
		for k < len(out) && out[k].Section == out[i].Section {
			k++
		}
		contrast(out[i:k], guessed[i:k])
		i = k
	}
	return out
}

// contrast settles the outcomes that no cue tells among the stories of one section.
// Stories are told side by side for their contrast: of 48 pairs in the labelled
// articles one ends alike. The good one mostly comes first.
func contrast(cases []document.Case, guessed []bool) {
	won, lost, open := false, false, 0
	for i := range cases {
		switch {
		case guessed[i]:
			open++
		case cases[i].Outcome == document.OutcomeSuccess:
			won = true
		case cases[i].Outcome == document.OutcomeFailure:
			lost = true
		}
	}
	for i := range cases {
		switch {
		case !guessed[i] || won && lost:
		case won:
			cases[i].Outcome = document.OutcomeFailure
		case lost:
			cases[i].Outcome = document.OutcomeSuccess
		}
	}
	if len(cases) == 2 && open == 2 && cases[0].Outcome == cases[1].Outcome {
		cases[0].Outcome, cases[1].Outcome = document.OutcomeSuccess, document.OutcomeFailure
	}
}

// outcome is the one the heading tells, else the text's, else unknown.
func outcome(heading, text document.Outcome) document.Outcome {
	switch {
	case heading != "":
		return heading
	case text != "":
		return text
	}
	return document.OutcomeUnknown
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
	p.mine = i >= 0 && (strings.HasPrefix(text[i:], "我") || kin.begin(text[i:]) > 0 || i == 0 && narrators.begin(text) > 0)
	if i < 0 && !underway {
		return p
	}
	var buf [64]rules.Place
	// Only what happened at the end tells how it ended.
	last, end := ending(text)
	seen := 0
	for _, m := range t.set.AppendPlaces(buf[:0], text) {
		c := t.cues[m.Index]
		if c >= cueSuccess {
			// Of cues that end together the longest comes first and counts: 没有追回.
			if c < cueWon && int(m.Start) >= last && int(m.End) <= end && (int(m.End) > seen || c == cueOverturned) && t.set.Holds(m.In(last), text[last:end]) {
				seen = int(m.End)
				p.score.outcome = c.outcome()
				if c == cueSuccess && denied(text[:m.Start]) {
					p.score.outcome = document.OutcomeFailure
				}
			}
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
			if m.Start < 30 {
				p.score.comment++
			}
		}
	}
	if p.score.outcome == "" {
		p.score.outcome, p.score.guessed = told(text[last:end]), true
	}
	return p
}

// denied reports whether a word before a cue of success takes it back: 只补回三年.
func denied(pre string) bool { return denials.end(pre) }

var denials = newWords("没", "没有", "未", "未能", "没能", "不肯", "只", "仅", "不予", "难以")

// told judges an end without cues: a story that closes on a negation ended badly,
// any other end that is told ended well.
func told(end string) document.Outcome {
	for _, w := range []string{"没", "未", "不了", "不认", "不到", "不给", "不肯", "只", "无效", "才"} {
		if strings.Contains(end, w) {
			return document.OutcomeFailure
		}
	}
	return document.OutcomeSuccess
}

// ending is the part of a paragraph that tells how it ended: the last sentence that
// is no remark, and the one before when it is short.
func ending(text string) (from, to int) {
	body := strings.TrimRight(text, "。！？”’」 ")
	i := strings.LastIndex(body, "。")
	for n := 0; i >= 0 && n < maxRemarks && remarks.begin(body[i+len("。"):]) > 0; n++ {
		body = body[:i]
		i = strings.LastIndex(body, "。")
	}
	if i >= 0 && len(body)-i < 60 {
		i = strings.LastIndex(body[:i], "。")
	}
	return max(i, 0), len(body)
}

// remarks open a sentence that comments on what was told; the end stands before it.
var remarks = newWords("可见", "这说明", "看来", "所以说", "他说", "她说", "他后来说", "她后来说", "他常说", "她常说", "回头看", "用他的话", "用她的话", "他总结", "她总结", "他的体会", "她的体会", "他的经验", "她的经验", "区别", "差别")

// maxRemarks is how many such sentences may end a paragraph.
const maxRemarks = 2

// begins reports whether the paragraph opens a case: somebody acts in it, things
// happen, and it is neither a comment nor a hypothesis. Sections of cases need
// less evidence.
func (p *paragraph) begins(cases, named bool) bool {
	if p.score.comment > 0 || p.score.hypothetical > 0 && !cases {
		return false
	}
	need := 3
	if cases {
		need = 1
	}
	if p.mine && !cases {
		need = minMine
		if p.who != "" {
			need++ // 表哥说过 is a mention more often than a story
		}
		return p.told && p.score.event >= need
	}
	if (p.opener || p.name == 0) && need > 2 {
		need = 2
	}
	return (p.name >= 0 || named) && p.told && p.score.event >= need
}

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
	return p.score.event >= 2 && p.score.comment == 0 && p.score.hypothetical == 0
}

// refers reports whether the paragraph speaks of somebody told of before.
func (p *paragraph) refers(text string) bool {
	head := text[:min(len(text), 120)]
	return strings.Contains(head, "他") || strings.Contains(head, "她") || p.name >= 0
}
