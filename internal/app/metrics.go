package app

import (
	"context"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// metrics are the figures of /metrics. No label ever comes from a person's data.
type metrics struct {
	registry *prometheus.Registry
	lines    *prometheus.CounterVec
	sent     prometheus.Counter
	removed  prometheus.Counter
	refused  prometheus.Counter
}

func newMetrics(b *bro) *metrics {
	x := &metrics{
		registry: prometheus.NewRegistry(),
		lines:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "indeksbro_feed_lines_total", Help: "Lines of the feed by outcome."}, []string{"udfald"}),
		sent:     prometheus.NewCounter(prometheus.CounterOpts{Name: "indeksbro_export_sent_total", Help: "Objects sent and acknowledged."}),
		removed:  prometheus.NewCounter(prometheus.CounterOpts{Name: "indeksbro_export_removed_total", Help: "Objects removed from the indexes."}),
		refused:  prometheus.NewCounter(prometheus.CounterOpts{Name: "indeksbro_export_refused_total", Help: "Objects the indexes refused."}),
	}
	x.registry.MustRegister(x.lines, x.sent, x.removed, x.refused, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), &stateCollector{b})
	return x
}

func (x *metrics) handler() http.Handler {
	return promhttp.HandlerFor(x.registry, promhttp.HandlerOpts{})
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

// stateCollector counts source objects by state when asked (R102).
type stateCollector struct{ b *bro }

var stateDesc = prometheus.NewDesc("indeksbro_objects", "Source objects by kind and state.", []string{"kommune", "art", "tilstand"}, nil)

// Describe implements prometheus.Collector.
func (s *stateCollector) Describe(ch chan<- *prometheus.Desc) { ch <- stateDesc }

// Collect implements prometheus.Collector.
func (s *stateCollector) Collect(ch chan<- prometheus.Metric) {
	status, err := export.ReadStatus(context.Background(), s.b.db, s.b.kommune)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(stateDesc, err)
		return
	}
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		for _, tilstand := range projection.Tilstande() {
			ch <- prometheus.MustNewConstMetric(stateDesc, prometheus.GaugeValue, float64(status.I(art, tilstand)), string(s.b.kommune), art.String(), tilstand.String())
		}
	}
}
