package simulator

import (
	"maps"
	"slices"
	"strings"
)

// Template is the form of a notice: of the Official Account's template messages, or of the mini-program's subscribe messages.
type Template struct {
	ID       string          `json:"id"`
	Side     Side            `json:"side"`
	Title    string          `json:"title"`
	LongTerm bool            `json:"long_term"` // of the mini-program: once accepted, any number may come; open to government services
	Fields   []TemplateField `json:"fields"`
}

// TemplateField is a line of a notice. Key begins with its kind: thing1, time2, phrase3.
type TemplateField struct {
	Key    string   `json:"key"`
	Name   string   `json:"name"`
	Values []string `json:"values,omitempty"` // of a const: what it may be
}

// Templates are the forms that the accounts have, by id. Invented ones come with the simulator, more with Options.Templates.
func (s *Simulator) Templates() []Template {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Template
	for _, id := range slices.Sorted(maps.Keys(s.templates)) {
		list = append(list, s.templates[id])
	}
	return list
}

// inventedTemplates are those of the demo.
func inventedTemplates() []Template {
	field := func(key, name string, values ...string) TemplateField { return TemplateField{key, name, values} }
	return []Template{
		{ID: "demo-appointment", Title: "预约提醒", Fields: []TemplateField{
			field("thing1", "办理事项"), field("time2", "预约时间"), field("thing3", "办理地点"), field("phrase4", "状态"),
		}},
		{ID: "demo-progress", Title: "办理进度通知", Fields: []TemplateField{
			field("character_string1", "编号"), field("thing2", "事项"), field("const3", "当前状态", "已收到", "已受理", "办理中", "已答复", "已办结"), field("time4", "更新时间"),
		}},
		{ID: "demo-payment", Title: "补助发放通知", Fields: []TemplateField{
			field("thing1", "项目"), field("amount2", "金额"), field("date3", "发放日期"),
		}},
		{ID: "demo-service", Title: "服务提醒", Fields: []TemplateField{field("thing1", "提醒内容"), field("time2", "时间"), field("phone_number3", "联系电话")}},
		{ID: "demo-mini-appointment", Side: Mini, Title: "预约成功通知", Fields: []TemplateField{
			field("thing1", "办理事项"), field("time2", "预约时间"), field("thing3", "办理地点"), field("character_string4", "预约编号"),
		}},
		{ID: "demo-mini-queue", Side: Mini, Title: "排队叫号提醒", Fields: []TemplateField{
			field("character_string1", "排队号"), field("number2", "前面人数"), field("thing3", "办理地点"),
		}},
		{ID: "demo-mini-progress", Side: Mini, Title: "办理进度通知", LongTerm: true, Fields: []TemplateField{
			field("character_string1", "编号"), field("thing2", "事项"), field("phrase3", "当前状态"), field("time4", "更新时间"),
		}},
		{ID: "demo-mini-benefit", Side: Mini, Title: "待遇到账提醒", LongTerm: true, Fields: []TemplateField{
			field("thing1", "项目"), field("amount2", "金额"), field("date3", "到账日期"), field("name4", "姓名"),
		}},
	}
}

// content is the template as Tencent writes it.
func (t Template) content() string {
	var b strings.Builder
	for _, f := range t.Fields {
		b.WriteString(f.Name + ":{{" + f.Key + ".DATA}}\n")
	}
	return b.String()
}

// example is the template filled in.
func (t Template) example() string {
	var b strings.Builder
	for _, f := range t.Fields {
		b.WriteString(f.Name + ":" + f.example() + "\n")
	}
	return b.String()
}

// templatesOf are an account's, by id; s.mu is held.
func (s *Simulator) templatesOf(which Side) []Template {
	var list []Template
	for _, id := range slices.Sorted(maps.Keys(s.templates)) {
		if s.templates[id].Side == which {
			list = append(list, s.templates[id])
		}
	}
	return list
}

// fill checks a notice's values and gives its lines; the key of what is wrong otherwise.
func (t Template) fill(data map[string]value) (fields []Field, wrong string) {
	for _, f := range t.Fields {
		given := string(data[f.Key].Value)
		if !f.fits(given) {
			return nil, f.Key
		}
		fields = append(fields, Field{Name: f.Name, Value: given})
	}
	for _, key := range slices.Sorted(maps.Keys(data)) {
		if !slices.ContainsFunc(t.Fields, func(f TemplateField) bool { return f.Key == key }) {
			return nil, key
		}
	}
	return fields, ""
}
