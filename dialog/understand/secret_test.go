package understand

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRedact(t *testing.T) {
	for text, want := range map[string]string{
		"我以前在96123部队当兵":     "我以前在〇〇当兵",
		"我是第三十八集团军的":        "我是〇〇的",
		"九六一二三部队退伍":         "〇〇退伍",
		"原１１２師三团二营五连连长":     "原〇〇连长",
		"番号是31456，退伍证丢了":    "〇〇，退伍证丢了",
		"我儿子部队驻扎在黑石山下，怎么寄信": "我儿子〇〇，怎么寄信",
		"部队31xxx服役":         "〇〇服役",
	} {
		clean, found := Redact(text)
		require.True(t, found, text)
		require.Equal(t, want, clean)
	}
	for _, text := range []string{
		"我在部队当过三年兵", "家里乱成一团糟", "我坐5路车", "张师傅在吗", "十来个军嫂", "我是1985年的兵", "部队在哪儿能查档案", "我连着三天没睡", "第一军医大学在哪", "有三个军人", "编号482 193 057", "我弟弟在部队",
		"营业时间到几点", "一连几天没人管", "去旅游打折吗",
	} {
		clean, found := Redact(text)
		require.False(t, found, "%s → %s", text, clean)
		require.Equal(t, text, clean)
	}
}

func TestPersonalNumbersAreNoCodes(t *testing.T) {
	r := taught()
	for _, text := range []string{"身份证11010519491231002X，查信访进度", "我电话13800138000，查信访进度", "卡号6222021234567890123，查信访进度", "军字第1234567号，查信访进度"} {
		u := r.Read(text, monday)
		require.Len(t, u.Personal, 1, text)
		require.Empty(t, u.Slots[SlotCode], text)
	}
	require.Empty(t, r.Read("查482 193 057", monday).Personal)
}
