package advice

// guess is the likeliest reading of a sentence that is advice though the grammar finds
// no directive in it: the first modal directs, else the first act that no condition
// holds, else the sentence as a whole.
func (s *sentence) guess() reading {
	if len(s.clauses) == 0 {
		s.phrases = s.phrases[:0]
		s.divide()
		for k := range s.clauses {
			s.clauses[k].first, s.clauses[k].last = 0, 0
		}
	}
	best, clause := phrase{}, 0
	for k := range s.clauses {
		c := &s.clauses[k]
		for _, p := range s.phrases[c.first:c.last] {
			if p.class.modal() && p.class != bar {
				return s.reading(k, p)
			}
			if best.end == 0 && (p.class == act || p.class == verb || p.class == ahead) && !s.hypothetical(k) {
				best, clause = p, k
			}
		}
	}
	if best.end == 0 {
		for k := range s.clauses {
			if !s.hypothetical(k) {
				best.start, clause = s.clauses[k].start, k
				break
			}
		}
	}
	return s.reading(clause, best)
}
