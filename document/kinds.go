package document

// The enumerations of the record. Their values are part of schema version 1.

// Role says what a block is. Every block has exactly one once the choosing
// stages are done.
type Role string

const (
	RoleUnset       Role = ""            // not judged yet
	RoleHead        Role = "head"        // a value from the page's head: title, meta, JSON-LD
	RoleHidden      Role = "hidden"      // not shown to a reader
	RoleBody        Role = "body"        // part of the article
	RoleHeading     Role = "heading"     // a heading inside the article
	RoleTitle       Role = "title"       // the article's title
	RoleBoilerplate Role = "boilerplate" // everything else; Kind says what
)

// BoilerplateKind says what a piece of page chrome is.
type BoilerplateKind string

const (
	KindICP        BoilerplateKind = "icp"
	KindPolice     BoilerplateKind = "police"
	KindLicence    BoilerplateKind = "licence"
	KindCopyright  BoilerplateKind = "copyright"
	KindContact    BoilerplateKind = "contact"
	KindDisclaimer BoilerplateKind = "disclaimer"
	KindEditor     BoilerplateKind = "editor"
	KindSource     BoilerplateKind = "source"
	KindShare      BoilerplateKind = "share"
	KindNavigation BoilerplateKind = "navigation"
	KindBreadcrumb BoilerplateKind = "breadcrumb"
	KindRelated    BoilerplateKind = "related"
	KindLinks      BoilerplateKind = "links"
	KindComments   BoilerplateKind = "comments"
	KindQRCode     BoilerplateKind = "qrcode"
	KindControls   BoilerplateKind = "controls"
	KindTOC        BoilerplateKind = "toc"
	KindKeywords   BoilerplateKind = "keywords"
	KindOther      BoilerplateKind = "other"
)

// BoilerplateKinds lists every kind, in the order of precedence of the
// labelling rules: the first that applies is the one reported.
func BoilerplateKinds() []BoilerplateKind {
	return []BoilerplateKind{
		KindICP, KindPolice, KindLicence, KindCopyright, KindContact, KindDisclaimer, KindEditor, KindSource, KindShare, KindQRCode,
		KindRelated, KindLinks, KindBreadcrumb, KindNavigation, KindComments, KindKeywords, KindTOC, KindControls, KindOther,
	}
}

// PageKind says what sort of page it is.
type PageKind string

const (
	PageArticle   PageKind = "article"
	PageForum     PageKind = "forum"
	PageQA        PageKind = "qa"
	PageListing   PageKind = "listing"
	PageTitleOnly PageKind = "title_only"
	PageError     PageKind = "error"
)

// Lang is the language of the body.
type Lang string

const (
	LangChinese  Lang = "zh"
	LangJapanese Lang = "ja"
	LangKorean   Lang = "ko"
	LangEnglish  Lang = "en"
	LangOther    Lang = "other"
)

// Script is the script of the page after repair and before conversion; empty
// when it cannot be told.
type Script string

const (
	ScriptHans  Script = "hans"
	ScriptHant  Script = "hant"
	ScriptMixed Script = "mixed"
)

// EditKind says why a piece of text was changed.
type EditKind string

const (
	EditMojibake EditKind = "mojibake"
	EditRealign  EditKind = "realign"
	EditPinyin   EditKind = "pinyin"
	EditEntity   EditKind = "entity"
	EditControl  EditKind = "control"
	EditWidth    EditKind = "width"
	EditScript   EditKind = "script"
	EditMarkup   EditKind = "markup"
)

// Plain reports whether the change is conversion rather than repair: it is
// counted, but only listed in the full ledger.
func (k EditKind) Plain() bool { return k == EditWidth || k == EditScript }

// DamageKind says what is wrong where nothing was changed.
type DamageKind string

const (
	DamageLost        DamageKind = "lost"
	DamageDeletedWord DamageKind = "deleted-word"
	DamageScrambled   DamageKind = "scrambled"
	DamageSpun        DamageKind = "spun"
	DamageTruncated   DamageKind = "truncated"
)

// SectionKind says what a section is about.
type SectionKind string

const (
	SectionIntro         SectionKind = "intro"
	SectionDefinition    SectionKind = "definition"
	SectionBackground    SectionKind = "background"
	SectionNecessity     SectionKind = "necessity"
	SectionConsequences  SectionKind = "consequences"
	SectionChannels      SectionKind = "channels"
	SectionPreparation   SectionKind = "preparation"
	SectionProcess       SectionKind = "process"
	SectionTechniques    SectionKind = "techniques"
	SectionComparison    SectionKind = "comparison"
	SectionChoice        SectionKind = "choice"
	SectionAdvantages    SectionKind = "advantages"
	SectionDisadvantages SectionKind = "disadvantages"
	SectionCautions      SectionKind = "cautions"
	SectionLegal         SectionKind = "legal"
	SectionFollowup      SectionKind = "followup"
	SectionFAQ           SectionKind = "faq"
	SectionCases         SectionKind = "cases"
	SectionSummary       SectionKind = "summary"
	SectionOther         SectionKind = "other"
)

// Stance says whether advice is given for or against an act, or under a
// condition.
type Stance string

const (
	StanceDo          Stance = "do"
	StanceDont        Stance = "dont"
	StanceConditional Stance = "conditional"
)

// Topic says what advice is about.
type Topic string

const (
	TopicContact       Topic = "contact"
	TopicPreparation   Topic = "preparation"
	TopicCommunication Topic = "communication"
	TopicPlan          Topic = "plan"
	TopicEvidence      Topic = "evidence"
	TopicRights        Topic = "rights"
	TopicMediation     Topic = "mediation"
	TopicRepayment     Topic = "repayment"
	TopicCredit        Topic = "credit"
	TopicFollowup      Topic = "followup"
	TopicOther         Topic = "other"
)

// Outcome is how a case ended for its protagonist.
type Outcome string

const (
	OutcomeSuccess Outcome = "success"
	OutcomeFailure Outcome = "failure"
	OutcomeUnknown Outcome = "unknown"
)
