package audit

import (
	"time"

	"github.com/google/uuid"

	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/internal/orm"
)

// Purpose is why somebody opened a person's file: nobody looks without a reason, and the person reads which it was.
type Purpose string

// The purposes.
const (
	ForAppointment Purpose = "appointment" // 预约接待
	ForPetition    Purpose = "petition"    // 办理诉求
	ForBenefit     Purpose = "benefit"     // 办理优待、核发待遇
	ForIdentity    Purpose = "identity"    // 核对身份
	ForProxy       Purpose = "proxy"       // 办理家人代办
	ForAid         Purpose = "aid"         // 走访慰问、困难帮扶
	ForCorrection  Purpose = "correction"  // 更正、查询、删除个人信息
	ForReview      Purpose = "review"      // 核对重复登记
	ForHandoff     Purpose = "handoff"     // 人工服务
	ForExport      Purpose = "export"      // 批量导出
)

// purposes are what people read of each.
var purposes = map[Purpose]string{
	ForAppointment: "预约接待", ForPetition: "办理您反映的诉求", ForBenefit: "办理优待、核发待遇", ForIdentity: "核对身份", ForProxy: "办理家人代办", ForAid: "走访慰问、困难帮扶",
	ForCorrection: "更正、查询或删除个人信息", ForReview: "核对重复登记", ForHandoff: "人工服务", ForExport: "批量导出",
}

// Chinese is the purpose as people read it; "" for one that is none.
func (p Purpose) Chinese() string { return purposes[p] }

// sawPerson is the action of the entries that say who saw a person's file.
const sawPerson = "person.see"

var errPurpose = fault.New(fault.Invalid, "audit.purpose", "打开档案要先选一个用途。")

// Saw writes down that somebody opened what the bureau keeps of a person: which part ("file", "documents", "list", "export"), why, and in which matter (a case
// number of ours, or nothing). It is written in the transaction that hands the data out, and like every entry nobody can alter it.
func Saw(tx db.Tx, by Actor, personID uuid.UUID, part string, why Purpose, number string) error {
	if why.Chinese() == "" {
		return errPurpose
	}
	detail := map[string]string{"purpose": string(why), "part": part}
	if number != "" {
		detail["number"] = number
	}
	return Record(tx, Entry{Actor: by, Action: sawPerson, Subject: "person", SubjectID: personID.String(), Detail: detail})
}

// Sight is one time that somebody saw a person's file.
type Sight struct {
	ID      uuid.UUID
	At      time.Time
	By      Actor
	Person  uuid.UUID
	Part    string
	Purpose Purpose
	Number  string
}

// SightsOf are the times that a person's file was seen, the latest first: at most limit, before the entry before (the zero key: from the newest). people are his key and those of
// records that were merged into his, for an entry keeps the key it was written with.
func SightsOf(r db.Reader, people []uuid.UUID, before uuid.UUID, limit int) ([]Sight, error) {
	all, err := kept(orm.Of(r).Where("subject = ? AND subject_id IN ? AND action = ?", "person", texts(people), sawPerson), before, limit)
	sights := make([]Sight, len(all))
	for i, k := range all {
		sights[i] = k.sight()
	}
	return sights, err
}

func (k Kept) sight() Sight {
	person, _ := uuid.Parse(k.SubjectID) // Saw wrote it
	return Sight{
		ID: k.ID, At: k.At, By: k.Actor, Person: person,
		Part: k.Detail["part"], Purpose: Purpose(k.Detail["purpose"]), Number: k.Detail["number"],
	}
}
