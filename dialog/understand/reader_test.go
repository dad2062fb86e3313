package understand

import (
	"testing"
	"time"
)

// monday is 2026-11-23, 10:00 in Shanghai.
var monday = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

func TestSmoke(t *testing.T) {
	r := New()
	for _, s := range []string{"附近的优惠店", "五路车还有多久", "查一下482 193 057", "我想预约下周三上午九点办优待证", "再不管我就去北京", "第二个", "优待正咋办", "wo yao yuyue", "俺当过兵坐车要钱不", "明天天气咋样", "附近有饭店吗，另外我的优待证办好了没有", "好的", "人工", "8", "他们让我交200块钱办优待证", "我以前在96123部队", "去人民医院怎么坐车", "給我爸辦優待證", "1", "不想话了", "人民医院附近有没有拥军药店"} {
		u := r.Read(s, monday)
		t.Logf("%s → %s %.2f %v also=%v yes=%v choice=%d fraud=%v sec=%v", s, u.Intent, u.Confidence, u.Slots, u.Also, u.Yes, u.Choice, u.Fraud, u.Secrets)
	}
}
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New()
	}
}
func BenchmarkRead(b *testing.B) {
	r := New()
	ex := examples()
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		r.Read(ex[i%len(ex)].text, monday)
		i += 7
	}
}
