package document

// Offsets turns byte offsets of one text into code point offsets.
type Offsets struct {
	text  string
	count []int32 // code points that begin before byte i*offsetStride
}

const offsetStride = 64

// NewOffsets prepares the conversion in one pass over text.
func NewOffsets(text string) Offsets {
	count := make([]int32, len(text)/offsetStride+1)
	for i := 1; i < len(count); i++ {
		count[i] = count[i-1] + int32(CountRunes(text[(i-1)*offsetStride:i*offsetStride]))
	}
	return Offsets{text, count}
}

// At returns the number of code points before the byte offset.
func (o Offsets) At(offset int) int32 {
	i := offset / offsetStride
	return o.count[i] + int32(CountRunes(o.text[i*offsetStride:offset]))
}

// Len returns the number of code points of the text.
func (o Offsets) Len() int32 { return o.At(len(o.text)) }
