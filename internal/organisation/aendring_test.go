package organisation_test

import (
	"testing"

	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
)

func TestR079_WhatAnImportChangesAboutMappedUnits(t *testing.T) {
	t.Parallel()
	top, side := oio.UUID{8}, oio.UUID{9}
	unit := func(b byte, navn string, over oio.UUID, status string) organisation.Enhed {
		return organisation.Enhed{UUID: oio.UUID{b}, Navn: navn, Overordnet: over, Status: status}
	}
	old := organisation.New([]organisation.Enhed{unit(8, "Omsorg", oio.UUID{}, "Aktiv"), unit(9, "Social", oio.UUID{}, "Aktiv"), unit(1, "A", top, "Aktiv"), unit(2, "B", top, "Aktiv"),
		unit(3, "C", top, "Aktiv"), unit(4, "D", top, "Aktiv"), unit(5, "E", top, "Aktiv"), unit(6, "F", top, "Aktiv"), unit(7, "G", top, "Inaktiv")})
	reachable := unit(5, "E", top, "Aktiv")
	reachable.Adresser = []organisation.Adresse{{Rolle: "telefon", Tekst: "55 55 00 01"}}
	current := organisation.New([]organisation.Enhed{unit(8, "Omsorg", oio.UUID{}, "Aktiv"), unit(9, "Social", oio.UUID{}, "Aktiv"), unit(2, "B", top, "Inaktiv"), unit(3, "C ny", side, "Aktiv"),
		unit(4, "D ny", top, "Aktiv"), reachable})
	mapped := map[oio.UUID]string{{1}: "en-1", {2}: "en-2", {3}: "en-3", {4}: "en-4", {5}: "en-5", {7}: "en-7"} // F is gone, but nobody uses it
	got := organisation.Aendringer(old, current, mapped)
	want := []struct {
		slags          organisation.Aendringsslags
		enhed, fra, to string
	}{{organisation.Forsvundet, "en-1", "Omsorg", ""}, {organisation.Lukket, "en-2", "Omsorg", "Omsorg"}, {organisation.Flyttet, "en-3", "Omsorg", "Social"}, {organisation.Omdoebt, "en-4", "Omsorg", "Omsorg"}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i, w := range want {
		if g := got[i]; g.Slags != w.slags || g.Enhed != w.enhed || g.OverFoer != w.fra || g.OverEfter != w.to {
			t.Errorf("change %d is %+v, want %+v", i, g, w)
		}
	}
	if again := organisation.Aendringer(current, current, mapped); len(again) != 0 {
		t.Errorf("the same import changes %+v", again)
	}
}
