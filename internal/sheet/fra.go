package sheet

import (
	"cmp"
	"maps"
	"slices"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/ydelsestype"
)

// Fra makes the sheet of what is known: every sagstype (R014), every ydelse with the name and KLE number of its type (R027),
// every unit with its partner in FK Organisation (R078), and the reason, note and author of each decision.
func Fra(g *projection.Grundlag, h *Hjaelp) *Ark {
	a := &Ark{}
	for _, s := range efterNavn(g.Sagstyper, func(s *eoj.Sagstype) string { return s.Navn }) {
		a.Sagstyper = append(a.Sagstyper, fraSagstype(s, g))
	}
	services := efterNavn(g.Ydelser, func(y *eoj.Ydelse) string { return y.Navn })
	for _, y := range services {
		a.Ydelser = append(a.Ydelser, fraYdelse(y, g, h))
	}
	for _, e := range efterNavn(g.Enheder, func(e *eoj.Enhed) string { return e.Navn }) {
		a.Enheder = append(a.Enheder, fraEnhed(e, g))
	}
	return a
}

// efterNavn orders things by name, then id.
func efterNavn[T any](all map[string]T, name func(T) string) []T {
	ids := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(cmp.Compare(ens(name(all[a])), ens(name(all[b]))), cmp.Compare(a, b))
	})
	out := make([]T, len(ids))
	for i, id := range ids {
		out[i] = all[id]
	}
	return out
}

// svarFra is what the last decision about a thing says beside its choice.
func svarFra(g *projection.Grundlag, art mapping.Art, id string) (Svar, tekster) {
	b, found := g.Mapping.Beslutning(art, id)
	if !found {
		return Svar{}, tekster{}
	}
	texts := delt(b.Grund)
	day := texts.Dato
	if day.IsZero() {
		day = oio.DatoOf(b.Tid)
	}
	return Svar{Begrundelse: klip(texts.Begrundelse), Trods: klip(b.Trods), Note: klip(texts.Note), Af: klip(b.Af), Dato: day}, texts
}

// klip holds a text to what a cell holds.
func klip(s string) string {
	s = renTekst(s)
	if len(s) <= maxNote {
		return s
	}
	if runes := []rune(s); len(runes) > maxNote {
		return string(runes[:maxNote-1]) + "…"
	}
	return s
}

func kunJa(yes bool) JaNej {
	if yes {
		return Ja
	}
	return Aabent
}

func fraSagstype(s *eoj.Sagstype, g *projection.Grundlag) Sagstype {
	choice := g.Mapping.Valg(mapping.Sagstype, s.ID)
	row := Sagstype{ID: s.ID, Navn: renTekst(s.Navn), Lov: renTekst(s.Lov), Paragraf: renTekst(s.Paragraf), Borgerrettet: jaNej(s.Borgerrettet), Administrativ: jaNej(s.Administrativ),
		KLE: choice.KLE, Ikke: kunJa(choice.Ikke)}
	if class, found := g.KLE.Find(choice.KLE); found {
		row.KLETitel = renTekst(class.Titel)
	}
	row.Svar, _ = svarFra(g, mapping.Sagstype, s.ID)
	return row
}

func fraYdelse(y *eoj.Ydelse, g *projection.Grundlag, h *Hjaelp) Ydelse {
	choice := g.Mapping.Valg(mapping.Ydelse, y.ID)
	row := Ydelse{ID: y.ID, Navn: renTekst(y.Navn), Sagstype: y.Sagstype, Lov: renTekst(y.Lov), Paragraf: renTekst(y.Paragraf), Art: y.Art, Standard: string(y.Standard), Kode: renTekst(y.Kode),
		Pakke: jaNej(y.Pakke), Hold: jaNej(y.Hold), Aktiv: jaNej(y.Aktiv), TypeNoegle: choice.Type, Ikke: kunJa(choice.Ikke), UdenType: kunJa(choice.UdenType)}
	if s, found := g.Sagstyper[y.Sagstype]; found {
		row.SagstypeNavn = renTekst(s.Navn)
	}
	if t, why := g.Ydelsestype(y); why == projection.Sendes && !choice.Ikke && !choice.UdenType && !y.Pakke {
		row.Type, row.TypeNoegle, row.TypeKLE = renTekst(t.Navn), t.Noegle, h.TypeKLE(t)
	}
	row.Svar, _ = svarFra(g, mapping.Ydelse, y.ID)
	return row
}

func fraEnhed(e *eoj.Enhed, g *projection.Grundlag) Enhed {
	row := Enhed{ID: e.ID, Navn: renTekst(e.Navn), Overordnet: e.Overordnet, Sagsansvarlig: jaNej(e.Sagsansvarlig), Usynlig: jaNej(e.Usynlig), Aktiv: jaNej(e.Aktiv),
		PNummer: e.PNummer, CVR: e.CVR, Kombit: g.Mapping.Valg(mapping.Enhed, e.ID).Kombit}
	if above, found := g.Enheder[e.Overordnet]; found {
		row.OverordnetNavn = renTekst(above.Navn)
	}
	var texts tekster
	row.Svar, texts = svarFra(g, mapping.Enhed, e.ID)
	row.Forslag = klip(texts.Forslag)
	row.Findes = jaOrd[texts.Findes]
	if official, found := g.Organisation.Find(row.Kombit); found && !row.Kombit.IsZero() {
		row.Findes, row.NavnDer = Ja, renTekst(official.Navn)
		if row.Forslag == "" {
			row.Forslag = forslag(row.Navn, row.NavnDer)
		}
	}
	return row
}

// forslag is the name the care record should take over (6.5): FK Organisation's, where it is another.
func forslag(here, there string) string {
	if ens(here) == ens(there) {
		return ""
	}
	return there
}

// NewHjaelp makes the help of a municipality's catalogue and import.
func NewHjaelp(katalog *ydelsestype.Katalog, plan *kle.Plan, egenFSIII bool, idag oio.Dato) *Hjaelp {
	return &Hjaelp{Katalog: katalog, KLE: plan, EgenFSIII: egenFSIII, Idag: idag, numre: make(map[string]string)}
}

// sikker is the score of a KLE search from which on a number is told as derived.
const sikker = 0.6

// TypeKLE is the KLE number of a common type (R027): its own, where a source states one, else the one its law and paragraph
// lead to in the imported KLE, marked as derived; empty where they lead nowhere.
func (h *Hjaelp) TypeKLE(t ydelsestype.Type) string {
	if t.KLE != "" || h.KLE == nil || len(h.KLE.Klasser) == 0 || t.Lov == "" || t.Paragraf == "" {
		return t.KLE
	}
	if number, known := h.numre[t.Noegle]; known {
		return number
	}
	if h.soeg == nil {
		h.soeg = kle.NewSearch(h.KLE)
	}
	number := ""
	for _, hit := range h.soeg.FindAt(t.Lov+" "+t.Paragraf+" "+t.Navn, 1, h.Idag) {
		if hit.Valgbar && hit.Score >= sikker {
			number = string(hit.Nummer) + " (afledt)"
		}
	}
	h.numre[t.Noegle] = number
	return number
}
