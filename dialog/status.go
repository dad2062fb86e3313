package dialog

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"shuangyong/dialog/understand"
	"shuangyong/models/person"
)

// statusWords are how people name what they are, the more particular first: a disabled veteran is a veteran too.
var statusWords = []struct {
	status person.Claim
	words  []string
}{
	{person.Claim(person.BereavedFamily), []string{"烈属", "烈士", "遗属", "因公牺牲", "病故军人", "三属", "牺牲的", "牺牲了"}},
	{person.Claim(person.DisabledVeteran), []string{"残疾军人", "伤残军人", "伤残", "残军", "残废军人", "评过残", "评了残", "残疾证"}},
	{person.Active, []string{"现役", "还在部队", "正在部队", "在服役", "服役中", "现在当兵", "没退伍", "未退伍"}},
	{person.Claim(person.MilitaryFamily), []string{"军属", "军嫂", "随军", "军人家属", "军人配偶", "军人子女", "当兵的家属", "儿子当兵", "女儿当兵", "孩子当兵", "娃当兵", "爱人当兵", "孙子当兵", "儿子在部队", "女儿在部队", "儿子参军"}},
	{person.Claim(person.Veteran), []string{"退役", "退伍", "老兵", "当过兵", "复员", "转业", "当了", "年的兵", "退武", "退五", "参战"}},
}

// statusIn is the status a sentence speaks of, "" for none.
func statusIn(text string) person.Claim {
	if sonServes.MatchString(text) {
		return person.Claim(person.MilitaryFamily)
	}
	for _, s := range statusWords {
		for _, w := range s.words {
			if strings.Contains(text, w) && (w != "当了" || strings.Contains(text, "兵")) {
				return s.status
			}
		}
	}
	return ""
}

// sonServes is somebody of the family who is in the army now: whoever says so is of a military family.
var sonServes = regexp.MustCompile(`(儿子|孩子|娃|闺女|女儿|丈夫|老公|孙子)[^，。？！]{0,8}(在部队|当兵|服役|参军)(呢|着|，|家里|有|能|$)`)

// speaksOfSelf tells whether the status in a sentence is the speaker's own.
func speaksOfSelf(text, whom string) bool {
	if whom != "" && whom != "self" {
		return false
	}
	for _, kin := range []string{"老伴", "爱人", "对象", "媳妇", "老公", "战友", "朋友", "邻居", "同事"} {
		if strings.Contains(text, kin) {
			return false
		}
	}
	return strings.ContainsAny(text, "我俺咱") || strings.Contains(text, "本人")
}

// forKin tells whether the wish is about somebody else.
func forKin(s Step) bool {
	whom := s.slot(understand.SlotFor)
	return whom != "" && whom != "self"
}

// claim remembers what the speaker says he is.
func (t *turn) claim(status string) { t.st.Claimed = person.Claim(status) }

// statuses are what an answer is about: what the sentence said, else what he said before, else what is on file. Empty = nobody knows yet.
func (t *turn) statuses(s Step) ([]person.Claim, error) {
	if v := s.slot("status"); v != "" {
		return []person.Claim{person.Claim(v)}, nil
	}
	if forKin(s) {
		return nil, nil
	}
	if t.st.Claimed != "" {
		return []person.Claim{t.st.Claimed}, nil
	}
	k, ok, err := t.person()
	if err != nil || !ok {
		return nil, err
	}
	var held []person.Claim
	if k.May(person.OwnBenefits) {
		for _, h := range k.Statuses {
			if h.On(t.today) {
				held = append(held, person.Claim(h.Status))
			}
		}
	}
	if len(held) == 0 && k.Claimed != "" {
		held = append(held, k.Claimed)
	}
	return held, nil
}

// askStatus asks what somebody is, and takes the wish up again with the answer.
func (t *turn) askStatus(s Step, lead string) {
	own := !forKin(s)
	var options []Option
	for _, st := range []person.Claim{
		person.Claim(person.Veteran), person.Claim(person.DisabledVeteran), person.Claim(person.MilitaryFamily), person.Claim(person.BereavedFamily), person.Active,
	} {
		next := s.with("status", string(st))
		if own {
			next = next.with("claim", string(st))
		}
		options = append(options, Option{Label: st.Chinese(), Step: next})
	}
	t.say(lead, options...)
	t.st.Want = &s
}

// correct takes a bare statement of what one is ("不对，我是残疾军人", "我是军属") as an answer to, or a correction of, the last question.
func (t *turn) correct(u understand.Understanding, clean string) (bool, error) {
	status := statusIn(clean)
	if status == "" || (u.Intent != understand.Unknown && u.Intent != "benefit.mine" && u.Intent != "identity.verify") {
		return false, nil
	}
	s := t.st.Want
	if s == nil && t.st.Current != nil && t.e.intents[t.st.Current.Intent].byStatus {
		s = t.st.Current
	}
	if s == nil || !onlyStatus(clean) {
		return false, nil
	}
	next := s.with("status", string(status))
	delete(next.Slots, "claim")
	if s.Intent == "benefit.mine" {
		delete(next.Slots, words) // they led to the question; the answer is about the status
	}
	if speaksOfSelf(clean, u.Slots[understand.SlotFor]) || s.slot(understand.SlotFor) == "" {
		t.claim(string(status))
	}
	return true, t.run(next)
}

// stating are the words around a status in a statement of what one is; with them and the status gone, little is left.
var stating = strings.NewReplacer("不对", "", "不是", "", "说错了", "", "错了", "", "应该是", "", "我是", "", "俺是", "", "我们", "", "我家", "", "家里", "", "他是", "", "她是", "",
	"属于", "", "算是", "", "一名", "", "一个", "", "曾经", "", "现在", "", "军人", "", "家属", "", "的", "", "是", "", "我", "", "俺", "", "咱", "", "了", "", "啊", "", "呢", "", "哦", "", "兵", "")

// onlyStatus tells whether a sentence does nothing but say what somebody is.
func onlyStatus(text string) bool {
	text = squeeze(text)
	for _, s := range statusWords {
		for _, w := range s.words {
			text = strings.ReplaceAll(text, w, "")
		}
	}
	return utf8.RuneCountInString(stating.Replace(text)) <= 2
}
