package understand

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// monday is 2026-11-23, 10:00 in Shanghai.
var monday = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// taught is one Reader for all tests, which shows that it may be shared.
var taught = sync.OnceValue(New)

func TestExamplesAreManyAndKnown(t *testing.T) {
	written, known := map[string]int{}, classes()
	total := 0
	for _, e := range examples() {
		require.True(t, slices.Contains(known, e.class), "%s: %s", e.class, e.text)
		if e.file != "patterns.tsv" {
			written[e.class]++
			total++
		}
	}
	require.GreaterOrEqual(t, total, 1500)
	for _, class := range classes() {
		require.GreaterOrEqual(t, written[class], 20, class)
	}
	require.LessOrEqual(t, len(classes()), maxClasses)
	require.Zero(t, maxClasses%4)
}

func TestHeldOutIsNotTaught(t *testing.T) {
	r := taught()
	known := map[string]bool{}
	for _, e := range examples() {
		known[string(r.normalise(e.text).runes)] = true
	}
	for _, h := range readHeldOut(t) {
		if n := len([]rune(h.text)); n > 8 {
			require.False(t, known[string(r.normalise(h.text).runes)], h.text)
		}
	}
}

func TestBadExamplesAreRefused(t *testing.T) {
	for _, content := range []string{"greet 您好\n", "no.such\t您好\n", "greet\t\n"} {
		_, err := parseExamples("x.tsv", content)
		require.ErrorContains(t, err, "x.tsv:1", content)
	}
	for _, content := range []string{"greet\t[您好\n", "greet\t$nolist\n", "greet\n"} {
		_, err := patterns(content)
		require.ErrorContains(t, err, ":1", content)
	}
}

func TestSameExamplesTeachTheSame(t *testing.T) {
	a, b := New(), New()
	for _, text := range []string{"附近的优惠店", "随便说说", "我的证下来没"} {
		require.Equal(t, a.Read(text, monday), b.Read(text, monday))
	}
}

func TestControlWords(t *testing.T) {
	r := taught()
	for text, want := range map[string]Understanding{
		"人工": {Intent: "human"}, "转人工！": {Intent: "human"}, "ＨＥＬＰ": {Intent: "help"}, "取消": {Intent: "cancel"}, "算了吧": {Intent: "cancel"},
		"上一步": {Intent: "back"}, "再说一遍": {Intent: "repeat"}, "还有吗？": {Intent: Unknown, More: true}, "更多": {Intent: Unknown, More: true},
		"是": {Intent: Unknown, Yes: true}, "好的，": {Intent: Unknown, Yes: true}, "中": {Intent: Unknown, Yes: true}, "OK": {Intent: Unknown, Yes: true},
		"不": {Intent: Unknown, No: true}, "不用了": {Intent: Unknown, No: true}, "👌": {Intent: Unknown, Yes: true}, "🙏🙏": {Intent: "thanks"},
		"1": {Intent: Unknown, Choice: 1, Digits: "1"}, "２": {Intent: Unknown, Choice: 2, Digits: "2"}, "③": {Intent: Unknown, Choice: 3, Digits: "3"},
		"一": {Intent: Unknown, Choice: 1, Digits: "1"}, "第二个": {Intent: Unknown, Choice: 2}, "第三家吧": {Intent: Unknown, Choice: 3}, "选4": {Intent: Unknown, Choice: 4}, "回复1": {Intent: Unknown, Choice: 1}, "“1”": {Intent: Unknown, Choice: 1, Digits: "1"},
		"最后一个": {Intent: Unknown, Choice: LastChoice}, "十二": {Intent: Unknown, Choice: 12}, "1️⃣": {Intent: Unknown, Choice: 1, Digits: "1"},
	} {
		got := r.Read(text, monday)
		got.Confidence, got.Candidates, got.Slots = 0, nil, nil
		require.Equal(t, want, got, text)
	}
	require.Equal(t, "3057", r.Read("3057", monday).Digits, "the tail of a phone is no choice")
	require.Zero(t, r.Read("3057", monday).Choice)
	require.Zero(t, r.Read("最后一班车几点", monday).Choice)
	require.Equal(t, Unknown, r.Read("啊啊啊", monday).Intent, "a cry does not ask to hear it again")
	require.Equal(t, "repeat", r.Read("啊？", monday).Intent)
	require.True(t, r.Read("第二页", monday).More)
}

// What was misread when people talked with the program.
func TestMisreadOnce(t *testing.T) {
	r := taught()
	for text, want := range map[string]string{
		"农村老兵有啥补贴": "benefit.ask", "农村老兵补助政策": "benefit.ask", "春节慰问都有谁": "benefit.ask", "瞅不清你写的字": "help", "想再补充点材料": "petition.progress",
		"附近哪有站": "station.find", "最近的站在哪": "station.find", "站": "station.find", "附近的加油站": "shop.nearby", "火车站附近有优惠店吗": "shop.nearby", "西关附近的公交站": "bus.arrivals", "二中旁边的公交站": "bus.arrivals", "附近的公交站": "bus.arrivals",
		"我的店想改优惠": "shop.join", "店牌丢了想补一块": "shop.join", "一个人在屋里闷得慌": Unknown, "这个月的钱咋来晚了": "payment.when",
	} {
		require.Equal(t, want, r.Read(text, monday).Intent, text)
	}
}

