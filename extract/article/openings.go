package article

// opens reports whether block i, which stands between the title and the element of the
// body, is the author's too: a summary that says so, or the first post of a thread.
func (p *page) opens(i int) bool {
	if p.title < 0 || i <= p.titleEnd || p.d.Blocks[i].Element < 0 || !p.running(i) || p.f[i].linked > 0 {
		return false
	}
	b := &p.d.Blocks[i]
	if r := p.chrome[b.Element]; r != nil && !soft(r) {
		return false
	}
	if p.posts() != "" && p.f[i].sentences(b.Text) > 0 {
		return true
	}
	if p.judged(i-1) && p.f[i-1].weight <= leadLabel && p.phrases.leads.Any(p.d.Blocks[i-1].Text+"：") {
		return true // the label stands on a line of its own
	}
	return p.phrases.leads.Any(b.Text) || p.summaryNamed(b.Element)
}

// leadLabel is the longest label of a summary in Han characters.
const leadLabel = 6

// summaryNamed reports whether element e, or the one that holds it, is named after
// summaries.
func (p *page) summaryNamed(e int32) bool {
	if p.phrases.leadNames.Any(p.d.Elements[e].Class) {
		return true
	}
	q := p.d.Elements[e].Parent
	return q >= 0 && p.phrases.leadNames.Any(p.d.Elements[q].Class)
}
