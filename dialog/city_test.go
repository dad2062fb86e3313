package dialog

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"shuangyong/models/appointment"
	"shuangyong/models/benefit"
	"shuangyong/models/bus"
	"shuangyong/models/clock"
	"shuangyong/models/fault"
	"shuangyong/models/geo"
	"shuangyong/models/person"
	"shuangyong/models/petition"
	"shuangyong/models/shop"
	"shuangyong/models/station"
	"shuangyong/models/workday"
)

// The invented town of the tests: a centre, two streets and a village, nine shops, three lines. The day is Monday 2026-11-23.
var (
	monday  = clock.NewDate(2026, time.November, 23)
	market  = geo.Point{Lat: 32.1000, Lng: 118.1000} // where people stand
	bureau  = Bureau{Name: "云溪市退役军人事务局", Phone: "0990-8100110", Duty: "0990-8100119"}
	mei     = uuid.MustParse("018f0000-0000-7000-8000-000000000001") // a verified veteran
	account = uuid.MustParse("018f0000-0000-7000-8000-0000000000aa")
)

func stations() *station.Directory {
	place := func(n int, path station.Path, level station.Level, name, short string, lat, lng float64, contact string) station.Station {
		return station.Station{
			ID: uuid.NewSHA1(uuid.Nil, []byte(path)), Path: path, Level: level, Name: name, ShortName: short, Lat: lat, Lng: lng,
			Address: short + "路" + fmt.Sprint(n) + "号", Phone: fmt.Sprintf("0990-820010%d", n), Contact: contact,
			Hours: "周一至周五 8:30–12:00，14:00–17:30", Services: "优待证 信访接待 政策咨询",
		}
	}
	return station.DirectoryOf([]station.Station{
		place(0, "990100/", station.City, "云溪市退役军人服务中心", "市服务中心", 32.13, 118.13, "值班同志"),
		place(1, "990100/990101/", station.Town, "东街街道退役军人服务站", "东街服务站", 32.1010, 118.1010, "李同志"),
		place(2, "990100/990102/", station.Town, "西桥街道退役军人服务站", "西桥服务站", 32.0900, 118.0800, "王同志"),
		place(3, "990100/990102/990102201/", station.Village, "西桥街道柳湾村退役军人服务站", "柳湾村服务站", 32.0700, 118.0600, ""),
	})
}

func shops() *shop.Directory {
	at := func(n int, name, category string, north float64, title, statuses string, checked clock.Date) shop.Shop {
		s := shop.Shop{
			ID: uuid.NewSHA1(uuid.Nil, []byte(name)), Name: name, Category: category, Address: fmt.Sprintf("东街%d号", n), State: shop.Signed,
			Lat: market.Lat + north, Lng: market.Lng, Phone: fmt.Sprintf("0990-83000%02d", n), Hours: "8:00–20:00",
			SignedOn: "2025-03-01", CheckedOn: checked,
		}
		s.Offers = []shop.Offer{{ID: uuid.NewSHA1(s.ID, nil), ShopID: s.ID, Title: title, Statuses: statuses, Proof: "优待证", From: "2025-03-01"}}
		return s
	}
	return shop.DirectoryOf([]shop.Shop{
		at(1, "柳叶面馆", "餐饮", 0.0010, "到店就餐9折", "", "2026-11-02"),
		at(2, "老陶理发店", "理发", 0.0020, "理发半价", "veteran disabled_veteran", "2026-10-20"),
		at(3, "清溪大药房", "医药", 0.0030, "非处方药85折", "", "2026-01-15"),
		at(4, "万家超市", "超市", 0.0042, "满100减10", "", ""),
		at(5, "河湾火锅", "餐饮", 0.0055, "菜品88折", "", "2026-11-02"),
		at(6, "东街包子铺", "餐饮", 0.0068, "早餐8折", "", "2026-09-08"),
		at(7, "明亮眼镜", "眼镜", 0.0080, "配镜7折", "", "2026-11-10"),
		at(8, "顺达汽修", "汽修", 0.0120, "工时费8折", "", "2026-08-08"),
		at(9, "云溪书店", "其他", 0.0300, "图书9折", "", "2026-11-01"),
	})
}

