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
	n := int32(0)
	for i := 0; i < len(text); i++ {
		if i%offsetStride == 0 {
			count[i/offsetStride] = n
		}
		if text[i]&0xC0 != 0x80 {
			n++
		}
	}
	if len(text)%offsetStride == 0 {
		count[len(text)/offsetStride] = n
	}
	return Offsets{text, count}
}

// At returns the number of code points before the byte offset.
func (o Offsets) At(offset int) int32 {
	i := offset / offsetStride
	n := o.count[i]
	for _, c := range []byte(o.text[i*offsetStride : offset]) {
		if c&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

// Len returns the number of code points of the text.
func (o Offsets) Len() int32 { return o.At(len(o.text)) }
