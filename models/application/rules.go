package application

import (
	"slices"
	"time"

	"shuangyong/models/attempt"
	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/workday"
)

// The terms of an application: our reading, which the bureau confirms or changes here [confirm].
const (
	DecideDays = 10                  // working days for a decision, from the day after it was handed in
	KeepOpen   = 30 * 24 * time.Hour // so long without a sign of the applicant, what waits for him is closed, and a draft or what was withdrawn is deleted
	Look       = 15 * time.Minute    // how long after opening an application its pictures can be looked at
)

// Uploading is how many pictures an account may send in a row: drawing one anew costs a quarter of a second of a processor.
func Uploading() attempt.Rule {
	return attempt.Rule{Name: "application.upload", Limit: 60, Window: 30 * time.Minute, Lock: 30 * time.Minute}
}

// The refusals.
var (
	ErrNotFound  = fault.New(fault.NotFound, "application.not_found", "没有这份申请。请回列表刷新后再看。")
	errNoPaper   = fault.New(fault.NotFound, "application.no_document", "没有这张照片，可能已经删除了。")
	errTooMany   = fault.New(fault.Conflict, "application.too_many", "您还有3份申请没办完。等有了结果，或撤回一份，再来申请。")
	errPapers    = fault.New(fault.Conflict, "application.too_many_documents", "一份申请最多6张照片。请先删掉不要的，再传。")
	errPaperKind = fault.New(fault.Invalid, "application.document_kind", "请从列出的材料里选一种。军官证、军士证等现役证件这里不收。")
	errHeavy     = fault.New(fault.TooLarge, "application.document_large", "照片太大，没有收下。请重新拍一张再传。")
	errBare      = fault.New(fault.Conflict, "application.no_documents", "还没有照片，没法核对。请至少拍一张证件；不会拍，拿原件到就近的服务站，我们帮您办。")
	errFixed     = fault.New(fault.Conflict, "application.being_checked", "申请正在核对，现在不能改。要改的话，先撤回再重新申请，或回“人工”找人办。")
	errOver      = fault.New(fault.Conflict, "application.over", "这份申请已经办结了。需要的话可以另提一份。")
	errDecided   = fault.New(fault.Conflict, "application.decided", "这份申请已经有结果了，没有重复办。请刷新列表。")
	errNotYet    = fault.New(fault.Conflict, "application.not_submitted", "申请人正在补材料，等他提交了再办。")
	errRecused   = fault.New(fault.Forbidden, "application.recused", "您在这份申请上已经回避，由其他同志办。")
	errUnopened  = fault.New(fault.Conflict, "application.not_opened", "请先打开申请、看过材料再办。")
	errLook      = fault.New(fault.Forbidden, "application.look_over", "看照片的时间过了（15分钟）。请写明用途，重新打开申请。")
)

// canChange tells whether the applicant may change papers and words. It is a pure rule, like all below.
func (a Application) canChange() error {
	switch a.State {
	case Draft, MoreNeeded:
		return nil
	case Submitted:
		return errFixed
	default:
		return errOver
	}
}

// canHandIn tells whether it can be submitted with so many photographs.
func (a Application) canHandIn(photographs int) error {
	if err := a.canChange(); err != nil {
		return err
	}
	if photographs == 0 {
		return errBare
	}
	return nil
}

// canWithdraw tells whether the applicant may take it back.
func (a Application) canWithdraw() error {
	if !slices.Contains(open(), a.State) {
		return errOver
	}
	return nil
}

// canHandle tells whether a member of staff may ask for more, hand it on, or decide: while it waits for staff, and only who is no relative.
func (a Application) canHandle(r reader) error {
	switch {
	case r.RecusedAt != nil:
		return errRecused
	case a.State == Submitted:
		return nil
	case a.State == Draft || a.State == MoreNeeded:
		return errNotYet
	default:
		return errDecided
	}
}

// canDecide is canHandle for whoever has looked at it as it is now.
func (a Application) canDecide(r reader) error {
	if err := a.canHandle(r); err != nil {
		return err
	}
	if r.OpenedAt == nil || a.SubmittedAt != nil && r.OpenedAt.Before(*a.SubmittedAt) {
		return errUnopened
	}
	return nil
}

// canLook tells whether a member of staff may look at a picture at now.
func (a Application) canLook(r reader, now time.Time) error {
	switch {
	case r.RecusedAt != nil:
		return errRecused
	case r.OpenedAt == nil || now.Sub(*r.OpenedAt) > Look:
		return errLook
	}
	return nil
}

// fate is what becomes of an application by itself.
type fate int

const (
	stays  fate = iota
	closes      // staff asked for more and nothing came: it is withdrawn, and the applicant can read why
	goes        // it was never handed in, or was withdrawn: nothing of it is kept
)

// fateAt tells what becomes of it at now when nothing happened to it for 30 days.
func (a Application) fateAt(now time.Time) fate {
	switch {
	case now.Sub(a.UpdatedAt) < KeepOpen:
		return stays
	case a.State == MoreNeeded:
		return closes
	case a.State == Draft, a.State == Withdrawn:
		return goes
	default:
		return stays
	}
}

// decideBy is the last day for the decision on what is handed in today; "" in a year whose holidays are not announced, which is no reason to take nothing in.
func decideBy(days *workday.Calendar, today clock.Date) (clock.Date, error) {
	due, err := days.AddWorking(today, DecideDays)
	if err != nil && fault.Of(err).Reason == workday.ReasonUnknownYear {
		return "", nil
	}
	return due, err
}
