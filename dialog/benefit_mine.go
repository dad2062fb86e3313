package dialog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"shuangyong/dialog/understand"
	"shuangyong/models/benefit"
	"shuangyong/models/person"
	"shuangyong/models/proxy"
)

// benefitMine lists what somebody of his status is entitled to, five at a time, the commonest first.
func benefitMine(t *turn, s Step) error {
	if mourns(s.slot(words)) {
		t.afterDeath(s)
		return nil
	}
	statuses, err := t.statuses(s)
	if err != nil {
		return err
	}
	if topic := s.slot(understand.SlotTopic); topic != "" {
		return benefitAsk(t, s)
	}
	kin, err := t.kinStatuses(s, &statuses)
	if err != nil {
		return err
	}
	if len(statuses) == 0 {
		t.askStatus(s, whose(s)+"是哪种情况？选一个，我把能享受的列出来。")
		t.tail("都不是，或者有两种，直接说，比如“我爱人在部队”。")
		return nil
	}
	list := t.entitled(statuses)
	if kin.Proxy != uuid.Nil {
		defer func() { t.ofKin(s, kin) }()
	}
	if len(list) == 0 {
		t.nothingFound(names(statuses) + "的优待")
		return nil
	}
	head := fmt.Sprintf("%s可以问的优待有%d项：", names(statuses), len(list))
	switch group := s.slot("group"); {
	case group != "":
		list = ofGroup(list, group)
		t.pageOf(fmt.Sprintf("%s，%s%d项：", names(statuses), group, len(list)), benefitOptions(list), s.Offset)
	case len(list) > 2*maxOptions:
		t.say(head, groupOptions(s, list)...)
		t.tail("回数字就行。")
	default:
		t.pageOf(head, benefitOptions(list), s.Offset)
	}
	if s.Offset == 0 {
		t.reply.Tail = lines(t.reply.Tail, "也可以直接说关心的事，比如“看病”“补助”“孩子上学”。", "够不够条件，以工作人员核实为准。")
	}
	return nil
}

// kinStatuses fills in the statuses on file of the one whom the wish is about, where he lets the speaker see them and there is no doubt who is meant. Otherwise the
// question gets its general answer.
func (t *turn) kinStatuses(s Step, statuses *[]person.Claim) (Kin, error) {
	if len(*statuses) > 0 || !forKin(s) {
		return Kin{}, nil
	}
	kin, ok, err := t.kin(s, proxy.Benefits)
	if err != nil || !ok {
		return Kin{}, err
	}
	held, err := t.e.Proxies.StatusesOf(t.ctx, kin.Person, t.today)
	if err != nil || len(held) == 0 {
		return Kin{}, err
	}
	for _, h := range held {
		*statuses = append(*statuses, person.Claim(h.Status))
	}
	return kin, nil
}

// ofKin says whose file the answer is from. That it was looked at is written down once, with the first of the lists.
func (t *turn) ofKin(s Step, kin Kin) {
	if s.slot("group") != "" || s.Offset > 0 {
		return
	}
	t.reply.Text = "照" + kin.called() + "登记的身份，\n" + t.reply.Text
	t.looks(kin, proxy.Benefits, "statuses")
}

// groups are the five heads under which a long list of entitlements is told, with the topics of each. What has another topic or none stands
// under the last.
var groups = []struct{ name, topics string }{
	{"补助和抚恤金", "pension family_payment lump_sum martyr conscription"},
	{"看病和护理", "medical one_stop_settlement"},
	{"工作、安置、学技术", "employment training loan retirement spouse_job"},
	{"上学、住房、养老、打官司", "education housing nursing_home legal_aid"},
	{"优待证、坐车、门票和别的", ""},
}

func groupOf(topic string) string {
	for _, g := range groups {
		if topic != "" && slices.Contains(strings.Fields(g.topics), topic) {
			return g.name
		}
	}
	return groups[len(groups)-1].name
}

func ofGroup(list []benefit.Benefit, group string) []benefit.Benefit {
	return slices.DeleteFunc(slices.Clone(list), func(b benefit.Benefit) bool { return groupOf(b.Topic) != group })
}

// groupOptions offers the groups that have something in them.
func groupOptions(s Step, list []benefit.Benefit) []Option {
	var options []Option
	for _, g := range groups {
		if n := len(ofGroup(list, g.name)); n > 0 {
			next := s.with("group", g.name)
			delete(next.Slots, words)
			options = append(options, Option{Label: fmt.Sprintf("%s（%d项）", g.name, n), Say: g.name, Step: next})
		}
	}
	return options
}

// entitled is what any of the statuses gives today, each once.
func (t *turn) entitled(statuses []person.Claim) []benefit.Benefit {
	var out []benefit.Benefit
	seen := map[string]bool{}
	for _, st := range statuses {
		for _, b := range t.e.Benefits.For(string(st), t.today) {
			if !seen[b.Code] {
				seen[b.Code] = true
				out = append(out, b)
			}
		}
	}
	return out
}

func benefitOptions(list []benefit.Benefit) []Option {
	options := make([]Option, len(list))
	for i, b := range list {
		options[i] = Option{Label: b.Title, Step: Step{Intent: "benefit.open", Slots: map[string]string{"id": b.Code}}}
	}
	return options
}

func names(statuses []person.Claim) string {
	var out []string
	for _, s := range statuses {
		out = append(out, s.Chinese())
	}
	return strings.Join(out, "、")
}
