package styring_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/styring"
)

// ventende is a store where a deletion waits, of a sagstype that starts over and of something else.
type ventende struct {
	styring.ForfraStore
	antal    map[export.Taelling]int
	godkendt bool
}

func (v *ventende) Tal(context.Context, oio.CVR) (export.Tal, error) {
	return export.Tal{Antal: v.antal, Sletninger: []export.Sletning{{Nr: 1, Objekter: 2, Venter: true}}}, nil
}

func (v *ventende) Antal(context.Context, oio.CVR) (map[export.Taelling]int, error) {
	return v.antal, nil
}

func (v *ventende) Grundlag(context.Context, oio.CVR) (*projection.Grundlag, error) {
	return &projection.Grundlag{Mapping: mapping.NewState([]mapping.Beslutning{{Nr: 1, Art: mapping.Sagstype, ID: "st-1", Grund: "starter forfra (nr. 1)"}})}, nil
}

func (v *ventende) GodkendSletning(context.Context, oio.CVR, int64, string, time.Time) error {
	v.godkendt = true
	v.antal = nil
	return nil
}

// TestR100_AStartOverAnswersForItsOwnRemovalsAlone: others' removals in the same deletion are for a person to see, also where the ledger does
// not know of which sagstype they are.
func TestR100_AStartOverAnswersForItsOwnRemovalsAlone(t *testing.T) {
	t.Parallel()
	own := export.Taelling{Sagstype: "st-1", Art: oio.ArtSag, Grund: projection.SlettetIKoe}
	for name, other := range map[string]*export.Taelling{
		"none":               nil,
		"another sagstype":   {Sagstype: "st-2", Art: oio.ArtSag, Grund: projection.SlettetIKoe},
		"an unknown one":     {Art: oio.ArtSag, Grund: projection.SlettetIKoe},
		"an unknown grant's": {Art: oio.ArtBevilling, Grund: projection.TilSletning},
	} {
		s := &ventende{antal: map[export.Taelling]int{own: 1}}
		if other != nil {
			s.antal[*other] = 1
		}
		x := &styring.Forfra{Store: s, Kommune: oio.Korsbaek, Nu: time.Now, Eksporter: func(context.Context) error { return nil }}
		f := export.Forfra{Nr: 1, Af: "Karen Holm", Trin: export.Toem, Sagstyper: []export.ForfraSagstype{{ID: "st-1", KLE: "27.01.01"}}}
		err := x.Goer(t.Context(), &f, export.Toem)
		var stands *styring.ForfraStaar
		if stood := errors.As(err, &stands); stood != (other != nil) || s.godkendt != (other == nil) {
			t.Errorf("%s: %v, approved: %v", name, err, s.godkendt)
		}
	}
}
