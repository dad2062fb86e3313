package desk

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"shuangyong/handlers/idempotent"
	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/approval"
	"shuangyong/models/audit"
	"shuangyong/models/db"
	"shuangyong/models/fault"
	"shuangyong/models/person"
	"shuangyong/models/seal"
	"shuangyong/models/staff"
)

// exportLife is how long a list can be fetched after the second person agreed.
const exportLife = 24 * time.Hour

var (
	errExportPath  = fault.New(fault.NotFound, "people_export.station", "没有这个服务站，或不在您管的范围里。请核对后再试。")
	errExportGone  = fault.New(fault.NotFound, "people_export.not_found", "没有这份名单，或不是您提的申请。请核对后再试。")
	errExportWaits = fault.New(fault.Conflict, "people_export.waiting", "还没有第二个人批准，名单现在不能下载。")
	errExportOver  = fault.New(fault.TooLate, "people_export.over", "批准过了24小时，名单不能再下载。还需要的话，请重新申请。")
)

// exportAsked is what a list needs to know when it is fetched.
type exportAsked struct {
	Path   string        `json:"path"`
	Status person.Status `json:"status,omitempty"`
	Whole  bool          `json:"whole,omitempty"` // unmasked
}

// AskPeopleExport asks a second person for a list of the people below a station.
func (d *Door) AskPeopleExport(c *gin.Context, _ AskPeopleExportParams) {
	var in PeopleExportQuestion
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	at, ok := d.o.Stations.ByID(in.StationID)
	if !ok || !who.Scope().Covers(string(at.Path)) {
		reply.Refuse(c, errExportPath)
		return
	}
	asked := exportAsked{Path: string(at.Path), Status: person.Status(worth(in.Status)), Whole: worth(in.Unmasked)}
	payload, err := json.Marshal(asked)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	idempotent.Run(c, d.o.DB, once(who), func(tx db.Tx) (int, any, error) {
		r, err := d.o.Approvals.Ask(tx, who.Actor(), approval.Question{
			Kind: approval.ExportPeople, Subject: "station", SubjectID: at.ID.String(), Payload: seal.Text(payload), Reason: in.Reason, StationPath: string(at.Path),
		})
		return http.StatusAccepted, PeopleExportAsked{ApprovalID: r.ID}, err
	})
}

// ExportEffect lets a list be fetched by whoever asked for it, once a second person agrees. The list is made when it is fetched, so that none lies about.
func ExportEffect() Effect {
	return func(db.Tx, audit.Actor, approval.Request) error { return nil }
}

// FetchPeopleExport gives the list to whoever asked for it. Each person on it reads that he was exported, by whom and when.
func (d *Door) FetchPeopleExport(c *gin.Context, id uuid.UUID) {
	who := officer(c)
	var rows [][]string
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) (err error) {
		asked, err := d.granted(tx, who, id)
		if err != nil {
			return err
		}
		list, err := person.Roll(tx, audit.Scope{Prefix: asked.Path}, asked.Status)
		if err != nil {
			return err
		}
		rows = [][]string{{"姓名", "性别", "出生日期", "身份证号", "电话", "住址", "身份类别"}}
		for _, one := range list {
			if err := audit.Saw(tx, who.Actor(), one.Person.ID, "export", audit.ForExport, ""); err != nil {
				return err
			}
			rows = append(rows, lineOf(one, asked.Whole))
		}
		return nil
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	file, err := sheet(rows)
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Header("Content-Disposition", `attachment; filename="people.csv"`)
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, "text/csv; charset=utf-8", file)
}

// granted is what the caller asked for, if a second person agreed within the time.
func (d *Door) granted(tx db.Tx, who staff.Member, id uuid.UUID) (exportAsked, error) {
	r, err := d.o.Approvals.InScope(tx, who.Scope(), id)
	switch {
	case err != nil && fault.CodeOf(err) != fault.NotFound:
		return exportAsked{}, err
	case err != nil || r.Kind != approval.ExportPeople || r.AskedBy != who.ID:
		return exportAsked{}, errExportGone
	case r.StateAt(tx.Now()) == approval.Asked:
		return exportAsked{}, errExportWaits
	case r.State != approval.Approved:
		return exportAsked{}, errExportGone
	case r.DecidedAt == nil || tx.Now().Sub(*r.DecidedAt) >= exportLife:
		return exportAsked{}, errExportOver
	}
	var asked exportAsked
	return asked, json.Unmarshal([]byte(r.Payload.Reveal()), &asked)
}

func lineOf(one person.OnRoll, whole bool) []string {
	p := one.Person
	statuses := make([]string, len(one.Statuses))
	for i, s := range one.Statuses {
		statuses[i] = s.Chinese()
	}
	name, number, phone, address := person.MaskName(p.Name), person.MaskIDNumber(p.IDNumber), person.MaskPhone(p.Phone), person.MaskAddress(p.Address)
	if whole {
		name, number, phone, address = p.Name.Reveal(), p.IDNumber.Reveal(), p.Phone.Reveal(), p.Address.Reveal()
	}
	return []string{name, map[string]string{"m": "男", "f": "女"}[p.Sex], string(p.BornOn), number, phone, address, strings.Join(statuses, "、")}
}
