package export

import (
	"context"
	"fmt"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// bremsevindue is how far back removals that went through by themselves still count: many small deletions are one large.
const bremsevindue = 24 * time.Hour

// remove deals with what is to leave the indexes: what a person has approved, and what is small enough to need nobody.
func (e *Exporter) remove(ctx context.Context) error {
	deletions, err := e.Store.Sletninger(ctx, e.Kommune)
	if err != nil {
		return err
	}
	var recent Sletning
	for _, d := range deletions {
		switch {
		case d.Venter:
			if err := e.stillWaiting(ctx, d); err != nil {
				return err
			}
		case d.Af != "":
			if err := e.removeSet(ctx, d.Nr); err != nil {
				return err
			}
		case e.Nu().Sub(d.Tid) < bremsevindue:
			recent.Objekter += d.Objekter
			recent.Borgere += d.Borgere
		}
	}
	return e.removeNew(ctx, recent)
}

// stillWaiting counts what is left of a waiting deletion: objects that are wanted again have left it.
func (e *Exporter) stillWaiting(ctx context.Context, d Sletning) error {
	objects, citizens, err := e.Store.AntalTilSletning(ctx, e.Kommune, d.Nr)
	if err != nil {
		return err
	}
	e.sum.Venter += objects
	if objects == d.Objekter && citizens == d.Borgere {
		return nil
	}
	return e.Store.RetSletning(ctx, e.Kommune, d.Nr, objects, citizens)
}

// removeNew lets the removals that belong to no deletion yet through, or stops them for a person (R100).
func (e *Exporter) removeNew(ctx context.Context, recent Sletning) error {
	objects, citizens, err := e.Store.AntalTilSletning(ctx, e.Kommune, 0)
	if err != nil || objects == 0 {
		return err
	}
	limit, err := e.Graense(ctx)
	if err != nil {
		return err
	}
	counts, err := e.Store.Antal(ctx, e.Kommune)
	if err != nil {
		return err
	}
	held := 0
	for what, n := range counts {
		switch what.Grund {
		case projection.Sendes, projection.TilSletning, projection.SlettetIKoe:
			held += n
		}
	}
	stop := float64(objects+recent.Objekter) > limit.Procent/100*float64(held+recent.Objekter) || citizens+recent.Borgere > limit.Borgere
	err = e.Store.OpretSletning(ctx, e.Kommune, Sletning{Tid: e.Nu(), Objekter: objects, Borgere: citizens, Venter: stop})
	if err != nil {
		return err
	}
	if stop {
		e.sum.Venter += objects
		return nil
	}
	return e.removeSet(ctx, 0)
}

// removeSet removes the lines of one deletion: grants before the cases they hang under.
func (e *Exporter) removeSet(ctx context.Context, deletion int64) error {
	for _, art := range []oio.Art{oio.ArtBevilling, oio.ArtSag} {
		for after := int64(0); ; {
			posts, err := e.Store.TilSletning(ctx, e.Kommune, art, deletion, after, e.chunk())
			if err != nil {
				return err
			}
			if len(posts) == 0 {
				break
			}
			after = posts[len(posts)-1].Nr
			if err := e.removeChunk(ctx, art, posts); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *Exporter) removeChunk(ctx context.Context, art oio.Art, posts []Post) error {
	ids := make([]oio.UUID, len(posts))
	for i := range posts {
		ids[i] = posts[i].UUID
		posts[i].Kvitteret = Ubesvaret
	}
	if err := e.write(ctx, posts, nil, Faerdig{}); err != nil {
		return err
	}
	answers, err := e.indeks(art).Fjern(ctx, e.Kommune, art, ids)
	if err == nil && len(answers) != len(ids) {
		err = fmt.Errorf("got %d answers for %d objects", len(answers), len(ids))
	}
	if err != nil {
		return fmt.Errorf("remove %d %s: %w", len(ids), art, err)
	}
	moved := make(map[Taelling]int)
	for i, answer := range answers {
		before, now := posts[i], &posts[i]
		if !answer.OK {
			now.Fejl = oio.MaskCPR(answer.Fejl)
			continue
		}
		now.Kvitteret, now.Grund, now.Derefter, now.Sletning, now.Fejl = [16]byte{}, before.Derefter, 0, 0, ""
		move(moved, before, *now, true)
		e.sum.Fjernet++
	}
	return e.write(ctx, posts, moved, Faerdig{})
}