// toWGS moves a GCJ-02 point to the feed's system closely enough for a test: the offset is the same for the whole town.
func toWGS(p geo.Point) (lat, lng float64) {
	moved := geo.FromWGS84(geo.WGS84(p))
	return 2*p.Lat - moved.Lat, 2*p.Lng - moved.Lng
}

func buses() *bus.Directory {
	f := bus.Feed{
		Agencies: []bus.Agency{{ID: "yx", Name: "云溪公交", Phone: "0990-8500000"}},
		Services: []bus.Service{{ID: "daily", Weekdays: "1111111", StartOn: "2026-01-01", EndOn: "2027-12-31"}},
	}
	names := []string{"菜市场", "东街口", "人民医院", "火车站", "柳湾"}
	for i, n := range names {
		lat, lng := toWGS(geo.Point{Lat: market.Lat + 0.004*float64(i) + 0.001, Lng: market.Lng + 0.001})
		f.Stops = append(f.Stops, bus.Stop{ID: fmt.Sprint("s", i), Name: n, Lat: lat, Lng: lng})
	}
	line := func(id, name, long string, pioneer bool, stops []int, first, headway int) {
		f.Routes = append(f.Routes, bus.Route{ID: id, AgencyID: "yx", ShortName: name, LongName: long, Type: 3, Pioneer: pioneer, SortOrder: len(f.Routes)})
		for k := range 6 {
			trip := fmt.Sprint(id, "-", k)
			f.Trips = append(f.Trips, bus.Trip{ID: trip, RouteID: id, ServiceID: "daily", Headsign: names[stops[len(stops)-1]]})
			for seq, s := range stops {
				at := first + k*headway + seq*300
				f.StopTimes = append(f.StopTimes, bus.StopTime{TripID: trip, Sequence: seq, StopID: fmt.Sprint("s", s), Arrival: at, Departure: at})
			}
		}
	}
	line("r5", "5路", "菜市场—火车站", true, []int{0, 1, 2, 3}, 10*3600, 1200)
	line("r8", "8路", "菜市场—柳湾", false, []int{0, 2, 4}, 10*3600+600, 1800)
	line("r13", "13路", "东街口—人民医院", true, []int{1, 2}, 9*3600, 3600)
	rule := func(status string, fare bus.Fare, proof, source, condition string) {
		f.Concessions = append(f.Concessions, bus.Concession{Status: status, AgencyID: "yx", Fare: fare, Proof: proof, Source: source, Condition: condition, From: "2024-10-01"})
	}
	rule("active", bus.Free, "军官证、军士证、义务兵证或学员证", "《军人抚恤优待条例》第52条", "")
	rule("veteran", bus.Half, "优待证", "《云溪市公交优待办法》第3条", "本市户籍")
	rule("disabled_veteran", bus.Free, "残疾军人证", "《军人抚恤优待条例》第52条", "")
	return bus.DirectoryOf(f)
}

// benefits is a fake of five entitlements: one certain, one of history, one unverified, one of which only the title is known, and a long one.
type benefits struct{ all []benefit.Benefit }

