package simulator

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryKindOfFieldHasItsRule(t *testing.T) {
	for key, c := range map[string]struct{ good, bad []string }{
		"thing1":            {[]string{"优待证申领", strings.Repeat("长", 20), "A1 #。"}, []string{"", " ", strings.Repeat("长", 21), "两\n行"}},
		"number2":           {[]string{"3", "-1.5", strings.Repeat("9", 32)}, []string{"三", "1a", "", strings.Repeat("9", 33), "1."}},
		"letter3":           {[]string{"A", strings.Repeat("a", 32)}, []string{"A1", "字", strings.Repeat("a", 33)}},
		"symbol4":           {[]string{"#", "￥%…"}, []string{"a", "1", "######"}},
		"character_string5": {[]string{"A12-#", strings.Repeat("x", 32)}, []string{"编号", strings.Repeat("x", 33), "a b"}},
		"time6": {
			[]string{"15:01", "2019年10月1日 15:01", "2019-10-01 15:01:02", "9:00~10:30", "2026年11月26日 09:30～2026年11月26日 10:00"},
			[]string{"下午", "25:00", "2019年10月1日15点", "1", ""},
		},
		"date7":          {[]string{"2019年10月1日", "2019-10-01", "2019年10月1日 15:01", "2019年10月1日~2019年10月3日"}, []string{"15:01", "明天", ""}},
		"amount8":        {[]string{"450元", "¥1.50", "￥0", "99"}, []string{"很多", "1,000元", "12345678901", "1.234"}},
		"phone_number9":  {[]string{"+86-0766-66888866", "12385"}, []string{"电话", "123456789012345678", ""}},
		"car_number10":   {[]string{"粤A8Z888挂", "粤A12345"}, []string{"粤", "粤A12345678", "粤-A1234"}},
		"name11":         {[]string{"张三", strings.Repeat("李", 10), "Anne-Marie O'Neil"}, []string{strings.Repeat("李", 11), strings.Repeat("a", 21), "张3", ""}},
		"phrase12":       {[]string{"已受理", "五个汉字呀"}, []string{"六个汉字太长", "ok", "已 受", ""}},
		"const13":        {[]string{"甲", "乙"}, []string{"丙", ""}},
		"enum14":         {[]string{"甲"}, []string{"丙"}},
		"keyword1":       {[]string{"老模板没有规则", strings.Repeat("长", 200)}, []string{"", strings.Repeat("长", 201)}},
		"unheard_of_1":   {[]string{"x"}, []string{""}},
		"phone_number":   {[]string{"12385"}, []string{"x"}},
		"character_str1": {[]string{"字"}, nil},
	} {
		f := TemplateField{Key: key, Values: []string{"甲", "乙"}}
		for _, v := range c.good {
			require.True(t, f.fits(v), "%s %q", key, v)
		}
		for _, v := range c.bad {
			require.False(t, f.fits(v), "%s %q", key, v)
		}
	}
}

func TestInventedTemplatesKeepTheirOwnRules(t *testing.T) {
	for _, template := range inventedTemplates() {
		for _, f := range template.Fields {
			require.True(t, f.fits(f.example()), "%s %s %q", template.ID, f.Key, f.example())
		}
	}
}
