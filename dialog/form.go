package dialog

import (
	"github.com/google/uuid"

	"shuangyong/dialog/understand"
)

// form is how a wish of several answers asks and listens.
type form struct {
	ask    func(t *turn, f *Form)
	take   func(t *turn, f *Form, u understand.Understanding, said, clean string) (done bool, err error)
	remind string // how it is offered again after an aside
}

func forms() map[string]form {
	return map[string]form{
		"petition.progress": {ask: askProgress, take: takeProgress, remind: "刚才查的诉求还差一步："},
		"family.code":       {ask: askFamilyCode, take: takeFamilyCode, remind: "刚才说的家人代办还差一步："},
		"complain":          {ask: askComplaint, take: takeComplaint, remind: "刚才要反映的事还没写完："},
	}
}

// begin opens a form and asks its first question.
func (t *turn) begin(kind, slot string, slots map[string]string) {
	f := &Form{ID: uuid.NewString(), Kind: kind, Ask: slot, Slots: slots, Asked: t.now}
	t.st.Form = f
	t.ask(f)
}

// ask puts the form's open question.
func (t *turn) ask(f *Form) {
	t.st.Form = f
	t.e.forms[f.Kind].ask(t, f)
}

// fill offers the message to the open form. A number for a human who was called is taken first of all.
func (t *turn) fill(u understand.Understanding, said, clean string) (bool, error) {
	f := t.st.Form
	if f == nil || f.Kind != "petition.progress" {
		if number := mobileIn(said); number != "" && t.st.Waiting != nil {
			t.passPhone(number)
			return true, nil
		}
	}
	if f == nil {
		return false, nil
	}
	if u.Intent == "human" {
		t.st.Form = nil
		return false, nil
	}
	if u.No && u.Intent == understand.Unknown {
		return true, t.cancel()
	}
	own := *f // the state that came in stays as it was
	return t.e.forms[f.Kind].take(t, &own, u, said, clean)
}

// putAside lets another wish be answered while the form waits; after three of them it is dropped.
func (t *turn) putAside() {
	f := *t.st.Form
	f.Aside++
	if f.Aside > 3 {
		t.st.Form = nil
		return
	}
	t.st.Form, t.aside = &f, true
}

// reminder is the line under the answer to something else.
func (t *turn) formReminder(f *Form) string {
	missing := map[string]string{"code": "编号", "tail": "手机号后四位", "words": "是哪儿、怎么回事", "proxy": "9位的代办码"}[f.Ask]
	return t.e.forms[f.Kind].remind + missing + "，直接发来就接着办；不办了回“取消”。"
}
