package application

import (
	"shuangyong/models/clock"
	"shuangyong/models/number"
	"shuangyong/models/seal"
)

// What the applicant reads of each step. It is written with the step, so that it stays what was said.

func startedText(a Application) string {
	return "开始申请登记：" + list(a.Wanted) + "。拍好证件照片，再点“提交”。"
}

func handedText(a Application, again bool) string {
	got := "收到了，编号" + number.Spaced(a.Number) + "，不用记。"
	if again {
		got = "补的材料收到了。"
	}
	return got + dueText(a.DecideBy)
}

// dueText says the last day for the decision, or that it cannot be said yet.
func dueText(due clock.Date) string {
	if due == "" {
		return "工作人员会尽快核对，10个工作日内告诉您结果；明年的放假安排还没公布，公布后再告诉您是哪天。"
	}
	return "工作人员会核对，最迟" + due.Chinese() + "告诉您结果（自提交次日起10个工作日）。"
}

func seenText(who string) string { return who + "打开了您的申请，正在核对材料。" }

func moreText(who string, r Reason, words string) string {
	return who + "请您补一下：" + explain(r, false, words) + "补好再点“提交”。不会拍，拿原件到就近的服务站，我们帮您办。"
}

const handedOnText = "原来核对的同志与您有亲属关系，按规定回避，换一位同志接着办，时间不变。"

func grantedText(who string, a Application) string {
	return "核对好了，登记为：" + list(a.Granted) + "。由" + who + "核定。证件照片已经删除。"
}

func refusedText(who string, r Reason, words string) string {
	return "这次没有登记。" + explain(r, true, words) + "由" + who + "核定，证件照片已经删除。有新的材料可以再申请；觉得不对，回“人工”请人再核，或拿原件到服务站当面说。"
}

const (
	takenBackText = "您撤回了申请，证件照片已经删除。想办的时候再申请，不影响。"
	lapsedText    = "30天没有等到材料，这份申请先关掉了，证件照片已经删除。想办的时候再申请，或拿原件到就近的服务站，我们帮您办。"
)

// cut is the first n characters of a text.
func cut(t seal.Text, n int) seal.Text {
	if all := []rune(t.Reveal()); len(all) > n {
		return seal.Text(string(all[:n]))
	}
	return t
}
