package app

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"indeksbro/internal/export"
	"indeksbro/internal/soap"
)

// metrics are the figures of /metrics. No label ever comes from a person's data.
type metrics struct {
	registry  *prometheus.Registry
	lines     *prometheus.CounterVec
	sent      prometheus.Counter
	removed   prometheus.Counter
	refused   prometheus.Counter
	failed    prometheus.Counter
	messages  *prometheus.CounterVec
	forskelle prometheus.Gauge
}

func newMetrics(t *tjeneste) *metrics {
	x := &metrics{
		registry: prometheus.NewRegistry(),
		lines:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "indeksbro_feed_lines_total", Help: "Lines of the feed by outcome."}, []string{"udfald"}),
		sent:     prometheus.NewCounter(prometheus.CounterOpts{Name: "indeksbro_export_sent_total", Help: "Objects sent and acknowledged."}),
		removed:  prometheus.NewCounter(prometheus.CounterOpts{Name: "indeksbro_export_removed_total", Help: "Objects removed from the indexes."}),
		refused:  prometheus.NewCounter(prometheus.CounterOpts{Name: "indeksbro_export_refused_total", Help: "Objects the indexes refused."}),
	}
	x.failed = prometheus.NewCounter(prometheus.CounterOpts{Name: "indeksbro_export_failed_rounds_total", Help: "Rounds of the exporter that ended in an error and are tried again."})
	x.messages = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "indeksbro_soap_messages_total", Help: "Messages received by service, operation and outcome."}, []string{"tjeneste", "operation", "udfald"})
	x.forskelle = prometheus.NewGauge(prometheus.GaugeOpts{Name: "indeksbro_verify_differences", Help: "Differences between source, ledger and index that the last nightly verification found in its part."})
	x.registry.MustRegister(x.failed, x.forskelle, x.messages, x.lines, x.sent, x.removed, x.refused, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), &stateCollector{t}, &planCollector{t.b})
	return x
}

// handler serves what can be had: where the database does not answer, the rest still tells how things are.
func (x *metrics) handler() http.Handler {
	return promhttp.HandlerFor(x.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}

// besked counts one message.
func (x *metrics) besked(b soap.Besked) {
	outcome := "taget"
	if b.Fejl != nil {
		outcome = "fejl"
	}
	x.messages.WithLabelValues(b.Tjeneste, b.Operation, outcome).Inc()
}

// exported counts what runs of the exporter report: sums that grow within a run and begin anew with the next.
func (x *metrics) exported() func(export.Fremgang) {
	var last export.Fremgang
	return func(f export.Fremgang) {
		if f.Vurderet < last.Vurderet {
			last = export.Fremgang{}
		}
		x.sent.Add(float64(max(0, f.Sendt-last.Sendt)))
		x.removed.Add(float64(max(0, f.Fjernet-last.Fjernet)))
		x.refused.Add(float64(max(0, f.Afvist-last.Afvist)))
		last = f
	}
}
