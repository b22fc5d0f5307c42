package advice

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"zhengwen/document"
	"zhengwen/rules"
)

// verdictTable holds the weights of what a story says for how it ended. TestVerdict
// fits it with -update to the stories of testdata.
//
//go:embed verdict.tsv
var verdictTable string

// verdict weighs how a told story ended: by its characters and pairs of characters and
// by the cues of the set "cases", those of the last clauses apart from the rest.
type verdict struct {
	set     *rules.Set
	cues    []taleCue
	rows    index // of weights, by sign
	weights []odds
	room    *sync.Pool // of *verdictRoom
}

// verdictRoom is room for weighing a story.
type verdictRoom struct {
	signs []sign
	seen  []uint64 // a bit for each row whose sign was found
}

// sign is something a story says: a zone, and two characters or one; a cue stands
// for itself.
type sign uint64

// odds are hundredths of the logarithm of how much more likely a good and a bad end
// are than one that is not told.
type odds [2]int32

// The zones of a story. Of how it ended the last clause tells most.
const (
	zoneLast  = iota // the last clause
	zoneNear         // the two before
	zoneFar          // what stands before those
	zoneStory        // anywhere
	zones
)

// maxStory is how much of a story is weighed, in bytes from its end. Stories of the
// labelled articles have up to 900.
const maxStory = 3000

func newVerdict(set *rules.Set, cues []taleCue, table string) verdict {
	n := strings.Count(table, "\n")
	v := verdict{set: set, cues: cues, rows: newIndex(n), weights: make([]odds, 0, n)}
	for line := range strings.Lines(table) {
		s, o, err := parseSign(strings.TrimSuffix(line, "\n"))
		if err != nil {
			panic("advice: verdict.tsv: " + err.Error()) // built in: a fault of the program
		}
		v.rows.put(uint64(s), len(v.weights))
		v.weights = append(v.weights, o)
	}
	seen := len(v.weights)/64 + 1
	v.room = &sync.Pool{New: func() any { return &verdictRoom{seen: make([]uint64, seen)} }}
	return v
}

// parseSign reads a line of the table: zone, characters or cue, odds of a good and of
// a bad end, between tabs.
func parseSign(line string) (sign, odds, error) {
	part := strings.Split(line, "\t")
	if len(part) != 4 {
		return 0, odds{}, fmt.Errorf("%d columns in %q", len(part), line)
	}
	zone, err := strconv.Atoi(part[0])
	if err != nil || zone < 0 || zone >= zones {
		return 0, odds{}, fmt.Errorf("bad zone in %q", line)
	}
	var o odds
	for i, p := range part[2:] {
		n, err := strconv.ParseInt(p, 10, 32)
		if err != nil {
			return 0, odds{}, fmt.Errorf("bad weight in %q", line)
		}
		o[i] = int32(n)
	}
	if c, ok := taleCues[part[1]]; ok {
		return newSign(zone, rune(c), 0), o, nil
	}
	first, n := utf8.DecodeRuneInString(part[1])
	second, m := utf8.DecodeRuneInString(part[1][n:])
	if m == 0 {
		second = 0
	}
	return newSign(zone, first, second), o, nil
}

func newSign(zone int, first, second rune) sign {
	return sign(zone)<<48 | sign(first)<<24 | sign(second)
}

// weigh returns the odds of how a story ended.
func (v *verdict) weigh(story string) odds {
	var sum odds
	room := v.room.Get().(*verdictRoom)
	defer v.room.Put(room)
	clear(room.seen)
	room.signs = v.appendSigns(room.signs[:0], story)
	for _, s := range room.signs {
		i := v.rows.get(uint64(s))
		if i < 0 || room.seen[i/64]>>(i%64)&1 != 0 {
			continue // a sign counts once
		}
		room.seen[i/64] |= 1 << (i % 64)
		sum[0] += v.weights[i][0]
		sum[1] += v.weights[i][1]
	}
	return sum
}

// outcome is the likeliest end.
func (o odds) outcome() document.Outcome {
	switch {
	case o[0] > max(o[1], 0):
		return document.OutcomeSuccess
	case o[1] > 0:
		return document.OutcomeFailure
	}
	return document.OutcomeUnknown
}

// of is the odds of one outcome.
func (o odds) of(out document.Outcome) int32 {
	switch out {
	case document.OutcomeSuccess:
		return o[0]
	case document.OutcomeFailure:
		return o[1]
	}
	return 0
}

// appendSigns appends what a story says.
func (v *verdict) appendSigns(out []sign, story string) []sign {
	story = story[max(0, len(story)-maxStory):]
	story = story[:ending(story)]
	var spans [64]string
	var found [64]rules.Place
	clauses := split(spans[:0], story)
	for k, c := range clauses {
		zone := zoneFar
		switch len(clauses) - k {
		case 1:
			zone = zoneLast
		case 2, 3:
			zone = zoneNear
		}
		out = spell(out, zone, c)
		seen := 0
		for _, m := range v.set.AppendPlaces(found[:0], c) {
			// Of cues that end together the longest comes first and counts: 没有追回.
			cue := v.cues[m.Index]
			if cue < cueSuccess || cue > cueOverturned || int(m.End) <= seen && cue != cueOverturned || !v.set.Holds(m, c) {
				continue
			}
			seen = int(m.End)
			switch {
			case cue == cueSuccess && denials.end(c[:m.Start]):
				cue = cueFailure
			case cue == cueOverturned:
				cue = cueSuccess
			}
			out = append(out, newSign(zone, rune(cue), 0), newSign(zoneStory, rune(cue), 0))
		}
	}
	return out
}

// split appends the clauses of a story that say anything.
func split(out []string, story string) []string {
	from, says := 0, false
	for i, r := range story {
		switch r {
		case '，', '。', '；', '！', '？', '：', '\n', ',', ';', '!', '?', ':':
			if says {
				out = append(out, story[from:i])
			}
			from, says = i+utf8.RuneLen(r), false
		default:
			says = says || !silent(r)
		}
	}
	if says {
		out = append(out, story[from:])
	}
	return out
}

// silent are the characters of a clause that say nothing.
func silent(r rune) bool {
	switch r {
	case '”', '“', '’', '‘', '《', '》', '、', '（', '）', '(', ')', ' ':
		return true
	}
	return false
}

// numeral are the characters of numbers. 一 is one only behind another, as it begins
// many words.
func numeral(r rune) bool {
	switch r {
	case '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '几':
		return true
	}
	return '0' <= r && r <= '9'
}

// spell appends the characters and pairs of characters of a clause, in its zone and
// in the story. All numbers are one.
func spell(out []sign, zone int, clause string) []sign {
	var prev rune
	number := false
	for _, r := range clause {
		if silent(r) {
			continue
		}
		if numeral(r) || number && (r == '一' || r == '.' || r == '点') {
			if number {
				continue
			}
			number, r = true, '#'
		} else {
			number = false
		}
		out = append(out, newSign(zone, r, 0), newSign(zoneStory, r, 0))
		if prev != 0 {
			out = append(out, newSign(zone, prev, r), newSign(zoneStory, prev, r))
		}
		prev = r
	}
	return out
}

// denials before a cue of success take it back: 只补回三年.
var denials = newWords("没", "没有", "未", "未能", "没能", "不肯", "只", "仅", "不予", "难以")
