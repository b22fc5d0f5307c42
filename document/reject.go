package document

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
	Identity
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
	r := &Reject{
		Identity: d.Identity(), Class: class, Stage: stage, Reason: x.Reason,
		Rule: optional(x.Rule), Detail: optional(x.Detail), Schema: SchemaVersion, Version: version,
	}
	if x.Value != 0 || x.Threshold != 0 {
		v, t := float32(x.Value), float32(x.Threshold)
		r.Value, r.Threshold = &v, &t
	}
	return r
}

// Repeated turns a record into the reject of an input that is the same revision
// of the same page as an earlier one: two rows with one id would count it twice.
func Repeated(r *Record) *Reject {
	return &Reject{
		Identity: r.Identity, Class: ClassDecision, Stage: "sink", Reason: "repeated", Detail: optional("an earlier input has the same page_id and the same bytes"),
		Schema: r.SchemaVersion, Version: r.ProcessedWith,
	}
}
