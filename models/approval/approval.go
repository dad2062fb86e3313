// Package approval is what needs two people: somebody asks for a dangerous act, and somebody else decides. What was decided is done in the same transaction.
package approval

import (
	"regexp"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"shuangyong/models/fault"
	"shuangyong/models/seal"
)

// Kind is what is asked for.
type Kind string

// The kinds.
const (
	MergePeople   Kind = "merge_people"    // make one person of two records
	ExportPeople  Kind = "export_people"   // hand out other people's data
	StaffRoles    Kind = "staff_roles"     // what a member of staff may do, and where
	LegalHoldLift Kind = "legal_hold_lift" // let what the law kept be deleted again
)

// Kinds are all of them.
func Kinds() []Kind {
	return []Kind{MergePeople, ExportPeople, StaffRoles, LegalHoldLift}
}

// Chinese is the kind as people read it; "" for one that is none.
func (k Kind) Chinese() string {
	switch k {
	case MergePeople:
		return "合并重复登记"
	case ExportPeople:
		return "批量导出个人信息"
	case StaffRoles:
		return "调整岗位和范围"
	case LegalHoldLift:
		return "解除封存"
	default:
		return ""
	}
}

// State is where a request stands.
type State string

// The states. Only what is asked can change.
const (
	Asked     State = "asked"
	Approved  State = "approved"
	Refused   State = "refused"
	Expired   State = "expired"
	Withdrawn State = "withdrawn"
)

// Life is how long a request waits for the second person.
const Life = 72 * time.Hour

// Question is what somebody asks for. Payload is what the act needs to know, as JSON, and is sealed; Reason is a code or a few words without personal data;
// StationPath is whose part of the tree it is about: only who sees that may decide.
type Question struct {
	Kind        Kind
	Subject     string // "person", "staff"
	SubjectID   string // a key of ours
	Payload     seal.Text
	Reason      string
	StationPath string
}

// Request is a question that was asked, and what became of it.
type Request struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Kind        Kind
	Subject     string
	SubjectID   string
	Payload     seal.Text `gorm:"serializer:sealed"`
	Reason      string
	StationPath string
	AskedBy     uuid.UUID // a member of staff
	AskedAt     time.Time
	ExpiresAt   time.Time
	State       State
	DecidedBy   *uuid.UUID // a member of staff; also who withdrew it
	DecidedAt   *time.Time
	OpenKey     *string // kind and subject while it waits, so that the same is not asked twice
}

// TableName implements gorm's Tabler.
func (Request) TableName() string { return "approvals" }

// StateAt is where it stands at now: nobody needs to touch a row for it to expire.
func (r Request) StateAt(now time.Time) State {
	if r.State == Asked && !now.Before(r.ExpiresAt) {
		return Expired
	}
	return r.State
}

// The refusals.
var (
	ErrNotFound = fault.New(fault.NotFound, "approval.not_found", "没有这条申请。请回列表刷新后再看。")
	ErrOwn      = fault.New(fault.Forbidden, "approval.own", "自己提的申请不能自己批，要另一位同事来定。")
	ErrDecided  = fault.New(fault.Conflict, "approval.decided", "这条申请已经有结果了，没有重复办。请刷新列表。")
	ErrExpired  = fault.New(fault.TooLate, "approval.expired", "这条申请过了3天没人批，已经失效。还需要的话，请重新提。")
	ErrWaiting  = fault.New(fault.Conflict, "approval.waiting", "同一件事已经有人提了申请，正等着批，不用再提。")
	ErrNotOwn   = fault.New(fault.Forbidden, "approval.not_own", "只有提申请的人能撤回。不同意的话，请选“不批准”。")
	errQuestion = fault.New(fault.Invalid, "approval.question", "申请没有写全，没有提交。请刷新页面后再试。")
	errReason   = fault.New(fault.Invalid, "approval.reason", "请用几句话写明理由，不超过100字，不要写证件号、电话这些个人信息。")
)

// Limits of what is asked.
const (
	maxReason  = 100 // characters
	maxPayload = 16 << 10
)

// privateDigits finds what could be a phone, card or identity number.
var privateDigits = regexp.MustCompile(`\d[\d\s-]{5,}\d`)

// key is what is not asked twice at a time. A list of people is for whoever asked for it alone, so that another may ask for one too.
func (q Question) key(member uuid.UUID) string {
	key := string(q.Kind) + ":" + q.SubjectID
	if q.Kind == ExportPeople {
		key += ":" + member.String()
	}
	return key
}

// check tells what is wrong with a question.
func (q Question) check() error {
	if q.Kind.Chinese() == "" || q.Subject == "" || q.SubjectID == "" || q.StationPath == "" || len(q.Payload) > maxPayload {
		return errQuestion
	}
	if n := utf8.RuneCountInString(q.Reason); n == 0 || n > maxReason || privateDigits.MatchString(q.Reason) {
		return errReason
	}
	return nil
}

// mayDecide is the rule of two people: whoever asked does not decide, nothing is decided twice, and not after its time.
func (r Request) mayDecide(by uuid.UUID, now time.Time) error {
	switch {
	case r.State != Asked:
		return ErrDecided
	case !now.Before(r.ExpiresAt):
		return ErrExpired
	case r.AskedBy == by:
		return ErrOwn
	default:
		return nil
	}
}
