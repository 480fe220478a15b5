package forloeb_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
)

const today oio.Dato = 20260316

// nothing is a municipality on its first day.
func nothing() forloeb.Forhold {
	return forloeb.Forhold{Idag: today, Fakta: program.NyStand(nil), Flyveliste: rules.Flyveliste{{Noegle: rules.PunktOpmaerkning, Lys: rules.Roed, Navn: "Sagstyper er opmærket"}}}
}

// everything is one that is through.
func everything() forloeb.Forhold {
	all := forloeb.Raekker{Ialt: 10, Besluttet: 10, Andel: 1}
	return forloeb.Forhold{
		Idag: today, Fakta: program.NyStand([]program.Faktum{{Emne: program.TrinA, Dato: today}}), KLE: 400, KLEFilter: "27,29", KLEDag: today, Ydelser: all, Sagstyper: all, Enheder: all, KildeEnheder: 12, FKEnheder: 9,
		Flyveliste: rules.Flyveliste{{Noegle: rules.PunktOpmaerkning, Lys: rules.Groen, Antal: 10}}, Aktiv: true, AktivDag: today, Kontrol: &forloeb.Kontrol{Dag: today}, Roller: 3, SAPA: true, Borgerblik: true, Omraader: 2,
	}
}

func states(h forloeb.Forhold) map[forloeb.Nr]forloeb.Tilstand {
	made := map[forloeb.Nr]forloeb.Tilstand{}
	for _, t := range forloeb.Nyt(h).Trin {
		made[t.Nr] = t.Tilstand
	}
	return made
}

func TestR122_OnTheFirstDayFourStepsCanBegin(t *testing.T) {
	t.Parallel()
	for nr, state := range states(nothing()) {
		want := forloeb.Venter
		if slices.Contains([]forloeb.Nr{forloeb.Skrivebord, forloeb.Klassifikation, forloeb.Enhedsbord, forloeb.Dataafgraensing}, nr) {
			want = forloeb.Klar
		}
		if state != want {
			t.Errorf("step %s is %s, want %s", nr, state, want)
		}
	}
}

func TestR121_AllIsDoneByItsFacts(t *testing.T) {
	t.Parallel()
	f := forloeb.Nyt(everything())
	if f.Gjorte() != len(forloeb.Opgaver) {
		t.Errorf("%d steps are done: %v", f.Gjorte(), states(everything()))
	}
}

// Take one fact away, and its step is not done, whatever anybody says.
func TestR121_AStepIsNotDoneWithoutItsFact(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		nr   forloeb.Nr
		take func(*forloeb.Forhold)
	}{
		"an undecided ydelse":        {forloeb.Ydelser, func(h *forloeb.Forhold) { h.Ydelser.Besluttet-- }},
		"one under clarification":    {forloeb.Ydelser, func(h *forloeb.Forhold) { h.Ydelser.Besluttet--; h.Ydelser.Afklares++ }},
		"not even looked at":         {forloeb.Skrivebord, func(h *forloeb.Forhold) { h.Ydelser.Besluttet-- }},
		"no KLE":                     {forloeb.Klassifikation, func(h *forloeb.Forhold) { h.KLE = 0 }},
		"none to choose from":        {forloeb.KLEKoder, func(h *forloeb.Forhold) { h.KLE = 0 }},
		"an undecided sagstype":      {forloeb.Sagstyper, func(h *forloeb.Forhold) { h.Sagstyper.Besluttet-- }},
		"no FK Organisation":         {forloeb.Enhedsbord, func(h *forloeb.Forhold) { h.FKEnheder = 0 }},
		"a unit found nowhere":       {forloeb.Enheder, func(h *forloeb.Forhold) { h.EnhederUkendte = 1 }},
		"not activated":              {forloeb.Eksport, func(h *forloeb.Forhold) { h.Aktiv = false }},
		"still loading":              {forloeb.Eksport, func(h *forloeb.Forhold) { h.Tilbage = 1 }},
		"never verified":             {forloeb.Eksport, func(h *forloeb.Forhold) { h.Kontrol = nil }},
		"differences":                {forloeb.Eksport, func(h *forloeb.Forhold) { h.Kontrol = &forloeb.Kontrol{Forskelle: 1} }},
		"roles not signed":           {forloeb.Dataafgraensing, func(h *forloeb.Forhold) { h.Fakta = program.NyStand(nil) }},
		"SAPA not opened":            {forloeb.Aabning, func(h *forloeb.Forhold) { h.SAPA = false }},
		"Borgerblik not opened":      {forloeb.Aabning, func(h *forloeb.Forhold) { h.Borgerblik = false }},
		"no number for citizens":     {forloeb.Aabning, func(h *forloeb.Forhold) { h.Omraader = 0 }},
		"a light of the list is red": {forloeb.Eksport, func(h *forloeb.Forhold) { h.Flyveliste = rules.Flyveliste{{Noegle: "varsel", Lys: rules.Roed}} }},
	} {
		h := everything()
		c.take(&h)
		said := []program.Faktum{{Emne: program.Trinmeldt, Kode: string(c.nr), Dato: today, Tekst: "meldt i KLIK"}}
		if _, signed := h.Fakta.Dag(program.TrinA, ""); signed {
			said = append(said, program.Faktum{Emne: program.TrinA, Dato: today})
		}
		h.Fakta = program.NyStand(said)
		if got := forloeb.Nyt(h).Find(c.nr); got.Tilstand == forloeb.Gjort {
			t.Errorf("%s: step %s is done", name, c.nr)
		} else if got.Meldt == 0 {
			t.Errorf("%s: what KLIK says is not told", name)
		}
	}
}

