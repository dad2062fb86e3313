package dialog

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"shuangyong/dialog/understand"
	"shuangyong/models/appointment"
	"shuangyong/models/clock"
	"shuangyong/models/proxy"
	"shuangyong/models/station"
)

// ahead is how many days of free times are looked at when no day was named.
const ahead = 7

// appointmentBook tells what is free. Booking from the phone is not open yet: the time found is told to the station by telephone.
func appointmentBook(t *turn, s Step) error {
	if hasAny(s.slot(words), "不预约", "没预约", "不约能") {
		t.say("不预约也能来，来了就接待；约了不用等。反映诉求从来不限号。", bookOptions()...)
		return nil
	}
	if s.slot(understand.SlotService) == "" {
		if last := t.lastService(); last != "" && (s.slot(understand.SlotDate) != "" || s.slot(understand.SlotTime) != "") {
			s = s.with(understand.SlotService, last) // 约明天上午: the same thing, another time
			t.st.Current = &s
		} else {
			return t.askService(s)
		}
	}
	service, err := t.service(s.slot(understand.SlotService))
	if err != nil {
		return err
	}
	st := t.station()
	q := appointment.FreeQuery{Service: service.Code, Path: t.e.Stations.Root().Path, From: t.today, To: t.today.AddDays(ahead), After: t.now, Limit: 100}
	if near := t.e.Stations.WithService(service.Code, t.near(), 1); t.near() != nil && len(near) > 0 {
		q.Path, st = near[0].Path, near[0].Station
	}
	if d, err := clock.ParseDate(s.slot(understand.SlotDate)); err == nil && d >= t.today {
		q.From, q.To = d, d
	}
	free, err := t.e.Appointments.FreeIn(t.ctx, q)
	if err != nil {
		return err
	}
	fits := atTime(free, s.slot(understand.SlotTime))
	if t.near() == nil {
		fits = slices.CompactFunc(fits, func(a, b appointment.Free) bool { return a.StartsAt.Equal(b.StartsAt) }) // one station for each time
	}
	if len(fits) == 0 {
		t.nothingFree(s, service, st, q, len(free) > 0)
		return nil
	}
	t.listFree(s, service, fits)
	return nil
}

// lastService is what he was looking for a time for just before.
func (t *turn) lastService() string {
	if n := len(t.st.Trail); n > 0 && strings.HasPrefix(t.st.Trail[n-1].Intent, "appointment.") {
		return t.st.Trail[n-1].slot(understand.SlotService)
	}
	return ""
}

// listFree proposes the first free times, five at a time.
func (t *turn) listFree(s Step, service appointment.Service, free []appointment.Free) {
	var options []Option
	for _, f := range free {
		label := moment(f.StartsAt, t.now) + "，" + f.StationName
		if f.Window != "" {
			label += f.Window
		}
		options = append(options, Option{Label: label, Step: Step{Intent: "appointment.slot", Slots: forWhom(s, map[string]string{
			"service": service.Code, "at": f.StartsAt.Format(time.RFC3339), "path": string(f.Path), "window": f.Window,
		})}})
	}
	t.pageOf(serviceName(service.Code)+"，有空的时间：", options, s.Offset)
	if s.Offset == 0 && t.near() == nil {
		t.reply.Tail = lines(t.reply.Tail, "发个位置，我找离您近的站；想换日子，直接说，比如“下周三上午”。")
	}
}

// service is the service of that name with its documents; one that the bureau does not list keeps its name.
func (t *turn) service(name string) (appointment.Service, error) {
	all, err := t.e.Appointments.Services(t.ctx)
	if err != nil {
		return appointment.Service{}, err
	}
	for _, one := range all {
		if one.Code == name {
			return one, nil
		}
	}
	return appointment.Service{Code: name}, nil
}

// serviceName is a service as people read it; the contract's word for one of them is an old one.
func serviceName(code string) string {
	if code == "伤残评定" {
		return "残疾等级评定"
	}
	return code
}

// askService asks what he is coming for.
func (t *turn) askService(s Step) error {
	all, err := t.e.Appointments.Services(t.ctx)
	if err != nil {
		return err
	}
	var options []Option
	for _, one := range all {
		next := s.with(understand.SlotService, one.Code)
		next.Slots = without(next.Slots, words)
		options = append(options, Option{Label: serviceName(one.Code), Step: next})
	}
	t.pageOf("您要办哪一样？我看看哪天有空。", options, s.Offset)
	return nil
}

// atTime keeps what begins at the time, or in the part of the day, that was said.
func atTime(free []appointment.Free, when string) []appointment.Free {
	if when == "" {
		return free
	}
	var out []appointment.Free
	for _, f := range free {
		local := f.StartsAt.In(clock.Shanghai)
		h := local.Hour()
		ok := local.Format("15:04") == when
		switch when {
		case "morning":
			ok = h < 12
		case "afternoon":
			ok = h >= 12 && h < 18
		case "evening":
			ok = h >= 18
		}
		if ok {
			out = append(out, f)
		}
	}
	return out
}

