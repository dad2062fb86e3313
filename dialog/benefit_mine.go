package dialog

import (
	"fmt"
	"strings"

	"shuangyong/dialog/understand"
	"shuangyong/models/benefit"
	"shuangyong/models/person"
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
	if len(statuses) == 0 {
		t.askStatus(s, whose(s)+"是哪种情况？选一个，我把能享受的列出来。")
		t.tail("都不是，或者有两种，直接说，比如“我爱人在部队”。")
		return nil
	}
	list := t.entitled(statuses)
	if len(list) == 0 {
		t.nothingFound(names(statuses) + "的优待")
		return nil
	}
	head := fmt.Sprintf("%s可以问的优待有%d项：", names(statuses), len(list))
	t.pageOf(head, benefitOptions(list), s.Offset)
	if s.Offset == 0 {
		t.reply.Tail = lines(t.reply.Tail, "也可以直接说关心的事，比如“看病”“补助”“孩子上学”。", "够不够条件，以工作人员核实为准。")
	}
	return nil
}

// entitled is what any of the statuses gives today, each once.
func (t *turn) entitled(statuses []person.Status) []benefit.Benefit {
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

func names(statuses []person.Status) string {
	var out []string
	for _, s := range statuses {
		out = append(out, s.Chinese())
	}
	return strings.Join(out, "、")
}
