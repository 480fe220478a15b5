package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// stateCollector reads how things stand when it is asked (R102). It reads counts that are kept as the work goes on, so a scrape costs
// the same however much there is. Every figure is of one municipality.
type stateCollector struct{ t *tjeneste }

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("indeksbro_"+name, help, append([]string{"kommune"}, labels...), nil)
}

var (
	stateDesc    = desc("objects", "Source objects by kind and state.", "art", "tilstand")
	removeDesc   = desc("removals_pending", "Objects gone from the source and still to be removed from the indexes.", "art")
	deletionDesc = desc("deletions_waiting", "Deletions that wait for a named person (R100).")
	deletedDesc  = desc("deletions_waiting_objects", "Objects in those deletions.")
	activeDesc   = desc("export_active", "1 when Eksporter sager is active (R090).")
	behindDesc   = desc("export_changes_behind", "Change numbers given out and not dealt with yet.")
	oldestDesc   = desc("export_oldest_change_seconds", "Age of the oldest change that is not dealt with; 0 when there is none.")
	roundDesc    = desc("export_last_round_timestamp_seconds", "When this process's exporter last came to the end of a round; 0: not since it began.")
	heardDesc    = desc("feed_last_timestamp_seconds", "When something was last taken from the source; 0: never.")
	blockedDesc  = desc("export_blocked", "1 while nothing may be sent to an index until somebody has acted: no service agreement holds (aftale), the certificate has run out (certifikat).", "indeks", "grund")
	readyDesc    = desc("ready", "1 when every check of /readyz passes.")
)

// The server's certificates are told with the municipality of --kommune, the exporter's with the one whose policy names them.
var certDesc = desc("certificate_days", "Whole days a certificate still holds; act below 30, at once below 7.", "certifikat")

// Describe implements prometheus.Collector.
func (s *stateCollector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{stateDesc, removeDesc, deletionDesc, deletedDesc, activeDesc, behindDesc, oldestDesc, roundDesc, heardDesc, certDesc, blockedDesc, readyDesc} {
		ch <- d
	}
}

// scrapeFrist is how long one scrape may wait for the database.
const scrapeFrist = 5 * time.Second

// Collect implements prometheus.Collector.
func (s *stateCollector) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeFrist)
	defer cancel()
	give := func(d *prometheus.Desc, value float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, append([]string{string(s.t.b.kommune)}, labels...)...)
	}
	if err := s.objects(ctx, give); err != nil {
		ch <- prometheus.NewInvalidMetric(stateDesc, err)
	}
	if err := s.behind(ctx, give); err != nil {
		ch <- prometheus.NewInvalidMetric(behindDesc, err)
	}
	stops, err := s.t.b.hindringer(ctx, s.t.m)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(blockedDesc, err)
	}
	for _, h := range stops {
		give(blockedDesc, 1, string(h.til), h.grund)
	}
	give(roundDesc, unix(s.t.puls.sidsteRunde()))
	give(readyDesc, ja(s.t.sundhed.se(ctx).Klar))
	days := make(map[string]int)
	ending, err := s.t.udloeb(ctx)
	for _, u := range ending {
		if known, there := days[u.Navn]; !there || u.Dage < known {
			days[u.Navn] = u.Dage
		}
	}
	for name, left := range days {
		give(certDesc, float64(left), name)
	}
	if err != nil {
		ch <- prometheus.NewInvalidMetric(certDesc, err)
	}
}

type giv func(d *prometheus.Desc, value float64, labels ...string)

func (s *stateCollector) objects(ctx context.Context, give giv) error {
	status, err := export.ReadStatus(ctx, s.t.b.db, s.t.b.kommune)
	if err != nil {
		return err
	}
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		for _, tilstand := range projection.Tilstande() {
			give(stateDesc, float64(status.I(art, tilstand)), art.String(), tilstand.String())
		}
		give(removeDesc, float64(status.TilFjern[art]), art.String())
	}
	waiting := 0
	for _, d := range status.Sletninger {
		waiting += d.Objekter
	}
	give(deletionDesc, float64(len(status.Sletninger)))
	give(deletedDesc, float64(waiting))
	give(activeDesc, ja(status.Aktiv))
	return nil
}

// behind tells how far the exporter is from the source, in changes and in time. The oldest change is the first row after what is
// dealt with, found by its number.
func (s *stateCollector) behind(ctx context.Context, give giv) error {
	b := s.t.b
	stand, err := b.db.Stand(ctx, b.kommune)
	if err != nil {
		return err
	}
	give(behindDesc, float64(max(stand.Seq-min(stand.SagSeq, stand.BevSeq), 0)))
	var oldest time.Time
	older := func(received time.Time) {
		if oldest.IsZero() || received.Before(oldest) {
			oldest = received
		}
	}
	cases, err := b.db.AendredeSager(ctx, b.kommune, stand.SagSeq, stand.Seq, 1)
	if err != nil {
		return err
	}
	for _, c := range cases {
		older(c.Modtaget)
	}
	grants, err := b.db.AendredeBevillinger(ctx, b.kommune, stand.BevSeq, stand.Seq, 1)
	if err != nil {
		return err
	}
	for _, g := range grants {
		older(g.Modtaget)
	}
	age := 0.0
	if !oldest.IsZero() {
		age = max(s.t.m.Nu().Sub(oldest).Seconds(), 0)
	}
	give(oldestDesc, age)
	heard, err := b.db.SidstIndlaest(ctx, b.kommune)
	give(heardDesc, unix(heard))
	return err
}

func unix(at time.Time) float64 {
	if at.IsZero() {
		return 0
	}
	return float64(at.UnixMilli()) / 1000
}

func ja(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
