package app

import (
	"context"
	"crypto/x509"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"indeksbro/internal/export"
	"indeksbro/internal/idws"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/soap"
)

// metrics are the figures of /metrics. No label ever comes from a person's data.
type metrics struct {
	registry  *prometheus.Registry
	lines     *prometheus.CounterVec
	sent      prometheus.Counter
	removed   prometheus.Counter
	refused   prometheus.Counter
	messages  *prometheus.CounterVec
	expiry    *prometheus.GaugeVec
	forskelle prometheus.Gauge
}

func newMetrics(b *bro) *metrics {
	x := &metrics{
		registry: prometheus.NewRegistry(),
		lines:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "indeksbro_feed_lines_total", Help: "Lines of the feed by outcome."}, []string{"udfald"}),
		sent:     prometheus.NewCounter(prometheus.CounterOpts{Name: "indeksbro_export_sent_total", Help: "Objects sent and acknowledged."}),
		removed:  prometheus.NewCounter(prometheus.CounterOpts{Name: "indeksbro_export_removed_total", Help: "Objects removed from the indexes."}),
		refused:  prometheus.NewCounter(prometheus.CounterOpts{Name: "indeksbro_export_refused_total", Help: "Objects the indexes refused."}),
	}
	x.messages = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "indeksbro_soap_messages_total", Help: "Messages received by service, operation and outcome."}, []string{"tjeneste", "operation", "udfald"})
	x.expiry = prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "indeksbro_certificate_days", Help: "Whole days a certificate still holds; act below 30, at once below 7."}, []string{"certifikat"})
	x.forskelle = prometheus.NewGauge(prometheus.GaugeOpts{Name: "indeksbro_verify_differences", Help: "Differences between source, ledger and index that the last nightly verification found in its part."})
	x.registry.MustRegister(x.forskelle, x.messages, x.expiry, x.lines, x.sent, x.removed, x.refused, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), &stateCollector{b}, &planCollector{b})
	return x
}

func (x *metrics) handler() http.Handler {
	return promhttp.HandlerFor(x.registry, promhttp.HandlerOpts{})
}

// besked counts one message.
func (x *metrics) besked(b soap.Besked) {
	outcome := "taget"
	if b.Fejl != nil {
		outcome = "fejl"
	}
	x.messages.WithLabelValues(b.Tjeneste, b.Operation, outcome).Inc()
}

// certifikater tells how long certificates hold, and logs those that somebody must renew.
func (x *metrics) certifikater(log *slog.Logger, now time.Time, certificates ...*x509.Certificate) {
	for _, u := range idws.SeUdloeb(now, certificates...) {
		x.expiry.WithLabelValues(u.Navn).Set(float64(u.Dage))
		if u.Niveau != "" {
			log.Warn("certificate must be renewed", "certificate", u.Navn, "days", u.Dage)
		}
	}
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

// planCollector tells how the work goes when asked (R098): measured pace, pause, and the parts that processes have.
type planCollector struct{ b *bro }

var (
	rateDesc  = prometheus.NewDesc("indeksbro_export_objects_per_second", "Measured pace of the export over the last minute of work, all processes together.", []string{"kommune"}, nil)
	pauseDesc = prometheus.NewDesc("indeksbro_export_paused", "1 while a person has paused the export.", []string{"kommune"}, nil)
	partsDesc = prometheus.NewDesc("indeksbro_export_parts", "Parts of the work that are handed out.", []string{"kommune"}, nil)
	takenDesc = prometheus.NewDesc("indeksbro_export_last_takeover_seconds", "When a process last took over from one that was gone, Unix seconds; 0: never.", []string{"kommune"}, nil)
)

// Describe implements prometheus.Collector.
func (p *planCollector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{rateDesc, pauseDesc, partsDesc, takenDesc} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (p *planCollector) Collect(ch chan<- prometheus.Metric) {
	plan, err := p.b.db.Arbejdsplan(context.Background(), p.b.kommune)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(rateDesc, err)
		return
	}
	paused, taken := 0.0, 0.0
	if plan.Pause != nil {
		paused = 1
	}
	if n := len(plan.Overtaget); n > 0 {
		taken = float64(plan.Overtaget[n-1].Tid.Unix())
	}
	tell := func(d *prometheus.Desc, v float64) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, string(p.b.kommune))
	}
	tell(rateDesc, plan.PrSekund(time.Now()))
	tell(pauseDesc, paused)
	tell(partsDesc, float64(len(plan.Dele)))
	tell(takenDesc, taken)
}
