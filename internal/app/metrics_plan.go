package app

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"indeksbro/internal/ydelsestype"
)

// planCollector tells how the work goes when asked (R098): measured pace, pause, and the parts that processes have.
type planCollector struct{ t *tjeneste }

var (
	rateDesc  = prometheus.NewDesc("indeksbro_export_objects_per_second", "Measured pace of the export over the last minute of work, all processes together.", []string{"kommune"}, nil)
	pauseDesc = prometheus.NewDesc("indeksbro_export_paused", "1 while a person has paused the export.", []string{"kommune"}, nil)
	backDesc  = prometheus.NewDesc("indeksbro_export_stands_back", "1 while this process exports nothing, since one with a newer release of the catalogue is at work.", []string{"kommune"}, nil)
	partsDesc = prometheus.NewDesc("indeksbro_export_parts", "Parts of the work that are handed out.", []string{"kommune"}, nil)
	takenDesc = prometheus.NewDesc("indeksbro_export_last_takeover_seconds", "When a process last took over from one that was gone, Unix seconds; 0: never.", []string{"kommune"}, nil)
)

// Describe implements prometheus.Collector.
func (p *planCollector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{rateDesc, pauseDesc, backDesc, partsDesc, takenDesc} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (p *planCollector) Collect(ch chan<- prometheus.Metric) {
	b := p.t.b
	plan, err := b.db.Arbejdsplan(context.Background(), b.kommune)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(rateDesc, err)
		return
	}
	taken := 0.0
	if n := len(plan.Overtaget); n > 0 {
		taken = float64(plan.Overtaget[n-1].Tid.Unix())
	}
	tell := func(d *prometheus.Desc, v float64) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, string(b.kommune))
	}
	now := p.t.m.Nu()
	tell(rateDesc, plan.PrSekund(now))
	tell(pauseDesc, ja(plan.Pause != nil))
	tell(backDesc, ja(plan.Nyere(string(ydelsestype.Nyeste().Release()), now) != nil))
	tell(partsDesc, float64(len(plan.Dele)))
	tell(takenDesc, taken)
}
