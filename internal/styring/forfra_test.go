package styring_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/styring"
	"indeksbro/internal/verifikation"
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

// TestR094_EmptyIsSeenNotAssumed: what waits for somebody's decision cannot be seen, so it is worked through and looked at again; only then
// does a start-over go on.
func TestR094_EmptyIsSeenNotAssumed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		found  []verifikation.Resultat
		stands bool
		worked int
	}{
		"empty":               {[]verifikation.Resultat{{}}, false, 0},
		"not empty":           {[]verifikation.Resultat{{Antal: map[verifikation.Slags]int{verifikation.Overskydende: 1}}}, true, 0},
		"a decision, empty":   {[]verifikation.Resultat{{Forbehold: true}, {}}, false, 1},
		"a decision, and not": {[]verifikation.Resultat{{Forbehold: true}, {Antal: map[verifikation.Slags]int{verifikation.Overskydende: 1}}}, true, 1},
		"decisions that wait": {slices.Repeat([]verifikation.Resultat{{Forbehold: true}}, 100), true, 5},
	} {
		looked, worked := 0, 0
		x := &styring.Forfra{
			Kommune:   oio.Korsbaek,
			Nu:        time.Now,
			Eksporter: func(context.Context) error { worked++; return nil },
			Kontroller: func(context.Context) (*verifikation.Resultat, error) {
				looked++
				return &test.found[looked-1], nil
			},
		}
		f := export.Forfra{Nr: 1, Af: "Karen Holm", Trin: export.Tomt}
		err := x.Goer(t.Context(), &f, export.Tomt)
		var stands *styring.ForfraStaar
		if errors.As(err, &stands) != test.stands || err != nil && stands == nil || worked != test.worked {
			t.Errorf("%s: %v after %d looks and %d rounds of work", name, err, looked, worked)
		}
	}
}
