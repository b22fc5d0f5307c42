package score

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	tests := []struct {
		name, text, want string
	}{
		{"width", "ＡＢ，１（二）", "AB,1(二)"},
		{"white space of every kind", " 一\n二\u3000三\u00a0四\t", "一二三四"},
		{"a composed letter", "e\u0301", "é"},
		{"nothing to fold", "正文", "正文"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Fold(tt.text); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestBody(t *testing.T) {
	tests := []struct {
		name, gold, got string
		want            float64
	}{
		{"the same", "春眠不觉晓", "春眠不觉晓", 1},
		{"other line breaks and widths", "春眠，不觉晓", "春眠,\n不觉晓", 1},
		{"nothing in common", "春眠不觉晓", "处处闻啼鸟", 0},
		{"twice as long", "春眠不觉", "春眠不觉春眠不觉", 2. / 6}, // 1 of 1 gram, among 5
		{"half", "春眠不觉晓", "春眠不觉", 2. / 3},             // 1 of 2 grams, among 1
		{"a repeated gram counts as often as it stands", "啊啊啊啊啊", "啊啊啊啊", 2. / 3},
		{"shorter than a gram", "正文", "正文", 1},
		{"empty for something", "正文", "", 0},
		{"something for empty", "", "正文", 0},
		{"both empty", "", " \n", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Body(tt.gold, tt.got); math.Abs(got-tt.want) > 1e-9 {
				t.Errorf("Body(%q, %q) = %v, want %v", tt.gold, tt.got, got, tt.want)
			}
		})
	}
}

func TestF1(t *testing.T) {
	tests := []struct {
		name                     string
		gold, found              []string
		precision, recall, value float64
	}{
		{"all", []string{"一", "二"}, []string{"二", "一"}, 1, 1, 1},
		{"one of two", []string{"一", "二"}, []string{"一"}, 1, .5, 2. / 3},
		{"one too many", []string{"一"}, []string{"一", "二"}, .5, 1, 2. / 3},
		{"the same twice counts once", []string{"一"}, []string{"一", "一"}, .5, 1, 2. / 3},
		{"nothing found", []string{"一"}, nil, 0, 0, 0},
		{"nothing to find", nil, []string{"一"}, 0, 0, 0},
		{"rightly nothing", nil, nil, 1, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f F1
			f.Add(tt.gold, tt.found)
			if f.Precision() != tt.precision || f.Recall() != tt.recall || math.Abs(f.Value()-tt.value) > 1e-9 {
				t.Errorf("precision %v recall %v F1 %v, want %v %v %v", f.Precision(), f.Recall(), f.Value(), tt.precision, tt.recall, tt.value)
			}
		})
	}
}

func TestMeasuresAreShares(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("一二三，, \n")), 0, 40, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		v := Body(a, b)
		if v < 0 || v > 1 || v != Body(b, a) {
			t.Fatalf("Body(%q, %q) = %v, the other way %v", a, b, v, Body(b, a))
		}
		if Equal(a, b) && v != 1 || Body(a, a) != 1 {
			t.Fatalf("equal texts %q, %q have %v", a, b, v)
		}
	})
}

func TestRateAndMean(t *testing.T) {
	var r Rate
	var m Mean
	if r.Value() != 1 || m.Value() != 1 {
		t.Errorf("nothing asked: %v, %v, want 1", r.Value(), m.Value())
	}
	for _, right := range []bool{true, false, true, true} {
		r.Add(right)
	}
	m.Add(.5)
	m.Add(1)
	if r.Value() != .75 || m.Value() != .75 {
		t.Errorf("rate %v, mean %v, want 0.75", r.Value(), m.Value())
	}
}

func TestTable(t *testing.T) {
	got := Table{"b": 1, "a.c": 2. / 3}.String()
	if want := "a.c 0.6667\nb 1.0000\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
