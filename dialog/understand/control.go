package understand

import (
	"strings"
)

// answers are messages (or first clauses) that only answer or steer, written as they are once marks and spaces are gone.
var answers = map[string]string{
	"yes":    "是 是的 是啊 是滴 是呀 对 对的 对对 对呀 对头 好 好的 好吧 好嘞 好滴 好啊 好呀 行 行吧 行啊 行的 行行 可以 可以的 中 中中 要得 成 成吧 没问题 确认 确定 嗯 嗯嗯 恩 恩恩 哦好 ok okay yes y 同意 没错 就这样 就这么办 就它 就这个 愿意 要 要的 需要 得行 阔以 妥 妥了 得 得嘞 是咧 系 好好 好哒 确认无误 办吧 约吧 提交 提交吧",
	"no":     "不 不是 不是的 不对 不要 不用 不行 不可以 不好 否 没有 没 不用了 不需要 不必 不必了 不了 别 不中 不成 不想 不同意 不得行 no n 不确认 错了 不愿意 不系 唔系 唔要 不要了 不用谢",
	"more":   "还有吗 还有没有 还有 还有呢 更多 多点 继续 接着说 下一页 往下 往下说 别的呢 其他的呢 其他 还有别的吗 还有其他的吗 还有不 还有没 然后呢 后面呢 再来几个 换一批 再看几个 接着 more 下页 第二页 第三页 翻页 后一页 还有啥 再多说点",
	"human":  "人工 转人工 人工服务 人工客服 客服 找人工 要人工 真人 找真人 工作人员 找工作人员 叫人 找人 要人工服务 转客服 接人工 活人 找活人 人工人工 我要人工 我要找人工 转接人工",
	"cancel": "取消 取消吧 算了 算了吧 算啦 不办了 不弄了 不搞了 不填了 退出 停 停止 结束 别弄了 不整了 放弃 先不办了 不约了 不说了 quit exit",
	"back":   "上一步 返回 返回上一步 退回 回上一步 上一个 退一步 往回 回到上一步 back 上一级 返回上级 回去 后退",
	"repeat": "再说一遍 重复 重复一遍 没听清 没听清楚 再说一次 啥 什么 啊 没看清 再发一遍 重说 你说啥 你说什么 再讲一遍 没听见 又说一遍",
	"help":   "帮助 菜单 help 功能 主菜单 首页 使用说明 怎么用 咋用 目录 说明",
	"thanks": "谢谢 谢了 多谢 谢谢你 谢谢您 谢谢啊 感谢 辛苦了 谢谢了 非常感谢 thanks 再见 拜拜",
	"greet":  "你好 您好 在吗 在不在 在么 喂 哈喽 hello hi 嗨 早上好 上午好 下午好 晚上好 早 您好啊 你好啊 你好呀 在不 有人在吗 喂喂",
}

func answerTable() map[string]string {
	table := make(map[string]string, 320)
	for name, words := range answers {
		for word := range strings.FieldsSeq(words) {
			table[word] = name
		}
	}
	return table
}

// particles may close any answer.
const particles = "啊呀吧呢哦嘛啦哈哟喔"

// answer looks the runes up without marks, spaces and closing particles.
func (r *Reader) answer(runes []rune) string {
	if len(runes) > 14 {
		return ""
	}
	var room [14]rune
	kept := room[:0]
	for _, c := range runes {
		if c != ' ' && c != pause && c != query {
			kept = append(kept, c)
		}
	}
	if len(kept) > 1 && strings.Trim(string(kept), particles) == "" {
		return "" // 啊啊啊 is a cry, and no 啊 that asks to hear it again
	}
	for n := len(kept); n > 0; n-- {
		if name := r.answers[string(kept[:n])]; name != "" {
			return name
		}
		if n < 2 || !strings.ContainsRune(particles, kept[n-1]) {
			return ""
		}
	}
	return ""
}

// choice reads a message that picks from a list: 2, 二, 第二个, 2号, 选3, 最后一个, 第一家吧.
func choice(runes []rune) int {
	var room [12]rune
	kept := room[:0]
	for _, c := range runes {
		if c == ' ' || c == pause || c == '.' {
			continue
		}
		if len(kept) == len(room) {
			return 0
		}
		kept = append(kept, c)
	}
	for _, opening := range []string{"回复", "输入", "我回", "发", "我选", "我要", "就选", "就要", "就", "选", "要", "回", "那就", "按"} {
		if prefixAt(kept, 0, opening) {
			kept = kept[len([]rune(opening)):]
			break
		}
	}
	if len(kept) == 4 && prefixAt(kept, 0, "最后") && strings.ContainsRune("个家条项", kept[3]) {
		return LastChoice
	}
	ordinal := len(kept) > 0 && kept[0] == '第'
	if ordinal {
		kept = kept[1:]
	}
	if len(kept) == 0 {
		return 0
	}
	value, used, _ := numeral(kept, 0)
	if used == 0 || used > 2 || value < 1 || value > 99 {
		return 0
	}
	rest := string(kept[used:])
	rest = strings.TrimRight(rest, "吧啊呀呢嘛的")
	switch rest {
	case "", "个", "家", "号", "项", "条", "种", "那个", "这个", "那家", "步", "样", "位":
		if !ordinal && (rest == "家" || rest == "条" || rest == "种" || rest == "样" || rest == "位" || rest == "步") {
			return 0
		}
		return value
	}
	return 0
}

// allDigits is a message of nothing but digits (and spaces or dashes between them), written or spoken.
func allDigits(runes []rune) string {
	if len(runes) > 40 {
		return ""
	}
	var b strings.Builder
	for _, c := range runes {
		switch v := digitAt(c); {
		case v >= 0:
			b.WriteByte(byte('0' + v))
		case c == ' ' || c == '-' || c == pause:
		default:
			return ""
		}
	}
	return b.String()
}
