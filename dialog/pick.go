package dialog

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"shuangyong/dialog/understand"
)

// pick takes an answer to the numbered options: a number, an ordinal, a yes to the only one, or its name.
func (t *turn) pick(u understand.Understanding, clean string) (done bool, err error) {
	options := t.st.Options
	if len(options) == 0 && u.Choice != 0 {
		options = firstOptions() // the greeting may be all he sees, even days later
	}
	n := u.Choice
	if n == understand.LastChoice {
		n = len(options)
	}
	switch {
	case u.Digits == "0": // what telephone menus have taught everybody
		return true, t.run(Step{Intent: "human"})
	case n > len(options):
		hint := fmt.Sprintf("请回1到%d里的一个数字", len(options))
		if len(options) == 1 {
			hint = "现在只有一项，回1就行"
		}
		t.say(fmt.Sprintf("没有第%d项。%s，或者直接说您要什么。", n, hint), options...)
		return true, nil
	case n > 0:
		return true, t.take(options[n-1])
	case (u.Yes || u.No) && saidExactly(options, clean) >= 0: // 不同意 is the name of an option before it is a no
		return true, t.take(options[saidExactly(options, clean)])
	case u.Yes && u.Intent == understand.Unknown:
		return true, t.agreed(options)
	case u.No && u.Intent == understand.Unknown, hasAny(clean, "都不是", "都不对", "不是这些"), ended(clean):
		return true, t.refused(clean)
	}
	if i, ok := named(options, clean, u.Intent); ok {
		return true, t.take(options[i])
	}
	return false, nil
}

// take runs an option. An option that carries a status is the citizen saying what he is.
func (t *turn) take(o Option) error {
	if o.Step.slot("claim") != "" {
		t.claim(o.Step.slot("claim"))
	}
	if o.Step.Intent == "human" || t.st.Form != nil {
		t.st.Form = nil
	}
	return t.run(o.Step)
}

func (t *turn) agreed(options []Option) error {
	switch len(options) {
	case 0:
		t.say("好的。还想办什么，直接说就行。")
	case 1:
		return t.take(options[0])
	default:
		t.say(fmt.Sprintf("您要哪一个？请回1到%d里的数字：", len(options)), options...)
	}
	return nil
}

// ended tells that he wants nothing more.
func ended(clean string) bool {
	switch squeeze(clean) {
	case "没有了", "没了", "没事了", "没别的了", "没啥了", "不问了", "不用了", "不要了":
		return true
	}
	return false
}

// refused is for a bare 不是 or 都不是: he is asked to say it in his own words, and may have a human. 不用了 and 没有了 just end the talk.
func (t *turn) refused(clean string) error {
	if ended(clean) || hasAny(clean, "没有", "不用", "不要", "不必", "不需要") {
		t.say("好的，有事随时说。")
		return nil
	}
	t.st.Unclear++
	if t.st.Unclear >= 2 {
		return t.unclearAgain()
	}
	t.say("好，不是这些。您想办的事，用自己的话说一遍就行。\n想找人说，回“人工”。")
	return nil
}

// saidExactly is the option whose name was said and nothing else, -1 when there is none.
func saidExactly(options []Option, clean string) int {
	said := squeeze(clean)
	return slices.IndexFunc(options, func(o Option) bool { return said != "" && (squeeze(o.Say) == said || squeeze(o.Label) == said) })
}

// named finds the one option whose name was said: exactly, or nearly where the sentence was not understood as another wish.
func named(options []Option, clean, intent string) (int, bool) {
	said := squeeze(clean)
	if utf8.RuneCountInString(said) < 2 {
		return 0, false
	}
	hit, hits := 0, 0
	for i, o := range options {
		name := o.Say
		if name == "" {
			name = o.Label
		}
		name = squeeze(name)
		if name == said || squeeze(o.Label) == said {
			return i, true
		}
		// A long sentence that mentions an option is a new wish; a short one that is nearly its name means it.
		if intent != understand.Unknown && intent != o.Step.Intent {
			continue
		}
		if near := len(said) <= 2*len(name); near && (strings.Contains(name, said) || strings.Contains(said, name)) {
			hit, hits = i, hits+1
		}
	}
	return hit, hits == 1
}

// squeeze leaves only what is said: no spaces, no punctuation.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n，。、！？,.!?：:；;“”\"'（）()《》·-—", r) {
			return -1
		}
		return r
	}, s)
}
