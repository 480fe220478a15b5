package rules

import (
	"slices"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/projection"
)

// Omfang is a test scope (R099): a few sagstyper, what they need at least, and how far that is.
type Omfang struct {
	Sagstyper []Testsagstype
	KLE       []kle.Nummer    // the different numbers they are marked with
	Ydelser   []*eoj.Ydelse   // at least these must be mapped: all of the sagstyper
	Enheder   []*eoj.Enhed    // at least these must be found in FK Organisation: all with cases of them
	Mangler   []Mangel        // what of it is missing
	Naeste    []*eoj.Sagstype // sagstyper outside with neither mark nor decision: "the next" or "the rest"
	Tal       projection.Tal  // what the test shows; Borgere is at least so many
}

// Testsagstype is one sagstype of a test.
type Testsagstype struct {
	Sagstype  *eoj.Sagstype
	KLE       kle.Nummer
	Forventet string // what the municipality wrote that it expects to see
	Klar      bool   // everything below it is in place and it is marked
	Udfald    string // in Danish: how it stands against what was expected
	Tal       projection.Tal
}

// Mangel is one thing a test still lacks.
type Mangel struct {
	Art   mapping.Art
	ID    string
	Navn  string
	Dansk string
}

// Testomfang works out the test scope from the notes that choose it (R099).
func Testomfang(s *Snapshot) Omfang {
	var o Omfang
	for _, t := range s.sagstyper() {
		note, chosen := s.noter().ITest(t.ID)
		if !chosen {
			if !s.opmaerket(t.ID) && !s.fravalgt(t.ID) && !t.Administrativ {
				o.Naeste = append(o.Naeste, t)
			}
			continue
		}
		o.tag(s, t, note.Tekst)
	}
	slices.Sort(o.KLE)
	o.KLE = slices.Compact(o.KLE)
	o.Mangler = hverEnGang(o.Mangler)
	return o
}

// hverEnGang lists each thing once: two sagstyper may lack the same unit.
func hverEnGang(all []Mangel) []Mangel {
	var out []Mangel
	for _, m := range all {
		if !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	return out
}

// tag takes a sagstype into the scope with all it needs.
func (o *Omfang) tag(s *Snapshot, t *eoj.Sagstype, expected string) {
	test := Testsagstype{Sagstype: t, Forventet: expected, Tal: s.tal().Sagstyper[t.ID]}
	if s.opmaerket(t.ID) {
		test.KLE = s.valg(mapping.Sagstype, t.ID).KLE
		o.KLE = append(o.KLE, test.KLE)
	}
	before := len(o.Mangler)
	for _, y := range s.under(t.ID) {
		if y.Pakke {
			continue
		}
		o.Ydelser = append(o.Ydelser, y)
		if !Afgjort(y, s.Grundlag) {
			o.Mangler = append(o.Mangler, Mangel{mapping.Ydelse, y.ID, y.Navn, "ydelsen har hverken type eller beslutning"})
		}
	}
	for _, id := range s.sagerMed(t.ID) {
		o.tagEnhed(s, id)
	}
	if test.KLE == "" {
		o.Mangler = append(o.Mangler, Mangel{mapping.Sagstype, t.ID, t.Navn, "sagstypen er ikke opmærket endnu"})
	}
	missing := o.Mangler[before:]
	test.Klar = len(missing) == 0
	test.Udfald = udfald(s, test, missing)
	citizens := max(o.Tal.Borgere, test.Tal.Borgere)
	o.Tal = o.Tal.Plus(test.Tal)
	o.Tal.Borgere = citizens
	o.Sagstyper = append(o.Sagstyper, test)
}

func (o *Omfang) tagEnhed(s *Snapshot, id string) {
	e, known := s.Grundlag.Enheder[id]
	if !known {
		return
	}
	if !slices.Contains(o.Enheder, e) {
		o.Enheder = append(o.Enheder, e)
	}
	if s.Grundlag.Enhed(id).Enhed == nil {
		o.Mangler = append(o.Mangler, Mangel{mapping.Enhed, id, e.Navn, "enheden kan ikke findes i FK Organisation, heller ikke opad"})
	}
}

// udfald says how a sagstype of the test stands.
func udfald(s *Snapshot, t Testsagstype, missing []Mangel) string {
	switch {
	case len(missing) > 0:
		return "Mangler: " + antal(len(missing), "ting", "ting") + "."
	case t.Forventet == "":
		return "Klar: " + antal(t.Tal.Sager, "sag", "sager") + " og " + antal(t.Tal.Bevillinger, "bevilling", "bevillinger") + ". Skriv, hvad I forventer at se."
	}
	return "Klar: " + antal(t.Tal.Sager, "sag", "sager") + " og " + antal(t.Tal.Bevillinger, "bevilling", "bevillinger") + " med " + string(t.KLE) + " " + s.titel(t.KLE) + ". Forventet: " + t.Forventet
}

func (s *Snapshot) titel(n kle.Nummer) string {
	if class, found := s.KLE.Find(n); found {
		return class.Titel
	}
	return ""
}
