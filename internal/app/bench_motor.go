package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"indeksbro/internal/generate"
	"indeksbro/internal/index"
	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
)

// motor is what the engine measured at one size, for the growth from one size to the next.
type motor struct {
	delta float64 // ms for 1,000 grants of a corrected ydelse
	idle  float64 // ms for a round in which nothing changed
}

// engine measures a corrected mapping, an idle round and a full verification on a loaded municipality.
func (c *benchCmd) engine(m *miljoe, ctx context.Context, directory string, objects int) (motor, error) {
	inner := c.inner(m, directory)
	b, err := inner.make(ctx)
	if err != nil {
		return motor{}, err
	}
	defer inner.close()
	var out motor
	if out.idle, err = c.idle(inner, ctx, b, objects); err != nil {
		return out, err
	}
	if out.delta, err = c.corrected(inner, ctx, b, objects); err != nil {
		return out, err
	}
	return out, c.verified(inner, ctx, b, objects)
}

// idle measures a round in which nothing changed.
func (c *benchCmd) idle(inner *miljoe, ctx context.Context, b *bro, objects int) (float64, error) {
	x := b.exporter(inner)
	took := make([]time.Duration, 200)
	for i := range took {
		began := time.Now()
		if _, err := x.Tjen(ctx); err != nil {
			return 0, err
		}
		took[i] = time.Since(began)
	}
	sum := summarize(took[1:]) // the first reads the inputs
	return ms(sum.p50), c.print(inner, figure{"idle.round", ms(sum.p50), "ms", 0, 0, objects, fmt.Sprintf("p50 of %d rounds in which nothing changed; p99 %.2f ms", len(took)-1, ms(sum.p99))})
}

// corrected gives a ydelse another type and measures until the index has all its grants so. The time is told for 1,000 grants.
func (c *benchCmd) corrected(inner *miljoe, ctx context.Context, b *bro, objects int) (float64, error) {
	const wanted, rounds = 1_000, 5
	counts := map[string]int{}
	err := b.db.Omfang(ctx, b.kommune, konsekvens.Udsnit{Alt: true}, func(l *konsekvens.Linje) {
		if l.Art == oio.ArtBevilling {
			counts[l.Ydelse]++
		}
	})
	if err != nil {
		return 0, err
	}
	history, err := b.db.Beslutninger(ctx, b.kommune)
	if err != nil {
		return 0, err
	}
	var decided []mapping.Beslutning
	mapping.NewState(history).Alle(mapping.Ydelse, func(d mapping.Beslutning) {
		if d.Valg.Type != "" && counts[d.ID] > 0 {
			decided = append(decided, d)
		}
	})
	if len(decided) < 2 {
		return 0, fmt.Errorf("too few ydelser have a type to correct one")
	}
	slices.SortFunc(decided, func(x, y mapping.Beslutning) int {
		return abs(counts[x.ID]-wanted) - abs(counts[y.ID]-wanted)
	})
	one, other := decided[0], decided[1].Valg
	x := b.exporter(inner)
	took := make([]time.Duration, 2*rounds)
	sent := 0
	for i := range took {
		choice := []mapping.Valg{other, one.Valg}[i%2]
		began := time.Now()
		if err := b.db.Beslut(ctx, b.kommune, []mapping.Beslutning{{Tid: inner.Nu(), Af: "bench", Art: mapping.Ydelse, ID: one.ID, Valg: choice}}); err != nil {
			return 0, err
		}
		sum, err := x.Tjen(ctx)
		if err != nil {
			return 0, err
		}
		took[i] = time.Since(began)
		sent = sum.Sendt
	}
	if sent == 0 {
		return 0, fmt.Errorf("the corrected ydelse sent nothing")
	}
	per := ms(summarize(took).p50) * wanted / float64(sent)
	return per, c.print(inner, figure{"delta.mapping", per, "ms", 0, 0, objects, fmt.Sprintf("a corrected type until the index has its grants, for 1,000 of them; measured on %d", sent)})
}

func abs(n int) int { return max(n, -n) }

// verified measures a full verification against reading the same rows and nothing else.
func (c *benchCmd) verified(m *miljoe, ctx context.Context, b *bro, objects int) error {
	v, _, err := b.kontrol(ctx, m)
	if err != nil {
		return err
	}
	var full, bare time.Duration
	for range 2 { // the first round warms the caches of both
		began := time.Now()
		if err := b.bareAll(ctx); err != nil {
			return err
		}
		bare = time.Since(began)
		began = time.Now()
		found, err := v.Fuld(ctx)
		if err != nil {
			return err
		}
		full = time.Since(began)
		if len(found.Forskelle) > 0 {
			return fmt.Errorf("the verification found %d differences", len(found.Forskelle))
		}
	}
	return c.print(m, figure{"verify.ratio", full.Seconds(), "s", bare.Seconds(), full.Seconds() / bare.Seconds(), objects, "full verification of the embedded index; limit: the same rows read from source, ledger and index"})
}