// Words of danger in a question about a rule, a shop or the past do not alarm; in any other sentence they do.
func TestDangerAskedAbout(t *testing.T) {
	r := taught()
	for _, text := range []string{"骨折住院能报销吗", "哪家店铺卖菜刀打折", "当年被炸弹炸了腿，评几级", "国家信访局的网址"} {
		require.NotEqual(t, Crisis, r.Read(text, monday).Intent, text)
	}
	for _, text := range []string{"我爸骨折了动不了", "他手里拿着菜刀", "有人放了炸弹", "明天去国家信访局"} {
		require.Equal(t, Crisis, r.Read(text, monday).Intent, text)
	}
}

func TestSlots(t *testing.T) {
	r := taught()
	for _, c := range []struct{ text, slot, want string }{
		{"五路车还有多久到", SlotLine, "5路"},
		{"１０３路到哪了", SlotLine, "103路"},
		{"一百零三路还有几站", SlotLine, "103路"},
		{"幺零二路到哪了", SlotLine, "102路"},
		{"k12路末班车几点", SlotLine, "K12路"},
		{"先锋号几点首班", SlotLine, "拥军先锋号"},
		{"擁軍先鋒號有哪些站", SlotLine, "拥军先锋号"},
		{"坐一路车到哪了", SlotLine, "1路"},
		{"八一路附近有拥军饭店吗", SlotLine, ""},
		{"八一路附近有拥军饭店吗", SlotPlace, "八一路"},
		{"查一下482 193 057", SlotCode, "482193057"},
		{"我的信访４８２　１９３　０５７办到哪了", SlotCode, "482193057"},
		{"我的诉求四八二一九三零五七办到哪一步", SlotCode, "482193057"},
		{"编号：xf20260315-0042到哪了", SlotCode, "XF20260315-0042"},
		{"信访编号是30511，有结果没", SlotCode, "30511"},
		{"我手机13800138000，信访进度查一下", SlotCode, ""},
		{"帮我约后天上午", SlotDate, "2026-11-25"},
		{"帮我约后天上午", SlotTime, "morning"},
		{"约下周三下午两点半", SlotDate, "2026-12-02"},
		{"约下周三下午两点半", SlotTime, "14:30"},
		{"约周三九点办优待证", SlotDate, "2026-11-25"},
		{"约周一", SlotDate, "2026-11-30"},
		{"约周三三点", SlotTime, "15:00"},
		{"约11月26号上午", SlotDate, "2026-11-26"},
		{"约1月5日", SlotDate, "2027-01-05"},
		{"预约二月三十号", SlotDate, ""},
		{"预约周五10:20办证", SlotTime, "10:20"},
		{"便宜一点的饭店附近有吗", SlotTime, ""},
		{"把我的预约从周三改到周五三点", SlotDate, "2026-11-27"},
		{"去市人民医院怎么坐车", SlotPlace, "市人民医院"},
		{"人民广场站下一趟车几点", SlotStop, "人民广场"},
		{"附近有没有拥军药店", SlotCategory, "医药"},
		{"附近哪有剪头的优惠店", SlotCategory, "理发"},
		{"给我爸申请优待证", SlotFor, "father"},
		{"俺娘的优待证咋办", SlotFor, "mother"},
		{"我闺女说优待证能打折", SlotFor, ""},
		{"光荣牌掉了怎么换", SlotTopic, "plaque"},
		{"预约伤残鉴定", SlotService, "伤残评定"},
		{"约个时间见局长", SlotService, "领导接访"},
		{"东街附近的药点", SlotCategory, "医药"},
		{"有拥军的店吗", SlotCategory, ""},
		{"钟楼街附近的公交站", SlotStop, "钟楼街"},
	} {
		u := r.Read(c.text, monday)
		require.Equal(t, c.want, u.Slots[c.slot], "%s of %s (%s %v)", c.slot, c.text, u.Intent, u.Slots)
	}
}

func TestOnlySlotsOfTheContract(t *testing.T) {
	r := New()
	intents := Intents()
	allowed := []string{SlotTopic, SlotCategory, SlotPlace, SlotLine, SlotStop, SlotDate, SlotTime, SlotCode, SlotService, SlotKind, SlotFor}
	for _, e := range examples() {
		u := r.Read(e.text, monday)
		require.True(t, slices.Contains(intents, u.Intent), "%s: %s", u.Intent, e.text)
		for _, also := range u.Also {
			require.True(t, slices.Contains(intents, also) && also != u.Intent, "%s: %s", also, e.text)
		}
		for name, value := range u.Slots {
			require.True(t, slices.Contains(allowed, name) && value != "", "%s=%q: %s", name, value, e.text)
		}
		require.True(t, (u.Intent == Crisis) == (u.Slots[SlotKind] != ""), e.text)
	}
}

