package outline

// usages are those of the page's styles, of which a page has few.
type usages []usage

func (u usages) of(s style) *usage {
	for i := range u {
		if u[i].style == s {
			return &u[i]
		}
	}
	return nil
}

// usage is how a page uses a style.
type usage struct {
	style  style
	starts int  // how often it counts from one
	owner  int  // the unmarked heading above its first use, -1 for none
	spread bool // it also stands under another unmarked heading
}

// use collects the usage of all styles in one pass.
func use(heads []heading) usages {
	var out usages
	last := -1
	for k := range heads {
		if heads[k].top() {
			last = k
			continue
		}
		u := out.of(heads[k].style)
		if u == nil {
			out = append(out, usage{style: heads[k].style, owner: last})
			u = &out[len(out)-1]
		}
		u.spread = u.spread || last != u.owner
		if heads[k].mark.value <= 1 {
			u.starts++
		}
	}
	return out
}
