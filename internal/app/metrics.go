package app

import (
	"net/http"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"indeksbro/internal/export"
	"indeksbro/internal/soap"
)

// metrics are the figures of /metrics about one municipality, each with its CVR number. No label ever comes from a person's data.
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

// procesmaal are the figures of the process itself, which is one for all its municipalities.
var procesmaal = sync.OnceValue(func() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
})

func newMetrics(t *tjeneste) *metrics {
	of := prometheus.Labels{"kommune": string(t.b.kommune)}
	counter := func(name, help string) prometheus.CounterOpts {
		return prometheus.CounterOpts{Name: "indeksbro_" + name, Help: help, ConstLabels: of}
	}
	x := &metrics{
		registry: prometheus.NewRegistry(),
		lines:    prometheus.NewCounterVec(counter("feed_lines_total", "Lines of the feed by outcome."), []string{"udfald"}),
		sent:     prometheus.NewCounter(counter("export_sent_total", "Objects sent and acknowledged.")),
		removed:  prometheus.NewCounter(counter("export_removed_total", "Objects removed from the indexes.")),
		refused:  prometheus.NewCounter(counter("export_refused_total", "Objects the indexes refused.")),
		failed:   prometheus.NewCounter(counter("export_failed_rounds_total", "Rounds of the exporter that ended in an error and are tried again.")),
		messages: prometheus.NewCounterVec(counter("soap_messages_total", "Messages received by service, operation and outcome."), []string{"tjeneste", "operation", "udfald"}),
	}
	x.forskelle = prometheus.NewGauge(prometheus.GaugeOpts{Name: "indeksbro_verify_differences", ConstLabels: of, Help: "Differences between source, ledger and index that the last nightly verification found in its part."})
	x.registry.MustRegister(x.failed, x.forskelle, x.messages, x.lines, x.sent, x.removed, x.refused, &stateCollector{t}, &planCollector{t})
	return x
}

// handler serves what can be had: where the database does not answer, the rest still tells how things are.
func (x *metrics) handler() http.Handler { return maalHandler(x.registry) }

// maalHandler serves the figures of some municipalities and those of the process.
func maalHandler(of ...prometheus.Gatherer) http.Handler {
	return promhttp.HandlerFor(append(prometheus.Gatherers{procesmaal()}, of...), promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
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
