package wechat

import "github.com/prometheus/client_golang/prometheus"

// Metrics are the door's figures. It is a Collector: whoever serves metrics registers the whole.
type Metrics struct {
	Messages *prometheus.CounterVec // by kind and outcome
	Intents  *prometheus.CounterVec // by what a message was taken for
	Refused  *prometheus.CounterVec // by the guard that stopped it
	Panics   prometheus.Counter
	Took     prometheus.Histogram // seconds from arrival to the end of the work
}

// NewMetrics makes them.
func NewMetrics() *Metrics {
	return &Metrics{
		Messages: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "shuangyong_wechat_messages_total", Help: "Deliveries from WeChat, by kind and outcome.",
		}, []string{"kind", "outcome"}),
		Intents: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "shuangyong_wechat_intents_total", Help: "Messages answered, by what they were taken for.",
		}, []string{"intent"}),
		Refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "shuangyong_wechat_refused_total", Help: "Requests to the callback that were not opened, by the guard that stopped them.",
		}, []string{"guard"}),
		Panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "shuangyong_wechat_panics_total", Help: "Panics while a message was answered.",
		}),
		Took: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "shuangyong_wechat_message_seconds", Help: "From a message's arrival to the end of the work on it.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 4, 10, 20},
		}),
	}
}

func (m *Metrics) all() []prometheus.Collector {
	return []prometheus.Collector{m.Messages, m.Intents, m.Refused, m.Panics, m.Took}
}

// Describe implements prometheus.Collector.
func (m *Metrics) Describe(ch chan<- *prometheus.Desc) {
	for _, c := range m.all() {
		c.Describe(ch)
	}
}

// Collect implements prometheus.Collector.
func (m *Metrics) Collect(ch chan<- prometheus.Metric) {
	for _, c := range m.all() {
		c.Collect(ch)
	}
}
