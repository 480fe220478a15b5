package app

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
)

// som is the installation as another municipality of it uses it.
func (b *bro) som(kommune oio.CVR) (*bro, error) {
	if kommune == b.kommune {
		return b, nil
	}
	keys, err := b.ring.Kommune(kommune)
	if err != nil {
		return nil, err
	}
	return &bro{db: b.db, ring: b.ring, noegler: keys, index: b.index, laeser: b.laeser, kommune: kommune, proces: b.proces, aftaler: b.aftaler}, nil
}

// nyeKommuner is how often a service looks for municipalities that came to the database.
const nyeKommuner = 30 * time.Second

// eksportAlle keeps the indexes of every municipality of the database in line, each with an exporter of its own: the flood of one waits
// for no other. The pages are this municipality's; what changes in the others is seen within a second.
func (t *tjeneste) eksportAlle(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	own := t.x
	own.Fremgang, own.Samling = t.puls.medPuls(t.m.Nu, t.metrics.exported()), t.b.samling
	group.Go(func() error { return keepRunning(ctx, t.m, own, t.wake, t.tilsyn()) })
	known := []oio.CVR{t.b.kommune}
	ticker := time.NewTicker(nyeKommuner)
	defer ticker.Stop()
	for {
		all, err := t.b.db.Kommuner(ctx)
		if err != nil && ctx.Err() == nil {
			t.log.Error("list municipalities", "err", err)
		}
		for _, kommune := range all {
			if slices.Contains(known, kommune) {
				continue
			}
			known = append(known, kommune)
			other, err := t.b.som(kommune)
			if err != nil {
				return err
			}
			x := other.exporter(t.m)
			x.Samling = other.samling
			group.Go(func() error { return keepRunning(ctx, t.m, x, nil, t.andenStoppet(kommune)) })
		}
		select {
		case <-ctx.Done():
			return group.Wait()
		case <-ticker.C:
		}
	}
}

// andenStoppet logs that another municipality's exporter failed.
func (t *tjeneste) andenStoppet(kommune oio.CVR) tilsyn {
	return func(_ context.Context, _ export.Fremgang, err error, pause time.Duration) {
		if err != nil {
			t.log.Error("export stopped", "of", string(kommune), "next_try", pause, "err", err)
		}
	}
}
