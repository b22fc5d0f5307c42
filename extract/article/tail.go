package article

import "zhengwen/document"

// trimTail cuts everything from the first line on that opens what follows an article,
// when what follows weighs little; otherwise it takes out that line alone.
func (p *page) trimTail(start, end int, total float32) {
	blocks := p.d.Blocks
	var before float32
	p.findAgain(start, end)
	for i := start; i <= end; i++ {
		switch {
		case !p.judged(i):
		case p.f[i].line == lineTail:
			if before > 0 && (total-before <= tailShare*total || p.again[i]) {
				for j := i; j <= end; j++ {
					if blocks[j].Role == document.RoleBody {
						p.leave(j, "article.tail")
					}
				}
				return
			}
			if blocks[i].Role == document.RoleBody {
				p.leave(i, "article.tail")
			}
		case blocks[i].Role == document.RoleBody && p.running(i):
			before += p.f[i].value
		}
	}
}

// leastTeasers is how many teasers in a row are told from a paragraph behind links.
const leastTeasers = 2

// findAgain tells for every block whether other articles follow it: a byline stands before
// the next running text, or all running text stands below a link of its own.
func (p *page) findAgain(start, end int) {
	p.again = grow(p.again, len(p.d.Blocks))
	signed, teasers := false, 0
	bare, broken := false, false // the next running text has no link yet; one has none
	for i := end; i >= start; i-- {
		p.again[i] = signed || teasers >= leastTeasers && !bare && !broken
		f := &p.f[i]
		switch {
		case !p.judged(i):
		case f.line == lineByline && f.linked < f.weight/2 && dated(p.d.Blocks[i].Text):
			signed = true
		case f.linked > linkShare*f.weight && f.weight >= 2:
			bare = false
		case p.running(i):
			signed, broken = false, broken || bare
			teasers, bare = teasers+1, true
		}
	}
}

// tailShare is the largest share of the running text that may stand behind a line
// that opens the tail.
const tailShare = 0.3
