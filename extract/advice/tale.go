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