// bareAll reads every row of source, ledger and index, in pages, and does nothing with them.
func (b *bro) bareAll(ctx context.Context) error {
	const page = 2_500
	stand, err := b.db.Stand(ctx, b.kommune)
	if err != nil {
		return err
	}
	for after := int64(0); ; {
		rows, err := b.db.AendredeSager(ctx, b.kommune, after, stand.Seq, page)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		after = rows[len(rows)-1].Seq
		nrs := make([]int64, len(rows))
		for i := range rows {
			nrs[i] = rows[i].Nr
		}
		if _, err := b.db.Poster(ctx, b.kommune, oio.ArtSag, nrs); err != nil {
			return err
		}
	}
	for after := int64(0); ; {
		rows, err := b.db.AendredeBevillinger(ctx, b.kommune, after, stand.Seq, page)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		after = rows[len(rows)-1].Seq
		nrs := make([]int64, len(rows))
		for i := range rows {
			nrs[i] = rows[i].Nr
		}
		if _, err := b.db.Poster(ctx, b.kommune, oio.ArtBevilling, nrs); err != nil {
			return err
		}
	}
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		for after := (oio.UUID{}); ; {
			n := 0
			if err := b.db.SoegObjekter(ctx, b.kommune, index.Soegning{Art: art, Efter: after, Antal: page, Slank: true}, func(r index.Raekke) error {
				after = r.UUID
				n++
				return nil
			}); err != nil {
				return err
			}
			if n == 0 {
				break
			}
		}
	}
	return nil
}

// nabo is the municipality that makes the flood.
const nabo = oio.CVR("22222222")

// kunNabo makes what neighbour measures on, at a tenth of the size, and measures it.
func (c *benchCmd) kunNabo(m *miljoe, ctx context.Context, directory string) error {
	remove, err := c.databases(m, ctx, directory)
	if err != nil {
		return err
	}
	defer remove()
	if _, err := c.load(m, ctx, directory, generate.Options{Borgere: c.Sager / 30, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(m.Nu())}); err != nil {
		return err
	}
	return c.neighbour(m, ctx, directory, c.Sager)
}

// neighbour measures one municipality's single changes alone, and while another on the same database loads everything it has.
func (c *benchCmd) neighbour(m *miljoe, ctx context.Context, directory string, sager int) error {
	inner := c.inner(m, directory)
	b, err := inner.make(ctx)
	if err != nil {
		return err
	}
	defer inner.close()
	flood, err := b.som(ctx, nabo, directory)
	if err != nil {
		return err
	}
	o := generate.Options{Borgere: sager / 3, Seed: 2, Kommune: nabo, Dato: oio.DatoOf(m.Nu())}
	if err := fillSettings(ctx, inner, flood, o); err != nil {
		return err
	}
	t := newTjeneste(inner, b, slog.New(slog.NewTextHandler(io.Discard, nil)))
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- keepRunning(running, inner, b.exporter(inner), t.wake, t.tilsyn()) }()
	calm, err := indexed(ctx, t, 0)
	if err == nil {
		var busy []time.Duration
		busy, err = floodedBy(ctx, inner, flood, o, func() ([]time.Duration, error) { return indexed(ctx, t, 1) })
		if err == nil {
			alone, beside := summarize(calm), summarize(busy)
			err = c.print(m, figure{"neighbour", ms(beside.p50), "ms", ms(alone.p50), float64(beside.p50) / float64(alone.p50), sager,
				fmt.Sprintf("p50 from feed to index of one municipality's change while another loads; p99 %.1f ms, alone %.1f ms; limit: alone", ms(beside.p99), ms(alone.p99))})
		}
	}
	stop()
	if endErr := <-ended; err == nil {
		err = endErr
	}
	return err
}

// floodedBy runs do while a municipality takes its whole feed and exports it.
func floodedBy(ctx context.Context, inner *miljoe, flood *bro, o generate.Options, do func() ([]time.Duration, error)) ([]time.Duration, error) {
	flooding, stop := context.WithCancel(ctx)
	defer stop()
	began, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		loader := &mirror.Loader{Store: flood.db, Kommune: flood.kommune, Noegler: flood.noegler, Nu: inner.Nu}
		_, err := pipe(func(w io.Writer) error { return generate.Feed(w, o) }, func(r io.Reader) (mirror.Sum, error) { return loader.Load(flooding, r) })
		close(began)
		if err == nil {
			_, err = flood.eksporter(flooding, inner)
		}
		ended <- err
	}()
	<-began
	took, err := do()
	select {
	case <-ended:
		return nil, fmt.Errorf("the flood ended before the measurement did; give more --sager")
	default:
	}
	stop()
	if endErr := <-ended; err == nil && endErr != nil && flooding.Err() == nil {
		err = endErr
	}
	return took, err
}

// indexed changes one grant at a time and waits until the ledger says that the index has it.
func indexed(ctx context.Context, t *tjeneste, round int) ([]time.Duration, error) {
	grants, err := runningGrants(ctx, t.b, benchChanges)
	if err != nil {
		return nil, err
	}
	took := make([]time.Duration, 0, len(grants))
	for i, g := range grants {
		began := time.Now()
		if _, err := t.load(ctx, bytes.NewReader(g.changed(2*i+round)), func(mirror.Linje) {}, func() {}); err != nil {
			return nil, err
		}
		for {
			s, err := t.b.db.Stand(ctx, t.b.kommune)
			if err != nil {
				return nil, err
			}
			if s.BevSeq == s.Seq && !s.Undervejs {
				break
			}
			if time.Since(began) > 30*time.Second {
				return nil, fmt.Errorf("change %d never reached the index", i)
			}
			time.Sleep(time.Millisecond)
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}
