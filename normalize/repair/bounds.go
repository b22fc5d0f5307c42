package repair

// Costs of the search in nats. A character costs about 5 in good text and 11 in
// garbage, so an entry must save at least one garbled character.
const (
	costEnter   = 6   // begin to decode
	costDrop    = 14  // give up an unfinished character
	costScript  = 4   // a form of the other script
	costReading = 12  // an annotated character that cannot be read so
	costGone    = 9   // a replacement character
	costOdd     = 6   // an ideographic space or a full-width letter
	costBehind  = 16  // states this much dearer than the best at their place are given up
	costGuess   = 6   // the same for states that bytes are made up for
	costFits    = 6.5 // where what is there costs less, no bytes are made up
)

// Bounds of the search.
const (
	beamWidth   = 16   // states kept at a place
	guessStates = 8    // states kept behind bytes that may have vanished
	workedWidth = 4    // the same when a text has cost too much
	manyChoices = 24   // an arc with more characters is followed from the best states only
	fewStates   = 8    // so many of them
	manyBytes   = 1024 // with more combinations of bytes only common characters are tried
	mostBlind   = 2500 // with more and none of its bytes known a character of UTF-8 is lost
	vastChoices = 200  // of more characters only the commonest are tried
)

// A text that has cost more than this goes on with few states, so that the cost
// of a search is linear in the length of the text.
const (
	workFixed    = 60_000
	workPerToken = 300
)
