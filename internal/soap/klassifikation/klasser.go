package klassifikation

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/ydelsestype"
)

// Klassifikation is one classification with its facets, whichever way it was read.
type Klassifikation struct {
	UUID          oio.UUID
	Noegle, Titel string
	Ejer          string // name
	EjerCVR       oio.CVR
	Facetter      []Facet
}

// Facet is one set of classes. A class belongs to one facet for its whole life.
type Facet struct {
	UUID          oio.UUID
	Noegle, Titel string
	Klasser       []Klasse
}

// Klasse is one class. Its identity is the UUID; a key may be used again when the class has ended (05b B.4).
type Klasse struct {
	UUID          oio.UUID
	Noegle, Titel string
	Beskrivelse   string
	Retskilde     string
	Soegeord      []string
	Fra, Til      oio.Dato // published: Til is the first day it is not; zero: no limit
	Over          oio.UUID // zero: none
	OverNoegle    string
	Aendret       time.Time
}

// Publiceret reports whether the class may be used on a day (05a §2.1).
func (k *Klasse) Publiceret(on oio.Dato) bool { return k.Fra <= on && (k.Til == 0 || on < k.Til) }

// The known identities of KLE (05b E.5). That of the facet of actions is not published; ours is by analogy and for our own chain.
var (
	KLE            = oio.MustUUID("00000c7e-c7a5-4000-8000-000000000000")
	Emner          = oio.MustUUID("00000c7e-face-4001-8000-000000000000")
	Handlinger     = oio.MustUUID("00000c7e-face-4002-8000-000000000000")
	kleEjer        = oio.MustUUID("0a424171-4dc1-4c1b-b59d-220ac0d4ce11")
	kleAnsvarlig   = oio.MustUUID("2cc5ef32-69a2-4694-95dd-c74ed9ebf111")
	kombit         = oio.CVR("19435075")
	ydelsestyperID = oio.NameUUID("klassifikation/ydelsestyper")
)

// AfPlan is an imported KLE as FK Klassifikation has it: the subjects in one facet, the actions in another. aendret is when it was
// imported; classes without an official identity get the stand-in that our exporter gives them.
func AfPlan(p *kle.Plan, aendret time.Time) Klassifikation {
	subjects := Facet{UUID: Emner, Noegle: "Emne", Titel: "KLE Emneplan"}
	ids := map[kle.Nummer]oio.UUID{}
	for i := range p.Klasser {
		k := &p.Klasser[i]
		ids[k.Nummer] = oio.NewKlasse("KLE", string(k.Nummer), "", k.UUID).UUID
	}
	for i := range p.Klasser {
		k := &p.Klasser[i]
		made := Klasse{UUID: ids[k.Nummer], Noegle: string(k.Nummer), Titel: cut(k.Titel, 300), Beskrivelse: cut(k.Vejledning, 10000), Retskilde: retskilde(k.Retskilder), Fra: k.Oprettet, Til: k.Udgaaet, Aendret: aendret}
		for _, s := range k.Stikord {
			made.Soegeord = append(made.Soegeord, cut(s.Tekst, 50))
		}
		if over := k.Nummer.Overordnet(); over != "" {
			made.Over, made.OverNoegle = ids[over], string(over)
		}
		subjects.Klasser = append(subjects.Klasser, made)
	}
	actions := Facet{UUID: Handlinger, Noegle: "Handlingsfacet", Titel: "KLE - handlingsfacet"}
	for i := range p.Handlingsfacetter {
		h := &p.Handlingsfacetter[i]
		actions.Klasser = append(actions.Klasser, Klasse{UUID: oio.NewKlasse("handlingsfacet", h.Nummer, "", h.UUID).UUID, Noegle: h.Nummer, Titel: cut(h.Titel, 300), Beskrivelse: cut(h.Vejledning, 10000), Fra: h.Oprettet, Til: h.Udgaaet, Aendret: aendret})
	}
	return Klassifikation{UUID: KLE, Noegle: "KLE", Titel: "KLE", Ejer: "KL", EjerCVR: kombit, Facetter: []Facet{subjects, actions}}
}

