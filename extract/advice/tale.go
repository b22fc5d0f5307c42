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
}

// tally counts the cues in a text.
type tally struct {
	event, hypothetical, comment int
	outcome                      document.Outcome
}

// find returns the cases of the text in order.
func (t tales) find(d *document.Document) []document.Case {
	var out []document.Case
	var open *document.Case
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
				open.Span.End = w.line.End
				if p.score.outcome != "" && won == "" {
					open.Outcome = p.score.outcome
				}
				break
			}
			out = append(out, document.Case{Span: w.line, Outcome: outcome(won, p.score.outcome), Who: who, Section: w.section})
			open = &out[len(out)-1]
			lead = ""
		case open != nil && p.continues() && (cases || p.refers(text)):
			open.Span.End = w.line.End
			if p.score.outcome != "" && won == "" {
				open.Outcome = p.score.outcome
			}
		default:
			open = nil
			lead = ""
			if p.name >= 0 && p.caption {
				lead = p.who
			}
		}
	}
	return out
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
	if i < 0 && !underway {
		return p
	}
	var buf [64]rules.Place
	// Only what happened at the end tells how it ended.
	last, seen := lastSentences(text), 0
	for _, m := range t.set.AppendPlaces(buf[:0], text) {
		c := t.cues[m.Index]
		if c >= cueSuccess {
			// Of cues that end together the longest comes first and counts: 没有追回.
			if c < cueWon && int(m.Start) >= last && (int(m.End) > seen || c == cueOverturned) && t.set.Holds(m.In(last), text[last:]) {
				seen = int(m.End)
				p.score.outcome = c.outcome()
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
		p.score.outcome = told(text[last:])
	}
	return p
}

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

// lastSentences is where the last two clauses groups of a paragraph begin: the
// last sentence, and the one before when the last is short.
func lastSentences(text string) int {
	body := strings.TrimRight(text, "。！？”’」 ")
	i := strings.LastIndex(body, "。")
	if i < 0 {
		return 0
	}
	if len(body)-i < 60 {
		if j := strings.LastIndex(body[:i], "。"); j >= 0 {
			return j
		}
		return 0
	}
	return i
}

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
	if (p.opener || p.name == 0) && need > 2 {
		need = 2
	}
	return (p.name >= 0 || named) && p.told && p.score.event >= need
}

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