// nothingFree says so and what else there is: other times, the telephone, and that reception needs no time.
func (t *turn) nothingFree(s Step, service appointment.Service, st station.Station, q appointment.FreeQuery, otherTime bool) {
	span := "这一周"
	if q.From == q.To {
		span = day(q.From, t.today)
	}
	lead := span + serviceName(service.Code) + "没有查到空着的时间。"
	if otherTime {
		lead = "您说的那个时间没有空了，当天还有别的时间。"
	}
	next := Step{Intent: "appointment.book", Slots: without(s.Slots, understand.SlotDate, understand.SlotTime, words)}
	label := "看这一周所有的空"
	if otherTime {
		next, label = Step{Intent: "appointment.book", Slots: without(s.Slots, understand.SlotTime, words)}, "看当天别的时间"
	}
	var options []Option
	if q.From == q.To || otherTime {
		options = append(options, Option{Label: label, Say: "别的时间", Step: next})
	}
	options = append(options, Option{Label: "请人联系我", Say: "联系我", Step: Step{Intent: "human", Slots: map[string]string{words: "想约" + serviceName(service.Code)}}})
	t.say(lines(lead, "打"+shortName(st.ShortName, st.Name)+st.Phone+"，请他们给您排。", "反映诉求不用约，来了就接待。"), options...)
}

// appointmentSlot tells how to get the time that was chosen: by telephone, with what to bring.
func appointmentSlot(t *turn, s Step) error {
	at, err := time.Parse(time.RFC3339, s.slot("at"))
	if err != nil {
		return appointmentBook(t, Step{Intent: "appointment.book"})
	}
	service, err := t.service(s.slot("service"))
	if err != nil {
		return err
	}
	st, ok := t.e.Stations.ByPath(station.Path(s.slot("path")))
	if !ok {
		st = t.e.Stations.Root()
	}
	about := fmt.Sprintf("想约%s，%s，%s", serviceName(service.Code), shortName(st.ShortName, st.Name), date(clock.DateOf(at), t.today)+hour(at))
	calls, err := t.callsFor(s, about)
	if err != nil {
		return err
	}
	t.say(lines(
		moment(at, t.now)+"，"+shortName(st.ShortName, st.Name)+s.slot("window")+"，"+serviceName(service.Code)+"，现在空着。",
		"手机上直接约还没开通，这个时间还没给您留。打"+st.Phone+"说这个时间，当场就能约上。",
		labelled("带上", service.Documents),
		labelled("地址", st.Address)),
		append([]Option{{Label: "看别的时间", Say: "别的时间", Step: Step{Intent: "appointment.book", Slots: forWhom(s, map[string]string{"service": service.Code})}}}, calls...)...)
	return nil
}

// callsFor are the ways to have a human book: for the speaker, or for those who let him book for them.
func (t *turn) callsFor(s Step, about string) ([]Option, error) {
	certain, maybe, err := t.kins(s, proxy.Book)
	if err != nil {
		return nil, err
	}
	if len(certain) > 0 {
		maybe = nil
	}
	var options []Option
	for _, k := range append(certain, maybe...)[:min(len(certain)+len(maybe), maxOptions-2)] {
		options = append(options, Option{Label: "请人替" + k.called() + "约", Say: "替" + k.Name + "约", Step: callFor(k, proxy.Book, "替家人（"+k.Name+"）"+about)})
	}
	if len(options) > 0 {
		return options, nil
	}
	return []Option{{Label: "请人替我约", Say: "替我约", Step: Step{Intent: "human", Slots: map[string]string{words: about}}}}, nil
}

func bookOptions() []Option {
	return []Option{
		{Label: "看哪天有空", Say: "哪天有空", Step: Step{Intent: "appointment.book"}},
		{Label: "最近的服务站在哪", Say: "服务站", Step: Step{Intent: "station.find"}},
		{Label: "找人工", Say: "人工", Step: Step{Intent: "human"}},
	}
}

// appointmentMine, -Cancel and -Reschedule are honest: bookings cannot be seen from the phone yet.
func appointmentMine(t *turn, _ Step) error {
	t.byPhone("您约的是几号、哪个窗口，手机上还看不到。", "查")
	return nil
}

func appointmentCancel(t *turn, _ Step) error {
	t.byPhone("来不了没关系，手机上还取消不了。", "取消，号好让给别人")
	return nil
}

func appointmentReschedule(t *turn, _ Step) error {
	t.byPhone("改时间可以，手机上还改不了。", "改")
	return nil
}

func (t *turn) byPhone(lead, what string) {
	t.say(lines(lead,
		"打您约的那个服务站，报姓名就能"+what+"；不记得是哪个站，打局里"+t.phone()+"。",
		t.nearest()), bookOptions()...)
}

// appointmentQueue tells about waiting: nobody counts the queue yet, the hours are known.
func appointmentQueue(t *turn, _ Step) error {
	st := t.station()
	t.say(lines(
		"现在排了多少人，手机上还看不到。",
		"去之前打"+t.call()+"问一声；上班时间："+st.Hours+"。",
		"不预约也接待，约了不用等。"), bookOptions()...)
	return nil
}
