package visning

import (
	"testing"

	"indeksbro/internal/projection"
)

func TestS10_WhatNeverLeftTheSourceIsExplainedToo(t *testing.T) {
	t.Parallel()
	for grund, want := range map[projection.Grund][2]string{
		projection.IkkeOpmaerket:   {"sagstypen har ingen KLE", "/vaerksted/sagstype/st-1"},
		projection.ManglerType:     {"holdt tilbage: ydelsen mangler type", "/vaerksted/ydelse/yd%2F1"},
		projection.EnhedUdenKombit: {"holdt tilbage: enheden kan ikke findes i FK Organisation, heller ikke opad", "/vaerksted/enhed/en-1"},
		projection.IkkeAktiv:       {"venter: Eksporter sager er ikke aktiveret for den endnu", "/vaerksted/eksport"},
		projection.Slettet:         {"slettet i kilden", ""},
	} {
		got := AfLedger(Kilde{Grund: grund, Sagstype: "st-1", Ydelse: "yd/1", Enhed: "en-1"})
		if got.Tekst != want[0] || got.Adresse != want[1] || got.Kode != IkkeAfsendt {
			t.Errorf("%v: %+v", grund, got)
		}
	}
}
