package enhedsvalg_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/enhedsvalg"
	"indeksbro/internal/eoj"
	"indeksbro/internal/generate"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
	"indeksbro/internal/ydelsestype"
)

var options = generate.Options{Borgere: 30, Seed: 1, Kommune: oio.Korsbaek, Dato: 20260115}

// korsbaek is the deck's municipality with the decisions that keep lets through, and its cases counted.
func korsbaek(t *testing.T, keep func(mapping.Beslutning) bool) (*projection.Grundlag, *projection.Optaelling) {
	t.Helper()
	var file bytes.Buffer
	if err := generate.Organisation(&file, options); err != nil {
		t.Fatal(err)
	}
	tree, err := organisation.Parse(&file)
	if err != nil {
		t.Fatal(err)
	}
	var feed bytes.Buffer
	if err := generate.Feed(&feed, options); err != nil {
		t.Fatal(err)
	}
	g := &projection.Grundlag{Kommune: projection.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune"}, Enheder: map[string]*eoj.Enhed{}, Organisation: tree, Katalog: ydelsestype.Nyeste()}
	tal := &projection.Optaelling{Enheder: map[string]projection.Tal{}}
	for line := range bytes.Lines(feed.Bytes()) {
		post, err := eoj.ParseLinje(bytes.TrimSpace(line))
		if err != nil {
			continue // the feed has faulty lines on purpose
		}
		switch p := post.(type) {
		case *eoj.Enhed:
			g.Enheder[p.ID] = p
		case *eoj.Sag:
			tal.Enheder[p.Enhed] = tal.Enheder[p.Enhed].Plus(projection.Tal{Sager: 1, Aktive: 1, Borgere: 1})
		}
	}
	var history []mapping.Beslutning
	for _, b := range generate.Beslutninger(options) {
		if b.Art == mapping.Enhed && keep(b) {
			history = append(history, b)
		}
	}
	g.Mapping = mapping.NewState(history)
	return g, tal
}

func alle(mapping.Beslutning) bool  { return true }
func ingen(mapping.Beslutning) bool { return false }
func uden(id string) func(mapping.Beslutning) bool {
	return func(b mapping.Beslutning) bool { return b.ID != id }
}

// first is the likeliest unit for an enhed, and why.
func first(t *testing.T, v *enhedsvalg.Vaelger, id string) enhedsvalg.Forslag {
	t.Helper()
	all := v.Foreslaa(id, 1)
	if len(all) == 0 {
		t.Fatalf("nothing is proposed for %s", id)
	}
	return all[0]
}

func TestR078_TheLikeliestUnitComesFirstWithItsReasons(t *testing.T) {
	t.Parallel()
	g, _ := korsbaek(t, ingen)
	v := enhedsvalg.New(g)
	for id, want := range map[string]struct {
		navn, grund string
		mindst      float64
	}{
		"en-3":  {"Visitation A", "samme navn", 0.9},
		"en-15": {"Rehabilitet. & Motorik", "ligner: »Rehabilitet. & Motorik«", 0.5},
		"en-25": {"Korsbæk Sundhedscenter", "samme plads i træet (under »Omsorg«)", 0.9},
		"en-26": {"Plejehjem Solbakken", "samme P-nummer", 0.9},
		"en-32": {"Visitation D", "samme navn, skrevet anderledes", 0.9},
		"en-1":  {"Social & Omsorg", "samme enheder under sig", 0.9},
	} {
		got := first(t, v, id)
		if got.Enhed.Navn != want.navn || got.Score < want.mindst || !slices.Contains(got.Begrundelse, want.grund) {
			t.Errorf("%s: %.2f %s %v, want %s because %s", id, got.Score, got.Enhed.Navn, got.Begrundelse, want.navn, want.grund)
		}
	}
}

// The generator knows which unit each enhed is. What is found must be it; what is not there must not be found.
func TestR078_KorsbaekIsFound(t *testing.T) {
	t.Parallel()
	g, _ := korsbaek(t, ingen)
	v := enhedsvalg.New(g)
	answer := map[string]oio.UUID{}
	for _, b := range generate.Beslutninger(options) {
		if b.Art == mapping.Enhed {
			answer[b.ID] = b.Valg.Kombit
		}
	}
	right, sagsansvarlige := 0, 0
	for id, e := range g.Enheder {
		if !e.Sagsansvarlig {
			continue
		}
		all := v.Foreslaa(id, 1)
		sure := len(all) > 0 && all[0].Score >= enhedsvalg.Antaget
		if want, there := answer[id]; there {
			sagsansvarlige++
			if len(all) > 0 && all[0].Enhed.UUID == want {
				right++
			}
		} else if sure {
			t.Errorf("%s is not in FK Organisation, but %s is proposed with %.2f", e.Navn, all[0].Enhed.Navn, all[0].Score)
		}
	}
	if right != sagsansvarlige {
		t.Errorf("%d of %d are found", right, sagsansvarlige)
	}
}

func TestR073_ATakenUnitNamesItsHolderAndTheEnhedAboveBoth(t *testing.T) {
	t.Parallel()
	g, _ := korsbaek(t, alle)
	v := enhedsvalg.New(g)
	for _, f := range v.Foreslaa("en-13", 5) { // Træning, below Genoptræning
		if f.Enhed.Navn == "Genoptræning" {
			if f.OptagetAf != "en-12" || f.Faelles != "en-12" || f.SomForslag(g).KanVaelges || !strings.Contains(f.SomForslag(g).Spaerret, "Genoptræning") {
				t.Errorf("%+v", f)
			}
			return
		}
	}
	t.Error("the taken unit is not shown")
}

func TestR074_ClosedUnitsAndOthersUnitsAreNotProposed(t *testing.T) {
	t.Parallel()
	unit := func(b byte, status string, cvr oio.CVR) organisation.Enhed {
		return organisation.Enhed{UUID: oio.UUID{b}, Navn: "Visitation E", Status: status, CVR: cvr}
	}
	g := &projection.Grundlag{Kommune: projection.Kommune{CVR: oio.Korsbaek}, Enheder: map[string]*eoj.Enhed{"e": {ID: "e", Navn: "Visitation E"}}, Mapping: mapping.NewState(nil),
		Organisation: organisation.New([]organisation.Enhed{unit(1, "Inaktiv", oio.Korsbaek), unit(2, "Aktiv", "22222222")})}
	if all := enhedsvalg.New(g).Foreslaa("e", 5); len(all) != 0 {
		t.Errorf("%+v", all)
	}
	if all := enhedsvalg.New(g).Soeg("e", "visitation", 5); len(all) != 0 {
		t.Errorf("found: %+v", all)
	}
}

func TestR075_TheModelsOnKorsbaeksOwnTree(t *testing.T) {
	t.Parallel()
	g, tal := korsbaek(t, ingen)
	models := enhedsvalg.Modeller(g, tal)
	detailed, high := models[0], models[1]
	if detailed.Andel() < 0.8 || high.Andel() > 0.2 || detailed.Sager != high.Sager || detailed.Sager == 0 {
		t.Errorf("model 1 %+v, model 2 %+v", detailed, high)
	}
	if high.Enheder != 2 || detailed.Enheder < 15 {
		t.Errorf("to keep up: %d and %d", detailed.Enheder, high.Enheder)
	}
	if now := enhedsvalg.New(g).Nu(tal); now.Praecise != 0 || now.Enheder != 0 {
		t.Errorf("nothing is mapped, but now is %+v", now)
	}
	g, tal = korsbaek(t, alle)
	if now := enhedsvalg.New(g).Nu(tal); now.Andel() < 0.8 {
		t.Errorf("all is mapped, but now is %+v", now)
	}
}

// A contact two levels up, and one that nobody can ring, are not precise.
func TestR075_WhatPreciseMeans(t *testing.T) {
	t.Parallel()
	reachable := []organisation.Adresse{{Rolle: "telefon", Tekst: "55 55 00 01"}}
	g := &projection.Grundlag{Kommune: projection.Kommune{CVR: oio.Korsbaek}, Enheder: map[string]*eoj.Enhed{
		"top": {ID: "top", Navn: "Top"}, "own": {ID: "own", Navn: "Own", Overordnet: "top"}, "below": {ID: "below", Navn: "Below", Overordnet: "own"},
		"far": {ID: "far", Navn: "Far", Overordnet: "below"}, "mute": {ID: "mute", Navn: "Mute", Overordnet: "top"}},
		Organisation: organisation.New([]organisation.Enhed{{UUID: oio.UUID{1}, Navn: "X", Status: "Aktiv", Adresser: reachable}, {UUID: oio.UUID{2}, Navn: "Y", Status: "Aktiv"}}),
		Mapping:      mapping.NewState([]mapping.Beslutning{{Art: mapping.Enhed, ID: "own", Valg: mapping.Valg{Kombit: oio.UUID{1}}}, {Art: mapping.Enhed, ID: "mute", Valg: mapping.Valg{Kombit: oio.UUID{2}}}})}
	tal := &projection.Optaelling{Enheder: map[string]projection.Tal{"top": {Sager: 1}, "own": {Sager: 10}, "below": {Sager: 100}, "far": {Sager: 1000}, "mute": {Sager: 10000}}}
	if got := enhedsvalg.New(g).Nu(tal); got.Praecise != 110 || got.Fundet != 11110 || got.Sager != 11111 {
		t.Errorf("%+v", got)
	}
	if got, touched := enhedsvalg.New(g).Rammer("top", tal); got.Sager != 1 || len(touched) != 1 {
		t.Errorf("a choice for the top touches %+v in %v", got, touched)
	}
	if got, _ := enhedsvalg.New(g).Rammer("own", tal); got.Sager != 1110 {
		t.Errorf("a choice for own touches %+v", got)
	}
}

func TestR076_TheThreeSituations(t *testing.T) {
	t.Parallel()
	g, tal := korsbaek(t, uden("en-15"))
	v := enhedsvalg.New(g)
	place := func(id string) enhedsvalg.Situation { return v.Situation(id, g.Enhed(id), tal.Enheder[id]) }
	if s := place("en-3"); s.Nummer != enhedsvalg.SammeEnhed || !s.Valgt || s.Navn != "" {
		t.Errorf("the same: %+v", s)
	}
	if s := place("en-15"); s.Nummer != enhedsvalg.AndetNavn || s.Valgt || s.Navn != "Rehabilitet. & Motorik" {
		t.Errorf("another name: %+v", s)
	}
	s := place("en-13")
	if s.Nummer != enhedsvalg.FindesIkke || s.Opad.Via != "en-12" || !strings.Contains(s.Anmodning, "»Træning«") || !strings.Contains(s.Anmodning, "under »Genoptræning«") ||
		!strings.Contains(s.Anmodning, "Indtil da står »Genoptræning« på sagerne.") {
		t.Errorf("not there: %+v", s)
	}
}

func TestR077_InvisibleEnheder(t *testing.T) {
	t.Parallel()
	g, _ := korsbaek(t, ingen)
	v := enhedsvalg.New(g)
	for _, c := range []struct {
		id   string
		tal  projection.Tal
		skal bool
	}{
		{"en-32", projection.Tal{Sager: 3, Bevillinger: 2, Loebende: 1}, true},
		{"en-32", projection.Tal{Sager: 3, Bevillinger: 2}, false},              // all is over
		{"en-32", projection.Tal{}, false},                                      // never responsible
		{"en-33", projection.Tal{Sager: 3, Bevillinger: 2, Loebende: 1}, false}, // not in FK Organisation
	} {
		if got := v.Usynlig(c.id, c.tal); got.Skal != c.skal || got.Hvorfor == "" {
			t.Errorf("%s %+v: %+v", c.id, c.tal, got)
		}
	}
}

func TestR070_TheWorkList(t *testing.T) {
	t.Parallel()
	g, tal := korsbaek(t, ingen)
	v := enhedsvalg.New(g)
	for id, e := range g.Enheder {
		if listed := v.Arbejde(1, id, tal.Enheder[id]); listed && !e.Sagsansvarlig || !listed && e.Sagsansvarlig && !e.Usynlig {
			t.Errorf("model 1: %s is listed: %v", e.Navn, listed)
		}
		top := id == "en-1" || id == "en-35" || id == "en-37"
		if listed := v.Arbejde(2, id, tal.Enheder[id]); listed != top {
			t.Errorf("model 2: %s is listed: %v", e.Navn, listed)
		}
	}
}

// Whatever the trees look like, circles too, nothing ends in a loop, scores are shares, and nobody is proposed twice.
func TestR078_AnyTrees(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		name := rapid.SampledFrom([]string{"", "A", "Visitation A", "Gen.opt.", "Genoptræning", "& og", "12", "Korsbæk", "Afd. for træning (gl.)", "æøå ÆØÅ"})
		g := &projection.Grundlag{Kommune: projection.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune"}, Enheder: map[string]*eoj.Enhed{}, Mapping: mapping.NewState(nil)}
		var units []organisation.Enhed
		for i := range n {
			id := fmt.Sprint(i)
			g.Enheder[id] = &eoj.Enhed{ID: id, Navn: name.Draw(t, "navn"), Overordnet: fmt.Sprint(rapid.IntRange(-1, n).Draw(t, "over")), Sagsansvarlig: true}
			units = append(units, organisation.Enhed{UUID: oio.UUID{byte(i + 1)}, Navn: name.Draw(t, "navn"), Overordnet: oio.UUID{byte(rapid.IntRange(0, n).Draw(t, "over"))}, Status: "Aktiv"})
		}
		g.Organisation = organisation.New(units)
		v := enhedsvalg.New(g)
		for id := range g.Enheder {
			seen := map[oio.UUID]bool{}
			last := 1.0
			for _, f := range v.Foreslaa(id, 5) {
				if f.Score < 0 || f.Score > last || seen[f.Enhed.UUID] {
					t.Fatalf("%+v after %v", f, last)
				}
				seen[f.Enhed.UUID], last = true, f.Score
			}
			v.Rammer(id, &projection.Optaelling{})
			v.Situation(id, g.Enhed(id), projection.Tal{})
		}
		v.Modeller(&projection.Optaelling{Enheder: map[string]projection.Tal{"0": {Sager: 1}}})
	})
}