// AfKatalog is the common service types as a classification, one facet for each of the three arts. Their official identities are
// not published (05b F.3); these are the stand-ins our exporter uses.
func AfKatalog(c *ydelsestype.Katalog, aendret time.Time) Klassifikation {
	made := Klassifikation{UUID: ydelsestyperID, Noegle: "Ydelsestyper", Titel: "Fælles ydelsestyper", Ejer: "KL", EjerCVR: kombit}
	at := map[ydelsestype.Art]int{}
	for _, t := range c.Typer() {
		i, there := at[t.Art]
		if !there {
			i = len(made.Facetter)
			at[t.Art] = i
			made.Facetter = append(made.Facetter, Facet{UUID: oio.NameUUID("facet/ydelsestyper/" + string(t.Art)), Noegle: string(t.Art), Titel: "Ydelsestyper, " + string(t.Art)})
		}
		class := oio.NewKlasse("ydelsestype", t.Noegle, "", "")
		made.Facetter[i].Klasser = append(made.Facetter[i].Klasser, Klasse{UUID: class.UUID, Noegle: cut(t.Noegle, 50), Titel: cut(t.Navn, 300), Aendret: aendret})
	}
	return made
}

func cut(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit])
	}
	return s
}

func retskilde(sources []kle.Retskilde) string {
	texts := make([]string, len(sources))
	for i, r := range sources {
		texts[i] = strings.TrimSpace(r.Titel + " " + r.Paragraf)
	}
	return cut(strings.Join(texts, "; "), 4096)
}

// Plan is what a reading of KLE means for the importer (R060): numbers that are published on the day, or were. Where several classes
// have had a number, the one in force holds, else the last. The reading is judged as a file would be, and refused as a whole.
func Plan(list []Klassifikation, idag oio.Dato) (*kle.Plan, error) {
	best := map[kle.Nummer]*Klasse{}
	plan := &kle.Plan{Udgivet: idag}
	for i := range list {
		for j := range list[i].Facetter {
			facet := &list[i].Facetter[j]
			for n := range facet.Klasser {
				k := &facet.Klasser[n]
				number, err := kle.ParseNummer(k.Noegle)
				if err != nil {
					plan.Handlingsfacetter = append(plan.Handlingsfacetter, kle.Facet{Nummer: k.Noegle, Titel: k.Titel, UUID: k.UUID.String(), Oprettet: k.Fra, Udgaaet: k.Til})
					continue
				}
				if was := best[number]; was == nil || nyere(k, was, idag) {
					best[number] = k
				}
			}
		}
	}
	for number, k := range best {
		made := kle.Klasse{Nummer: number, Titel: k.Titel, UUID: k.UUID.String(), Vejledning: k.Beskrivelse, Oprettet: k.Fra, Udgaaet: k.Til, Retskilder: kle.LaesRetskilder(k.Retskilde)}
		for _, word := range k.Soegeord {
			made.Stikord = append(made.Stikord, kle.Stikord{Tekst: word})
		}
		plan.Klasser = append(plan.Klasser, made)
	}
	slices.SortFunc(plan.Klasser, func(a, b kle.Klasse) int { return cmp.Compare(a.Nummer, b.Nummer) })
	return efterproevet(plan)
}

func nyere(k, was *Klasse, idag oio.Dato) bool {
	if now, before := k.Publiceret(idag), was.Publiceret(idag); now != before {
		return now
	}
	return k.Til == 0 || (was.Til != 0 && k.Til > was.Til)
}

// efterproevet lets the reading pass the same door as KL's own file: parents, lengths, repetitions.
func efterproevet(plan *kle.Plan) (*kle.Plan, error) {
	if len(plan.Klasser) == 0 {
		return nil, fmt.Errorf("the answer has no KLE number; nothing is imported")
	}
	facets := plan.Handlingsfacetter
	var file bytes.Buffer
	if err := kle.Write(&file, &kle.Plan{Udgivet: plan.Udgivet, Klasser: plan.Klasser}); err != nil {
		return nil, fmt.Errorf("what FK Klassifikation answered cannot be a plan: %w", err)
	}
	parsed, err := kle.Parse(&file)
	if err != nil {
		return nil, fmt.Errorf("what FK Klassifikation answered cannot be a plan: %w", err)
	}
	slices.SortFunc(facets, func(a, b kle.Facet) int { return cmp.Compare(a.Nummer, b.Nummer) })
	parsed.Handlingsfacetter = slices.CompactFunc(facets, func(a, b kle.Facet) bool { return a.Nummer == b.Nummer })
	return parsed, nil
}
