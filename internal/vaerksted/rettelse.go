package vaerksted

import (
	"context"
	"time"

	"indeksbro/internal/mapping"
	"indeksbro/internal/projection"
)

// Indekseret is how the cases and grants of a local name stand in the index.
type Indekseret struct {
	Ialt       int
	Venter     int // not acknowledged as they are wanted
	Anderledes int // the index itself holds something else than wanted, or something that should not be there
}

// Rettelse is whether a decision has reached the index (S6). Nobody has to start over: what was sent is mended (R029, R095).
type Rettelse struct {
	Indekseret
	Planlaegges  bool      // the decision has not been worked through yet; the counts are those from before it
	Kontrolleret time.Time // when the index was looked into; zero while something waits
}

// Rettelse looks at what a decision about a thing has done so far. It reads the index itself, not only what it acknowledged.
func (v *Vaerksted) Rettelse(ctx context.Context, art mapping.Art, id string) (Rettelse, error) {
	tasks, err := v.Store.Opgaver(ctx, v.Kommune)
	if err != nil {
		return Rettelse{}, err
	}
	var r Rettelse
	for _, task := range tasks {
		if b := task.Beroert; b.Slags == projection.BeroertAlt || b == projection.BeroertAfValg(art, id) {
			r.Planlaegges = true
		}
	}
	if r.Indekseret, err = v.Store.Indekseret(ctx, v.Kommune, art, id); err != nil {
		return r, err
	}
	if !r.Planlaegges && r.Venter == 0 && r.Anderledes == 0 {
		r.Kontrolleret = v.Nu()
	}
	return r, nil
}
