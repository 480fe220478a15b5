package export

import (
	"context"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// Status is where a municipality stands (R098, R102): every source object is counted under exactly one reason.
type Status struct {
	Aktiv      bool
	Kilde      map[oio.Art]int
	Antal      map[Taelling]int // objects of the source, by sagstype and reason; those new to the ledger have no sagstype yet
	TilFjern   map[oio.Art]int  // gone from the source, still to be removed from the index
	Sletninger []Sletning       // deletions that wait for a person (R100)
}

// I sums the objects of one kind in one state.
func (s *Status) I(art oio.Art, tilstand projection.Tilstand) int {
	n := 0
	for what, count := range s.Antal {
		if what.Art == art && what.Grund.Tilstand() == tilstand {
			n += count
		}
	}
	return n
}

// Sum is the number of objects of one kind over all states; it equals Kilde.
func (s *Status) Sum(art oio.Art) int {
	n := 0
	for _, tilstand := range projection.Tilstande() {
		n += s.I(art, tilstand)
	}
	return n
}

// ReadStatus counts where a municipality stands.
func ReadStatus(ctx context.Context, store Store, kommune oio.CVR) (*Status, error) {
	tal, err := store.Tal(ctx, kommune)
	if err != nil {
		return nil, err
	}
	s := &Status{Aktiv: tal.Stand.Aktiv, Kilde: map[oio.Art]int{oio.ArtSag: tal.Stand.Sager, oio.ArtBevilling: tal.Stand.Bevillinger},
		Antal: make(map[Taelling]int), TilFjern: make(map[oio.Art]int)}
	for what, n := range tal.Antal {
		switch {
		case what.Grund.AfKilden():
			s.Antal[what] = n
		case what.Grund == projection.SlettetIKoe:
			s.TilFjern[what.Art] += n
		}
	}
	for _, d := range tal.Sletninger {
		if d.Venter {
			s.Sletninger = append(s.Sletninger, d)
		}
	}
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		s.unplanned(art, tal.Nye[art], tal.Slettede[art])
	}
	return s, nil
}

// unplanned adds what the ledger has not heard of: new objects wait, deleted ones leave the sum.
func (s *Status) unplanned(art oio.Art, added, removed int) {
	waiting := Taelling{Art: art, Grund: projection.IKoe}
	if !s.Aktiv {
		waiting.Grund = projection.IkkeAktiv
	}
	if added > 0 {
		s.Antal[waiting] += added
	}
	if removed > 0 { // counted by the ledger under some reason still; they are on their way out
		s.Antal[Taelling{Art: art, Grund: projection.Sendes}] -= removed
		s.TilFjern[art] += removed
	}
}
