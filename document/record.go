package document

import (
	"fmt"
	"time"
)

// SchemaVersion is the version of Record and Reject.
const SchemaVersion = 1

// Record is one row of the output. JSON and Parquet have the same names. Offsets
// are 0-based code points into Text, half-open; indexes into Sections are 0-based,
// -1 for none. Unknown is null; lists are never null, Words apart.
type Record struct {
	ID                 string          `json:"id" parquet:"id"`
	PageID             string          `json:"page_id" parquet:"page_id"`
	URI                string          `json:"uri" parquet:"uri"`
	URL                *string         `json:"url" parquet:"url,optional"`
	Host               *string         `json:"host" parquet:"host,optional,dict"`
	FetchedAt          *time.Time      `json:"fetched_at" parquet:"fetched_at,optional,timestamp(millisecond)"`
	RawDigest          *string         `json:"raw_digest" parquet:"raw_digest,optional"`
	MediaType          *string         `json:"media_type" parquet:"media_type,optional,dict"`
	TextDigest         string          `json:"text_digest" parquet:"text_digest"`
	PageKind           PageKind        `json:"page_kind" parquet:"page_kind,dict"`
	Charset            string          `json:"charset" parquet:"charset,dict"`
	CharsetDeclared    *string         `json:"charset_declared" parquet:"charset_declared,optional,dict"`
	CharsetConfidence  float32         `json:"charset_confidence" parquet:"charset_confidence"`
	CharsetSegments    []RecordSegment `json:"charset_segments" parquet:"charset_segments,list"`
	Lang               Lang            `json:"lang" parquet:"lang,dict"`
	Script             *string         `json:"script" parquet:"script,optional,dict"`
	Title              *string         `json:"title" parquet:"title,optional"`
	Author             *string         `json:"author" parquet:"author,optional"`
	Editor             *string         `json:"editor" parquet:"editor,optional"`
	Source             *string         `json:"source" parquet:"source,optional"`
	SiteName           *string         `json:"site_name" parquet:"site_name,optional,dict"`
	PublishedAt        *time.Time      `json:"published_at" parquet:"published_at,optional,timestamp(millisecond)"`
	PublishedDate      *Date           `json:"published_date" parquet:"published_date,optional,date"`
	PublishedPrecision *string         `json:"published_precision" parquet:"published_precision,optional,dict"`
	PublishedRaw       *string         `json:"published_raw" parquet:"published_raw,optional"`
	Text               string          `json:"text" parquet:"text"`
	TextAsWritten      *string         `json:"text_as_written" parquet:"text_as_written,optional"`
	Sections           []RecordSection `json:"sections" parquet:"sections,list"`
	Advice             []RecordAdvice  `json:"advice" parquet:"advice,list"`
	Cases              []RecordCase    `json:"cases" parquet:"cases,list"`
	Keywords           []Keyword       `json:"keywords" parquet:"keywords,list"`
	Words              []string        `json:"words" parquet:"words,optional,list"`
	CharCount          int32           `json:"char_count" parquet:"char_count"`
	SentenceCount      int32           `json:"sentence_count" parquet:"sentence_count"`
	WordCount          int32           `json:"word_count" parquet:"word_count"`
	Repairs            []RecordRepair  `json:"repairs" parquet:"repairs,list"`
	RepairCount        int32           `json:"repair_count" parquet:"repair_count"`
	ConvertedChars     int32           `json:"converted_chars" parquet:"converted_chars"`
	Damage             []RecordDamage  `json:"damage" parquet:"damage,list"`
	Boilerplate        []RecordChrome  `json:"boilerplate" parquet:"boilerplate,list"`
	Identifiers        RecordFiling    `json:"identifiers" parquet:"identifiers"`
	Quality            Quality         `json:"quality" parquet:"quality"`
	DuplicateOf        *string         `json:"duplicate_of" parquet:"duplicate_of,optional"`
	SchemaVersion      int32           `json:"schema_version" parquet:"schema_version"`
	ProcessedWith      string          `json:"processed_with" parquet:"processed_with,dict"`
}

// RecordSegment is a part of a file in another encoding, in bytes.
type RecordSegment struct {
	Charset string `json:"charset" parquet:"charset,dict"`
	Start   int32  `json:"start" parquet:"start"`
	End     int32  `json:"end" parquet:"end"`
}