func townBenefits() benefits {
	return benefits{all: []benefit.Benefit{
		{Code: "hardship", Title: "困难帮扶", Statuses: "veteran disabled_veteran military_family bereaved_family", Who: "家里遇到大变故、特别困难的退役军人和优抚对象", Gives: "村（社区）站、街道站、县局逐级帮扶，钱打到卡上", Documents: "申请、困难证明、看病票据、银行卡", Where: "村（社区）服务站", Source: "《退役军人保障法》第53条", Confidence: "found", Asks: "家里困难能帮不|救急难"},
		{Code: "rural-60", Title: "60周岁农村籍退役士兵生活补助", Topic: "pension", Statuses: "veteran", Who: "年满60周岁、没有享受定期抚恤补助的农村籍退役士兵", Conditions: "1954年11月1日后入伍，当过义务兵", Gives: "每当一年义务兵算一份，按月发。往年的标准（只作参考，不是现在的）：2019年8月起每份每月40元。", Documents: "身份证、户口簿、退伍证、银行卡", Where: "户籍地街道（乡镇）退役军人服务站", Source: "民政部、财政部通知", Confidence: "found", Asks: "六十岁老兵补助|到60了咋领"},
		{Code: "startup-tax", Title: "退役士兵开店减税", Topic: "employment", Statuses: "veteran", Who: "自主就业退役士兵办的个体户", Gives: "每户每年2万元额度内减税，最多3年", Where: "税务局", Source: "财政部、税务总局公告2023年第14号", Confidence: "known_unverified", From: "2023-01-01", Until: "2027-12-31"},
		{Code: "old-subsidy", Title: "早年的一次性补助", Topic: "lump_sum", Statuses: "veteran", Who: "早年退役的士兵", Gives: "一次性补助", Where: "县级退役军人事务局", Source: "旧办法", Confidence: "found", History: true, Asks: "早年补助"},
		{Code: "card-apply", Title: "优待证怎么办", Statuses: "veteran", Who: "退役军人", Conditions: "先在服务站登记（建档立卡）", Gives: "第一次办不收钱；30个工作日内审完，证到站后10个工作日内能领", Documents: "身份证、户口簿、退役证件、便装一寸照", Where: "户籍地或常住地的街道服务站", Source: "《优待证管理办法（试行）》", Confidence: "found", Asks: "优待证怎么申请"},
		{Code: "monthly", Title: "逐月领取退役金", Statuses: "veteran", Who: "以逐月领取退役金方式安置的退役军人", Where: "安置地退役军人事务局", Confidence: "title_only"},
		{Code: "plaque", Title: "光荣牌", Topic: "plaque", Statuses: "veteran military_family bereaved_family", Who: "退役军人、军人和烈士遗属家庭", Conditions: "一户一牌", Gives: "免费悬挂；旧了、坏了可以换", Documents: "身份证、户口簿、退役证件", Where: "村（社区）服务站", Source: "《光荣牌悬挂办法》", Confidence: "found", Asks: "光荣牌掉了换一个"},
		{Code: "school", Title: "退役大学生复学升学", Topic: "education", Statuses: "veteran", Who: "大学生退役士兵", Gives: strings.Repeat("退役后两年内可以复学，可以转专业，学费有资助。", 24), Where: "原来的学校", Source: "《兵役法》第57条", Confidence: "found"},
	}}
}

func (b benefits) For(status string, _ clock.Date) []benefit.Benefit {
	return slices.DeleteFunc(b.ByTopic("", status), func(x benefit.Benefit) bool { return x.History })
}

func (b benefits) ByTopic(topic, status string) []benefit.Benefit {
	var out []benefit.Benefit
	for _, x := range b.all {
		if (topic == "" || x.Topic == topic) && (status == "" || strings.Contains(" "+x.Statuses+" ", " "+status+" ")) {
			out = append(out, x)
		}
	}
	return out
}

func (b benefits) Search(said string, k int) []benefit.Benefit {
	var out []benefit.Benefit
	for _, x := range b.all {
		if strings.Contains(x.Title, said) || strings.Contains(said, x.Title) || strings.Contains("|"+x.Asks+"|", "|"+said+"|") {
			out = append(out, x)
		}
	}
	return out[:min(k, len(out))]
}

func (b benefits) ByCode(code string) (benefit.Benefit, bool) {
	for _, x := range b.all {
		if x.Code == code {
			return x, true
		}
	}
	return benefit.Benefit{}, false
}

// records, petitions and appointments are structs of functions.
type records struct {
	card     func(uuid.UUID) (benefit.Card, bool, error)
	payments func(uuid.UUID) ([]benefit.Payment, error)
}

func (r records) CardOf(_ context.Context, id uuid.UUID) (benefit.Card, bool, error) {
	return r.card(id)
}

func (r records) PaymentsOf(_ context.Context, id uuid.UUID, _ int) ([]benefit.Payment, error) {
	return r.payments(id)
}

func townRecords() records {
	return records{
		card: func(uuid.UUID) (benefit.Card, bool, error) {
			return benefit.Card{StationPath: "990100/990101/", State: benefit.CardMaking, AppliedOn: "2026-09-28", UpdatedOn: "2026-11-12"}, true, nil
		},
		payments: func(uuid.UUID) ([]benefit.Payment, error) {
			return []benefit.Payment{
				{Subject: "老年生活补助", Month: "2026-11", DueOn: "2026-11-25"},
				{Subject: "老年生活补助", Month: "2026-10", DueOn: "2026-10-25", PaidOn: "2026-10-23", Fen: 12000},
				{Subject: "老年生活补助", Month: "2026-09", DueOn: "2026-09-25", PaidOn: "2026-09-28", Fen: 12000},
			}, nil
		},
	}
}