func TestEveryTaughtCrisisIsSeen(t *testing.T) {
	r := taught()
	for _, e := range examples() {
		if kind, ok := strings.CutPrefix(e.class, Crisis+"."); ok {
			require.Equal(t, Crisis, r.Read(e.text, monday).Intent, "%s: %s", kind, e.text)
		}
	}
}

func TestCrisisOutranksEverything(t *testing.T) {
	r := taught()
	for text, kind := range map[string]string{
		"取消预约吧，我不想活了": SelfHarm, "附近有优惠店吗，我爸突然晕倒了": Medical, strings.Repeat("我来说说当年的事。", 200) + "说完了，我不想活了": SelfHarm, "优待证还没办好，再不管我就去北京": Escalation,
		"ＢＵ　ＸＩＡＮＧ　ＨＵＯ　ＬＥ": SelfHarm, "我買了汽油": Violence,
	} {
		u := r.Read(text, monday)
		require.Equal(t, Crisis, u.Intent, text)
		require.Equal(t, kind, u.Slots[SlotKind], text)
		require.Empty(t, u.Also)
	}
	for _, text := range []string{"累死我了，附近有饭店吗", "心脏病住院能报销多少", "跳楼价的店", "父亲牺牲了有什么抚恤", "去北京怎么坐车", "手机杀毒软件哪个好"} {
		require.NotEqual(t, Crisis, r.Read(text, monday).Intent, text)
	}
}

func TestComplaintOutranksLookUp(t *testing.T) {
	u := taught().Read("附近还有别的优惠店吗？刚才那家饭店不认我的优待证，要投诉", monday)
	require.Equal(t, "shop.complain", u.Intent)
	require.Contains(t, u.Also, "shop.nearby")
}

func TestFraudAndAbuse(t *testing.T) {
	r := taught()
	for _, text := range []string{"有人打电话让我交200块钱办优待证", "有人说交300块包办优待证", "有人说二百元就能弄到老兵证", "我刚把钱转过去了", "短信里有个链接说领补助，点链接就行", "他要我报验证码", "中介说交手续费包办优待证"} {
		require.True(t, r.Read(text, monday).Fraud, text)
	}
	for _, text := range []string{"办优待证要钱吗", "坐公交要钱吗", "补助什么时候打钱", "有人说优待证这块政策变了", "优待证工本费几块钱"} {
		require.False(t, r.Read(text, monday).Fraud, text)
	}
	for _, text := range []string{"你们这帮王八蛋", "都是骗子", "你们是不是有病", "他妈的"} {
		u := r.Read(text, monday)
		require.True(t, u.Abuse && !u.Fraud, text)
	}
	for _, text := range []string{"我妈的抚恤金这个月到了没", "俺妈的优待证咋办"} {
		require.False(t, r.Read(text, monday).Abuse, text)
	}
	require.True(t, r.Read("来了个骗子让我转钱", monday).Fraud)
	require.False(t, r.Read("谢谢同志", monday).Abuse)
}

// TestMemory holds the Reader to 20 MB; BenchmarkNew tells the time, which depends on the machine.
func TestMemory(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	r := New()
	runtime.GC()
	runtime.ReadMemStats(&after)
	t.Logf("New keeps %d KiB, %d features", (after.HeapAlloc-before.HeapAlloc)/1024, len(r.model.weights))
	require.Less(t, after.HeapAlloc-before.HeapAlloc, uint64(20<<20))
	runtime.KeepAlive(r)
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New()
	}
}

// BenchmarkRead reads a mixture of all examples; the aim is 50 µs on average.
func BenchmarkRead(b *testing.B) {
	r := New()
	all := examples()
	b.ReportAllocs()
	for i := 0; b.Loop(); i += 7 {
		r.Read(all[i%len(all)].text, monday)
	}
}

func BenchmarkReadLong(b *testing.B) {
	r := New()
	long := strings.Repeat("我当年在部队受过伤，回来以后一直没有安排工作。", 450)
	for b.Loop() {
		r.Read(long, monday)
	}
}

// What stands on the program's own menus and options is what people type most.
func TestOwnLabelsAreUnderstood(t *testing.T) {
	r := taught()
	for text, want := range map[string]string{
		"我能享受什么": "benefit.mine", "附近优惠店": "shop.nearby", "坐公交要钱吗": "bus.concession", "我坐公交要钱吗": "bus.concession", "我坐车要钱吗": "bus.concession", "坐公交优惠": "bus.concession",
		"预约办事": "appointment.book", "反映诉求": "petition.file", "优待证进度": "card.progress", "补助何时到账": "payment.when", "我的预约": "appointment.mine", "查办理进度": "petition.progress",
		"替家人办事": "family.bind", "转人工": "human", "最近的服务站": "station.find", "困难帮扶": "aid.request", "商家申请加入": "shop.join", "设置和隐私": "privacy",
		"拥军先锋号有哪几路": "bus.routes", "怎么办优待证": "card.apply", "优待证丢了怎么办": "card.apply",
	} {
		require.Equal(t, want, r.Read(text, monday).Intent, text)
	}
}
