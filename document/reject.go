package document

import "time"

// RejectClass says who caused a reject: a decision about the page, a fault of a
// stage, or input that could not be read.
type RejectClass string

const (
	ClassDecision RejectClass = "decision"
	ClassFault    RejectClass = "fault"
	ClassInput    RejectClass = "input"
)

// Reject is the row written for an input that gave no record. Articles plus
// rejects equal the inputs.
type Reject struct {
	ID        string      `json:"id" parquet:"id"`
	PageID    string      `json:"page_id" parquet:"page_id"`
	URI       string      `json:"uri" parquet:"uri"`
	URL       *string     `json:"url" parquet:"url,optional"`
	Host      *string     `json:"host" parquet:"host,optional,dict"`
	FetchedAt *time.Time  `json:"fetched_at" parquet:"fetched_at,optional,timestamp(millisecond)"`
	RawDigest *string     `json:"raw_digest" parquet:"raw_digest,optional"`
	MediaType *string     `json:"media_type" parquet:"media_type,optional,dict"`
	Class     RejectClass `json:"class" parquet:"class,dict"`
	Stage     string      `json:"stage" parquet:"stage,dict"`
	Reason    string      `json:"reason" parquet:"reason,dict"`
	Rule      *string     `json:"rule" parquet:"rule,optional"`
	Value     *float32    `json:"value" parquet:"value,optional"`
	Threshold *float32    `json:"threshold" parquet:"threshold,optional"`
	Detail    *string     `json:"detail" parquet:"detail,optional"`
	Schema    int32       `json:"schema_version" parquet:"schema_version"`
	Version   string      `json:"processed_with" parquet:"processed_with,dict"`
}

// NewReject describes a document that was not kept. The drop gives reason, rule,
// value and threshold; value and threshold are left out when both are zero.
func NewReject(d *Document, class RejectClass, stage string, x Drop, version string) *Reject {
	r := newReject(d.Identity())
	r.Class, r.Stage, r.Reason, r.Rule, r.Detail, r.Schema, r.Version = class, stage, x.Reason, optional(x.Rule), optional(x.Detail), SchemaVersion, version
	if x.Value != 0 || x.Threshold != 0 {
		v, t := float32(x.Value), float32(x.Threshold)
		r.Value, r.Threshold = &v, &t
	}
	return r
}

// Displaced turns a record into the reject of a document that another one stands
// for: reason "repeated" where both are the same revision of the same page,
// "superseded" where the other is a later revision. Which one that is depends on
// what else the table holds, so the reject does not name it: page_id finds it.
func Displaced(r *Record, reason string) *Reject {
	x := newReject(Identity{r.ID, r.PageID, r.URI, r.URL, r.Host, r.FetchedAt, r.RawDigest, r.MediaType})
	x.Class, x.Stage, x.Reason, x.Schema, x.Version = ClassDecision, "sink", reason, r.SchemaVersion, r.ProcessedWith
	return x
}

func newReject(x Identity) *Reject {
	return &Reject{ID: x.ID, PageID: x.PageID, URI: x.URI, URL: x.URL, Host: x.Host, FetchedAt: x.FetchedAt, RawDigest: x.RawDigest, MediaType: x.MediaType}
}
