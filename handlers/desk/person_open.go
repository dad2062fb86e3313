package desk

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"shuangyong/handlers/openapi"
	"shuangyong/handlers/reply"
	"shuangyong/models/audit"
	"shuangyong/models/clock"
	"shuangyong/models/db"
	"shuangyong/models/person"
	"shuangyong/models/seal"
)

// OpenPerson hands out a person's file and writes down who saw it, why, and which parts in full.
func (d *Door) OpenPerson(c *gin.Context, id PersonID) {
	var in PersonOpen
	if !openapi.Bind(c, &in) {
		return
	}
	who := officer(c)
	var parts []person.Part
	for _, p := range worth(in.Reveal) {
		parts = append(parts, person.Part(p))
	}
	var f person.File
	err := d.o.DB.InTx(c.Request.Context(), func(tx db.Tx) (err error) {
		f, err = d.o.People.Open(tx, who.Actor(), who.Scope(), id, audit.Purpose(in.Purpose), worth(in.Number), parts)
		return err
	})
	if err != nil {
		reply.Refuse(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, personFile(f, parts, clock.DateOf(d.o.DB.Clock().Now())))
}

// personFile is a file as it is shown: the name in full, for whoever opened it has a purpose; the rest masked but for the parts that were asked for.
func personFile(f person.File, parts []person.Part, today clock.Date) PersonFile {
	show := func(part person.Part, t seal.Text, mask func(seal.Text) string) string {
		if slices.Contains(parts, part) {
			return t.Reveal()
		}
		return mask(t)
	}
	p := f.Person
	out := PersonFile{
		ID: p.ID, Name: p.Name.Reveal(), Sex: Sex(p.Sex), BornOn: string(p.BornOn), Died: p.DiedOn != "", DiedOn: maybe(string(p.DiedOn)), StationPath: string(p.StationPath),
		Phone: show(person.PartPhone, p.Phone, person.MaskPhone), IDNumber: show(person.PartIDNumber, p.IDNumber, person.MaskIDNumber),
		Address:  show(person.PartAddress, p.Address, person.MaskAddress),
		Statuses: []StatusLine{}, Proofs: []ProofLine{}, Accounts: []AccountLine{}, Family: []FamilyLine{},
	}
	for _, h := range f.Held {
		out.Statuses = append(out.Statuses, statusLine(h, today))
	}
	for _, r := range f.Proofs {
		papers := []PaperKind{}
		for _, code := range strings.Fields(r.Papers) {
			papers = append(papers, PaperKind(code))
		}
		out.Proofs = append(out.Proofs, ProofLine{How: ProofLineHow(r.How), Papers: papers, At: instant(r.At)})
	}
	for _, a := range f.Accounts {
		out.Accounts = append(out.Accounts, AccountLine{App: AccountLineApp(a.App), Assurance: Assurance(a.Assurance.Code())})
	}
	for _, r := range f.Family {
		out.Family = append(out.Family, FamilyLine{Kind: FamilyLineKind(r.Kind), ID: r.RelativeID})
	}
	return out
}

func statusLine(h person.Held, today clock.Date) StatusLine {
	return StatusLine{
		ID: h.ID, Status: PersonStatus(h.Status), StatusText: h.Status.Chinese(), From: string(h.From), Held: h.On(today),
		Level: maybe(h.Level), Cause: maybe(DisabilityCause(h.Cause)), Kind: maybe(BereavedKind(h.Kind)), Until: maybe(string(h.Until)),
		SeenOn: maybe(string(h.SeenOn)), Proof: maybe(PaperKind(h.Proof)), EndReason: maybe(StatusEnding(h.EndReason)),
	}
}

// maybe is a value that is left out where it is nothing.
func maybe[T comparable](v T) *T {
	var nothing T
	if v == nothing {
		return nil
	}
	return &v
}
