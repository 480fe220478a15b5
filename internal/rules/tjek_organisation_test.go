package rules_test

import (
	"strings"
	"testing"
	"time"

	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
)

// changed is the municipality the day after an import changed the unit that nord is mapped to.
func changed(a organisation.Aendring, notes ...mapping.Note) *rules.Snapshot {
	before := kombit("nord", north)
	before.Tid = time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)
	s := snapshot(before)
	s.Noter = mapping.NewNoter(notes)
	s.Tal = &projection.Optaelling{Enheder: map[string]projection.Tal{"nord": {Sager: 3, Borgere: 2}, "hold": {Sager: 4, Borgere: 4}, "syd": {Sager: 50}}}
	a.Enhed, a.Tid = "nord", time.Date(2026, 2, 28, 3, 0, 0, 0, time.UTC)
	s.Organisationsaendringer = []organisation.Aendring{a}
	return s
}

// r079 are the findings of this rule.
func r079(s *rules.Snapshot) []rules.Fund {
	var found []rules.Fund
	for _, f := range rules.Gennemgaa(s) {
		if f.Regel == "R079" {
			found = append(found, f)
		}
	}
	return found
}

func TestR079_AMovedUnitIsAFindingUntilSomebodyHasLooked(t *testing.T) {
	t.Parallel()
	moved := organisation.Aendring{Slags: organisation.Flyttet, Foer: organisation.Enhed{UUID: north, Navn: "Nord"}, Efter: organisation.Enhed{UUID: north, Navn: "Nord"}, OverFoer: "Omsorg", OverEfter: "Social"}
	found := r079(changed(moved))
	if len(found) != 1 || found[0].Alvor != rules.Advarsel || found[0].ID != "nord" || !strings.Contains(found[0].Dansk, "fra »Omsorg« til »Social«") {
		t.Fatalf("%+v", found)
	}
	if found[0].Tal.Sager != 7 {
		t.Errorf("it touches %d cases, want those of the enhed and of what looks up to it", found[0].Tal.Sager)
	}
	look := mapping.Note{Art: mapping.Enhed, ID: "nord", Slags: mapping.Kommentar, Tekst: "set"}
	look.Tid = time.Date(2026, 2, 27, 0, 0, 0, 0, time.UTC)
	if len(r079(changed(moved, look))) != 1 {
		t.Error("an older note counts as having looked")
	}
	look.Tid = look.Tid.AddDate(0, 0, 2)
	if found := r079(changed(moved, look)); len(found) != 0 {
		t.Errorf("somebody has looked: %+v", found)
	}
}

func TestR079_TwoChangesNobodyLookedAtAreToldAsOne(t *testing.T) {
	t.Parallel()
	unit := func(navn string) organisation.Enhed { return organisation.Enhed{UUID: north, Navn: navn} }
	s := changed(organisation.Aendring{Slags: organisation.Omdoebt, Foer: unit("Nord"), Efter: unit("Nordre")})
	again := s.Organisationsaendringer[0]
	again.Foer, again.Efter, again.Tid = unit("Nordre"), unit("Distrikt Nord"), again.Tid.AddDate(0, 0, 1)
	s.Organisationsaendringer = append(s.Organisationsaendringer, again)
	if found := r079(s); len(found) != 1 || found[0].Dansk != "»Nord« hedder nu »Distrikt Nord« i FK Organisation" {
		t.Errorf("%+v", found)
	}
}

func TestR079_AUnitThatIsGoneIsWrongUntilDecidedAnew(t *testing.T) {
	t.Parallel()
	gone := organisation.Aendring{Slags: organisation.Forsvundet, Foer: organisation.Enhed{UUID: north, Navn: "Nord"}}
	look := mapping.Note{Art: mapping.Enhed, ID: "nord", Slags: mapping.Kommentar, Tid: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
	if found := r079(changed(gone, look)); len(found) != 0 {
		t.Errorf("the unit has come back, but: %+v", found)
	}
	s := changed(gone, look)
	s.Grundlag.Organisation = organisation.New(nil)
	if found := r079(s); len(found) != 1 || found[0].Alvor != rules.Fejl {
		t.Errorf("gone: %+v", found)
	}
	s.Grundlag.Mapping = mapping.NewState([]mapping.Beslutning{kombit("nord", oio.UUID{})})
	if found := r079(s); len(found) != 0 {
		t.Errorf("decided anew: %+v", found)
	}
}