// RecordSection is a Section in code points with its path of headings.
type RecordSection struct {
	Level     int32       `json:"level" parquet:"level"`
	Number    string      `json:"number" parquet:"number"`
	Heading   string      `json:"heading" parquet:"heading"`
	Path      []string    `json:"path" parquet:"path,list"`
	Kind      SectionKind `json:"kind" parquet:"kind,dict"`
	Parent    int32       `json:"parent" parquet:"parent"`
	Start     int32       `json:"start" parquet:"start"`
	End       int32       `json:"end" parquet:"end"`
	BodyStart int32       `json:"body_start" parquet:"body_start"`
	BodyEnd   int32       `json:"body_end" parquet:"body_end"`
	IsAdvice  bool        `json:"is_advice" parquet:"is_advice"`
}

// RecordAdvice is an Advice in code points.
type RecordAdvice struct {
	Text      string   `json:"text" parquet:"text"`
	Stance    Stance   `json:"stance" parquet:"stance,dict"`
	Condition *string  `json:"condition" parquet:"condition,optional"`
	Topic     Topic    `json:"topic" parquet:"topic,dict"`
	Terms     []string `json:"terms" parquet:"terms,list"`
	Section   int32    `json:"section" parquet:"section"`
	Start     int32    `json:"start" parquet:"start"`
	End       int32    `json:"end" parquet:"end"`
}

// RecordCase is a Case in code points.
type RecordCase struct {
	Text    string  `json:"text" parquet:"text"`
	Outcome Outcome `json:"outcome" parquet:"outcome,dict"`
	Who     *string `json:"who" parquet:"who,optional"`
	Section int32   `json:"section" parquet:"section"`
	Start   int32   `json:"start" parquet:"start"`
	End     int32   `json:"end" parquet:"end"`
}

// RecordRepair is an Edit in code points; After is the slice of text it covers.
type RecordRepair struct {
	Kind       EditKind `json:"kind" parquet:"kind,dict"`
	Rule       string   `json:"rule" parquet:"rule,dict"`
	Start      int32    `json:"start" parquet:"start"`
	End        int32    `json:"end" parquet:"end"`
	Before     string   `json:"before" parquet:"before"`
	After      string   `json:"after" parquet:"after"`
	Confidence float32  `json:"confidence" parquet:"confidence"`
}

// RecordDamage is a Damage in code points.
type RecordDamage struct {
	Kind       DamageKind `json:"kind" parquet:"kind,dict"`
	Start      int32      `json:"start" parquet:"start"`
	End        int32      `json:"end" parquet:"end"`
	Suggestion *string    `json:"suggestion" parquet:"suggestion,optional"`
	Confidence float32    `json:"confidence" parquet:"confidence"`
}

// RecordChrome is a piece of the page that is not part of text.
type RecordChrome struct {
	Kind BoilerplateKind `json:"kind" parquet:"kind,dict"`
	Rule string          `json:"rule" parquet:"rule,dict"`
	Text string          `json:"text" parquet:"text"`
}

// RecordFiling holds the filing numbers; ICPSubjects are ICP numbers without
// their site suffix.
type RecordFiling struct {
	ICP         []string `json:"icp" parquet:"icp,list"`
	Police      []string `json:"police" parquet:"police,list"`
	Licence     []string `json:"licence" parquet:"licence,list"`
	ICPSubjects []string `json:"icp_subjects" parquet:"icp_subjects,list"`
}

// Date is a day as days since 1970-01-01; JSON shows it as YYYY-MM-DD.
type Date int32

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("parse day: %w", err)
	}
	return Date(t.Unix() / 86400), nil
}

// String returns the day as YYYY-MM-DD.
func (d Date) String() string { return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly) }

// MarshalJSON writes the day as a string.
func (d Date) MarshalJSON() ([]byte, error) { return []byte(`"` + d.String() + `"`), nil }

// UnmarshalJSON reads a day as MarshalJSON writes it.
func (d *Date) UnmarshalJSON(b []byte) error {
	if len(b) < 2 || b[0] != '"' {
		return fmt.Errorf("parse day: %s is no string", b)
	}
	v, err := ParseDate(string(b[1 : len(b)-1]))
	*d = v
	return err
}
