package dialog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAppointmentBook(t *testing.T) {
	s := newStage(t).means("我要预约", "appointment.book").means("约明天下午", "appointment.book", "service", "优待证", "date", "2026-11-24", "time", "afternoon").
		means("约明天八点", "appointment.book", "service", "优待证", "date", "2026-11-24", "time", "08:00").means("约局长", "appointment.book", "service", "领导接访").
		means("不预约能去吗", "appointment.book")
	s.say("我要预约")
	s.say("更多")
	s.say("返回")
	s.say("我要预约")
	s.say("优待证")
	s.say("更多")
	s.say("约明天下午")
	s.say("1")
	s.say("约明天八点")
	s.say("1")
	s.say("约局长")
	s.say("不预约能去吗")
	s.golden("appointment_book")
}

func TestAppointmentOthers(t *testing.T) {
	s := newStage(t).means("我约的是几号", "appointment.mine").means("取消预约", "appointment.cancel").means("改时间", "appointment.reschedule").means("要排多久", "appointment.queue")
	for _, q := range []string{"我约的是几号", "取消预约", "改时间", "要排多久"} {
		s.say(q)
	}
	s.golden("appointment_others")
}

// The free times near the place he sent come from the station there.
func TestAppointmentNear(t *testing.T) {
	s := newStage(t).means("约优待证", "appointment.book", "service", "优待证")
	s.say("约优待证")
	require.Contains(t, s.last, "发个位置")
	s.at(market, "云溪菜市场")
	require.Contains(t, s.last, "东街服务站")
	require.NotContains(t, s.last, "发个位置")
}

// 约明天上午, said after looking for a time, means the same thing.
func TestAppointmentAnotherTime(t *testing.T) {
	s := newStage(t).means("约优待证", "appointment.book", "service", "优待证").means("明天上午呢", "appointment.book", "date", "2026-11-24", "time", "morning")
	s.say("约优待证")
	require.Contains(t, s.say("明天上午呢"), "1 明天（周二）上午9点半，东街服务站1号窗口")
	s = newStage(t).means("明天上午呢", "appointment.book", "date", "2026-11-24")
	require.Contains(t, s.say("明天上午呢"), "您要办哪一样")
}

// 下午呢 is said about the times on the screen.
func TestAppointmentAtAnotherTime(t *testing.T) {
	s := newStage(t).means("约优待证", "appointment.book", "service", "优待证").means("下午呢", "unknown", "time", "afternoon")
	s.say("约优待证")
	s.say("下午呢")
	require.Equal(t, "appointment.book", s.state.Current.Intent)
	require.Equal(t, "afternoon", s.state.Current.slot("time"))
	require.Equal(t, "优待证", s.state.Current.slot("service"))
}