type petitions struct {
	guesses  map[string]int // by asker, since the last right one
	wait     time.Duration  // after the fifth
	byNumber func(number, tail string) (petition.Petition, []petition.Step, error)
	ofPerson func(uuid.UUID) ([]petition.Petition, error)
}

func (p petitions) ByNumber(_ context.Context, number, tail string) (petition.Petition, []petition.Step, error) {
	return p.byNumber(number, tail)
}

func (p petitions) Guess(_ context.Context, who, _ string) (time.Duration, error) {
	if p.guesses == nil {
		return 0, nil
	}
	if p.guesses[who]++; p.guesses[who] > 5 {
		return p.wait, nil
	}
	return 0, nil
}

func (p petitions) Guessed(_ context.Context, who, _ string) error {
	delete(p.guesses, who)
	return nil
}

func (p petitions) OfPerson(_ context.Context, id uuid.UUID, _ int) ([]petition.Petition, error) {
	return p.ofPerson(id)
}

var errNoCase = fault.New(fault.NotFound, "petition.not_found", "没有查到。")

// theCase is registered, accepted and due; its phone ends in 8000.
func theCase() petition.Petition {
	return petition.Petition{
		Number: caseNo, Kind: petition.Appeal, State: petition.Accepted, StationPath: "990100/990101/", Receiver: "李同志",
		ReceivedAt: monday.AddDays(-40).At(9, 0), NoticeDue: "2026-10-28", AcceptedOn: "2026-10-20", AnswerDue: "2026-12-18",
	}
}

func townPetitions() petitions {
	return petitions{
		guesses: map[string]int{}, wait: time.Hour,
		byNumber: func(number, tail string) (petition.Petition, []petition.Step, error) {
			if number != caseNo || tail != "8000" {
				return petition.Petition{}, nil, errNoCase
			}
			return theCase(), []petition.Step{
				{At: monday.AddDays(-40).At(9, 0), State: petition.Registered, Text: "东街服务站登记，李同志接待"},
				{At: monday.AddDays(-34).At(10, 0), State: petition.Accepted, Text: "决定受理，告知书已寄出"},
			}, nil
		},
		ofPerson: func(id uuid.UUID) ([]petition.Petition, error) {
			if id != mei {
				return nil, nil
			}
			late := theCase()
			late.Number, late.AnswerDue = "482193053", "2026-11-20"
			return []petition.Petition{theCase(), late}, nil
		},
	}
}

type appointments struct {
	free func(appointment.FreeQuery) ([]appointment.Free, error)
}

func (a appointments) Services(context.Context) ([]appointment.Service, error) {
	return []appointment.Service{
		{Code: "优待证", Documents: "身份证、退役证件、一寸照", Limited: true},
		{Code: "信访接待"},
		{Code: "领导接访"},
		{Code: "政策咨询"},
		{Code: "残疾等级评定"},
		{Code: "就业创业"},
	}, nil
}

func (a appointments) FreeIn(_ context.Context, q appointment.FreeQuery) ([]appointment.Free, error) {
	return a.free(q)
}

func townAppointments() appointments {
	return appointments{free: func(q appointment.FreeQuery) ([]appointment.Free, error) {
		var out []appointment.Free
		for d := q.From; d <= q.To; d = d.AddDays(1) {
			for _, h := range []int{9, 15} {
				at := d.At(h, 30)
				if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday || !at.After(q.After) || q.Service != "优待证" {
					continue
				}
				out = append(out, appointment.Free{StationName: "东街服务站", Slot: appointment.Slot{Path: "990100/990101/", Service: q.Service, Day: d, StartsAt: at, Window: "1号窗口"}})
			}
		}
		return out[:min(len(out), q.Limit)], nil
	}}
}

func calendar() *workday.Calendar {
	c, err := workday.Announced()
	if err != nil {
		panic(err)
	}
	return c
}

// known is the verified veteran of the tests.
func known() Known {
	return Known{
		AccountID: account, PersonID: mei, Level: person.Seen, StationPath: "990100/990101/", PhoneTail: "8000",
		Statuses: []person.Held{{Status: person.Veteran, From: "2012-12-01", SeenOn: "2025-01-01"}},
	}
}

func hours() workday.Hours { return workday.Usual() }
