package dialog

import (
	"slices"
	"strings"

	"shuangyong/dialog/understand"
)

// control answers words about the conversation itself: more, again, back, stop, go on.
func (t *turn) control(u understand.Understanding, clean string) (done bool, err error) {
	switch {
	case u.Intent == "cancel":
		return true, t.cancel()
	case u.Intent == "back":
		return true, t.back()
	case u.Intent == "repeat":
		return true, t.repeat()
	case slices.Contains(goOn, strings.Trim(clean, " 。！!.，,")):
		return true, t.proceed()
	case u.More:
		return true, t.more()
	}
	return false, nil
}

// goOn are the words that lead back to what was left open.
var goOn = []string{"继续", "接着", "接着说", "继续说", "接着来", "往下说", "接着办", "接着查"}

// cancel drops the form in progress, and only that: nothing that was promised is undone by a word.
func (t *turn) cancel() error {
	had := t.st.Form != nil
	t.st.Form, t.st.Want, t.st.Also, t.st.Unclear, t.st.Said = nil, nil, nil, 0, nil
	if had {
		t.say("好，这个先不办了，您刚才填的没有留下。\n想起来再说一声就行。")
		return nil
	}
	t.say("好的，先到这儿。\n有事随时说，找人回“人工”。")
	if t.st.Waiting != nil {
		t.tail("已经请的工作人员照样会联系您；不用他联系，打" + t.phone() + "说一声。")
	}
	return nil
}

// back shows what was on the screen before; from the first screen it leads to the menu.
func (t *turn) back() error {
	t.st.Form, t.st.Also = nil, nil
	if cur := t.st.Current; cur != nil && cur.Offset > 0 {
		return t.show(Step{Intent: cur.Intent, Slots: cur.Slots})
	}
	n := len(t.st.Trail)
	if n == 0 {
		t.st.Current = nil
		return t.run(Step{Intent: "help"})
	}
	last := t.st.Trail[n-1]
	t.st.Trail = slices.Clone(t.st.Trail[:n-1])
	return t.show(last)
}

// repeat says the last thing again, word for word.
func (t *turn) repeat() error {
	if t.st.Last == "" {
		return t.run(Step{Intent: "help"})
	}
	rest := t.st.Rest
	t.verbatim(t.st.Last)
	t.st.Rest = rest
	return nil
}

// verbatim is a reply that is on the screen already or was cut to fit it: nothing is added to it.
func (t *turn) verbatim(text string) {
	t.reply = Reply{Text: text}
	t.quiet = true
}

// more shows the rest of a long answer, else the next page of a list.
func (t *turn) more() error {
	switch cur := t.st.Current; {
	case t.st.Rest != "":
		t.quiet = true
		t.say(t.st.Rest)
		t.st.Rest = ""
		return nil
	case t.st.Next > 0 && cur != nil:
		next := *cur
		next.Offset = t.st.Next
		return t.show(next)
	case len(t.st.Also) > 0:
		return t.proceed()
	default:
		t.say("就这些，后面没有了。\n想查别的直接说；想找人，回“人工”。")
		return nil
	}
}

// proceed leads back to what was left open: the form first, then the further wishes of the same message.
func (t *turn) proceed() error {
	switch {
	case t.st.Form != nil:
		t.ask(t.st.Form)
		return nil
	case len(t.st.Also) > 0:
		next := t.st.Also[0]
		t.st.Also = slices.Clone(t.st.Also[1:])
		return t.run(next)
	default:
		return t.more()
	}
}
