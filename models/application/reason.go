package application

import "shuangyong/models/fault"

// Reason is why more is needed, or why somebody was not registered.
type Reason string

// reasons are what people read of each. What a clerk must explain in his own words says so.
var reasons = []struct {
	reason  Reason
	refusal bool
	chinese string
	explain bool
}{
	{"unclear_photo", false, "有的照片看不清，请在亮处重拍一张，字要能认出来。", false},
	{"missing_paper", false, "还差一样材料。", true},
	{"missing_page", false, "有的证件没有拍全，请把要看的那页整页拍下来。", false},
	{"differs", false, "几样材料上的姓名或日期对不上，请补一份能说明的证明。", false},
	{"serving_paper", false, "现役证件这里不收，照片已经删除。请换其他材料。", false},
	{"more", false, "还有一处要请您补充。", true},

	{"not_shown", true, "从这些材料里还看不出是这种身份。", false},
	{"not_entitled", true, "按规定，这种情况不在登记的范围里。", true},
	{"elsewhere", true, "您的档案不在我们这里，要到档案所在地的退役军人事务局办。", false},
	{"already", true, "这个身份您已经登记过了，不用再申请。", false},
	{"declined", true, "", true},
}

func find(r Reason, refusal bool) (chinese string, explain, ok bool) {
	for _, one := range reasons {
		if one.reason == r && one.refusal == refusal {
			return one.chinese, one.explain, true
		}
	}
	return "", false, false
}

var (
	errReason  = fault.New(fault.Invalid, "application.reason", "请选一个理由，让申请人知道为什么。")
	errExplain = fault.New(fault.Invalid, "application.explain", "选这个理由，要用几句话写清楚缺什么、为什么，不超过300字。")
)

// checkReason refuses a reason that is none of its kind, and words that are missing or too many. It is a pure rule.
func checkReason(r Reason, refusal bool, words string) error {
	_, explain, ok := find(r, refusal)
	switch n := len([]rune(words)); {
	case !ok:
		return errReason
	case explain && n == 0, n > maxClerk:
		return errExplain
	}
	return nil
}

// explain is a reason as the applicant reads it, with what the clerk wrote.
func explain(r Reason, refusal bool, words string) string {
	chinese, _, _ := find(r, refusal)
	return sentence(chinese + words)
}

// sentence ends a text with a full stop where it has none.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	switch last := []rune(s); last[len(last)-1] {
	case '。', '！', '？', '.', '!', '?':
		return s
	}
	return s + "。"
}