func TestR121_WhatStopsTheSendingStopsTheStep(t *testing.T) {
	t.Parallel()
	h := everything()
	h.Stop = []forloeb.Kendsgerning{{Navn: "certifikat", Dansk: "Certifikatet er udløbet.", Hvem: "leverandøren"}}
	step := forloeb.Nyt(h).Find(forloeb.Eksport)
	if missing, _ := step.Mangler(); step.Tilstand != forloeb.Stoppet || missing.Navn != "certifikat" {
		t.Errorf("step 8 is %s for want of %+v", step.Tilstand, missing)
	}
}

func TestTheWrongOrdersOfTheDeckAreWarnedAbout(t *testing.T) {
	t.Parallel()
	for regel, c := range map[string]struct {
		nr  forloeb.Nr
		mod func(*forloeb.Forhold)
	}{
		"R006": {forloeb.Sagstyper, func(h *forloeb.Forhold) {
			h.Flyveliste = append(h.Flyveliste, rules.Punkt{Noegle: rules.PunktYdelser, Lys: rules.Gul, Antal: 3})
		}},
		"R007": {forloeb.Sagstyper, func(h *forloeb.Forhold) {
			h.Flyveliste = append(h.Flyveliste, rules.Punkt{Noegle: rules.PunktEnheder, Lys: rules.Roed, Antal: 1})
		}},
		"R092": {forloeb.Eksport, func(h *forloeb.Forhold) {
			h.Flyveliste = append(h.Flyveliste, rules.Punkt{Noegle: "varsel", Lys: rules.Gul})
		}},
		"R093": {forloeb.Eksport, func(h *forloeb.Forhold) { h.Fakta = program.NyStand(nil) }},
		"R117": {forloeb.Dataafgraensing, func(h *forloeb.Forhold) { h.Fakta = program.NyStand(nil) }},
		"R120": {forloeb.Aabning, func(h *forloeb.Forhold) { h.Aktiv = false }},
	} {
		h := everything()
		if w := forloeb.Nyt(h).Find(c.nr).Advarsler; len(w) > 0 {
			t.Errorf("a municipality that did all in order is warned: %+v", w)
		}
		c.mod(&h)
		if !slices.ContainsFunc(forloeb.Nyt(h).Find(c.nr).Advarsler, func(a forloeb.Advarsel) bool { return a.Regel == regel }) {
			t.Errorf("%s is not warned about", regel)
		}
	}
}

// Whatever the facts are: nothing waits for a step that is done, a step that waits says for what, and shares keep to their bounds.
func TestR122_WhatWaitsSaysForWhat(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.Custom(func(t *rapid.T) forloeb.Raekker {
			all := rapid.IntRange(0, 5).Draw(t, "all")
			done := rapid.IntRange(0, all).Draw(t, "done")
			return forloeb.Raekker{Ialt: all, Besluttet: done, Afklares: rapid.IntRange(0, all-done).Draw(t, "asked"), Andel: rapid.Float64Range(0, 1).Draw(t, "share")}
		})
		yes := rapid.Bool()
		h := nothing()
		h.Ydelser, h.Sagstyper, h.Enheder = rows.Draw(t, "ydelser"), rows.Draw(t, "sagstyper"), rows.Draw(t, "enheder")
		h.KLE, h.FKEnheder, h.KildeEnheder, h.EnhederUkendte = rapid.IntRange(0, 2).Draw(t, "kle"), rapid.IntRange(0, 1).Draw(t, "fk"), rapid.IntRange(0, 1).Draw(t, "kilde"), rapid.IntRange(0, 1).Draw(t, "ukendte")
		h.Aktiv, h.SAPA, h.Borgerblik = yes.Draw(t, "aktiv"), yes.Draw(t, "sapa"), yes.Draw(t, "blik")
		f := forloeb.Nyt(h)
		for _, step := range f.Trin {
			if step.Andel < 0 || step.Andel > 100 || (step.Tilstand == forloeb.Gjort) != (len(step.Fakta) > 0 && !slices.ContainsFunc(step.Fakta, func(k forloeb.Kendsgerning) bool { return !k.Opfyldt })) {
				t.Fatalf("step %s is %s at %d %%: %+v", step.Nr, step.Tilstand, step.Andel, step.Fakta)
			}
			if (step.Tilstand == forloeb.Venter) && len(step.VenterPaa) == 0 {
				t.Fatalf("step %s waits for nothing", step.Nr)
			}
			for _, before := range step.VenterPaa {
				if f.Find(before).Tilstand == forloeb.Gjort {
					t.Fatalf("step %s waits for %s, which is done", step.Nr, before)
				}
			}
		}
		for _, mine := range f.Mine(adgang.SapaAdministrator) {
			if !mine.Opgave.Ejer.Er(adgang.SapaAdministrator) {
				t.Fatalf("step %s is not hers", mine.Nr)
			}
		}
	})
}
