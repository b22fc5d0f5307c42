package article

import (
	"strings"

	"zhengwen/document"
)

// leastMarks is how many posts must carry a forum's marks for the page to be one.
const leastMarks = 2

// posts tells forum and question pages by the marks their posts carry, or is empty.
func (p *page) posts() document.PageKind {
	switch {
	case p.qa >= leastMarks && p.qa >= p.forum:
		return document.PageQA
	case p.forum >= leastMarks:
		return document.PageForum
	}
	return ""
}

// A page whose text is shorter than shortPost Han characters and has talkFactor times
// as much under names of comments is a thread: an article that short has no such echo.
const (
	shortPost  = 60
	talkFactor = 4
)

// talks reports whether the text of the page is what its readers say, element best
// being what else it says.
func (p *page) talks(best int) bool {
	if p.posts() != "" || best >= 0 && p.plus[best] > shortPost {
		return false
	}
	said := float32(shortPost)
	if best >= 0 {
		said = max(said/2, p.plus[best])
	}
	var talk float32
	for i := range p.d.Blocks {
		if e := p.d.Blocks[i].Element; p.judged(i) && e >= 0 && p.chrome[e] != nil && p.chrome[e].Value == string(document.KindComments) && p.running(i) {
			talk += p.f[i].value
		}
	}
	return talk > talkFactor*said
}

// postDepth is how far above the text of a post the element may be that its posts have
// in common by name.
const postDepth = 6

// gather widens the body of a thread from element top to its other posts, which stand in
// elements of the same tag and first class, and returns the element that holds them all. Cards
// of members and buttons between two posts may weigh more than a short reply.
func (p *page) gather(top int) int {
	for e, n := top, 0; e >= 0 && n < postDepth && !p.alike(e); n++ {
		e = int(p.d.Elements[e].Parent)
	}
	for q := top; q >= 0 && (int(p.first[top]) > p.from || int(p.last[top]) < p.to); q = int(p.d.Elements[q].Parent) {
		top = q
	}
	return top
}

// alike takes the elements named like e that hold running text into the body, and
// reports whether there are any.
func (p *page) alike(e int) bool {
	own, found := &p.d.Elements[e], false
	class := firstName(own.Class)
	if class == "" {
		return false
	}
	for i := range p.d.Elements {
		el := &p.d.Elements[i]
		if i == e || el.Tag != own.Tag || firstName(el.Class) != class || p.chrome[i] != nil || p.plus[i] < runningSentence {
			continue
		}
		p.from, p.to = min(p.from, int(p.first[i])), max(p.to, int(p.last[i]))
		found = true
	}
	return found
}

// firstName is the first of the names in a class attribute.
func firstName(class string) string {
	name, _, _ := strings.Cut(strings.TrimSpace(class), " ")
	return name
}
